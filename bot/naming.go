package bot

import (
	"slices"
	"strings"

	"relance/adapters/chat"
)

// naming says how commands are given where somebody reads of them.
type naming struct {
	commander chat.Commander // nil: as at a terminal
}

// onPlatform is a part of a sentence that is another on each platform.
type onPlatform func(naming) string

// naming is that of a platform.
func (b *Bot) naming(platform string) naming {
	c, _ := chat.As[chat.Commander](b.platforms[platform])
	return naming{c}
}

// elsewhere is the naming of the platforms beside one, where a person may have other
// accounts; of that one, where there is no other.
func (b *Bot) elsewhere(platform string) []naming {
	var all []naming
	for _, p := range b.Platforms {
		if p.Name() != platform {
			all = append(all, b.naming(p.Name()))
		}
	}
	if len(all) == 0 {
		all = []naming{b.naming(platform)}
	}
	return all
}

// anywhereElse is a command as it is given on the platforms beside one.
func (b *Bot) anywhereElse(platform, words string, told ...string) string {
	var all []string
	for _, n := range b.elsewhere(platform) {
		if text := n.command(words, told...); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " · ")
}

// command is a subcommand by its words. told are the names of what it is told, each
// before its value.
func (n naming) command(words string, told ...string) string {
	parts := []string{"/" + commandName + " " + words}
	if n.commander != nil {
		parts[0] = n.commander.Command(words)
	}
	for i := 0; i+1 < len(told); i += 2 {
		parts = append(parts, n.told(told[i], told[i+1]))
	}
	return strings.Join(parts, " ")
}

// told is what stands behind a command for a field that has a place of its own.
func (n naming) told(name, value string) string {
	if option := n.option(name, value); option != "" {
		return option
	}
	return value
}

// option is a field with its name, where those are filled in by name; else empty.
func (n naming) option(name, value string) string {
	if n.commander == nil {
		return ""
	}
	return n.commander.Option(name, value)
}

// usage is how a request is given: what is in brackets may be left out. A platform that
// asks for options by name shows by itself which there are.
func (n naming) usage(r request) string {
	parts := []string{n.command(r.words)}
	if n.option(keyCase, blankValue) == "" {
		return strings.Join(slices.Concat(parts, r.arguments()), " ")
	}
	for _, f := range r.fields {
		if f.need {
			parts = append(parts, n.option(f.name, blankValue))
		}
	}
	return strings.Join(parts, " ")
}

// blankValue stands where something is to be filled in.
const blankValue = "…"

// aCommand is a subcommand in a sentence.
func aCommand(words string) onPlatform { return func(n naming) string { return n.command(words) } }

// theUsage is the usage of a request in a sentence.
func theUsage(r request) onPlatform { return func(n naming) string { return n.usage(r) } }

// resolve puts what depends on the platform into the pairs of a sentence.
func (n naming) resolve(pairs []any) []any {
	all := slices.Clone(pairs)
	for i, p := range all {
		if text, is := p.(onPlatform); is {
			all[i] = text(n)
		}
	}
	return all
}

// naming is that of the platform on which the person reads the answer.
func (t *turn) naming() naming { return t.bot.naming(t.platform) }

// nothing tells somebody that they were not understood.
func (t *turn) nothing() chat.Answer {
	return t.tell("answer.nothing", "Command", t.naming().command(reqHelp))
}

// unknownButton is the objection to a button that means nothing any more.
func unknownButton() error { return object("answer.unknown_button", "Command", aCommand(reqShow)) }

// noCaseYet is the objection to somebody who has no case that could be meant.
func noCaseYet() error { return object("answer.no_case_yet", "Command", aCommand(reqOpen)) }
