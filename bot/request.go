package bot

import (
	"context"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// request is one thing that can be asked of the bot, however it is asked: by a
// subcommand, by a button, or by the form that either of them opens. Its name
// is the button's action, the form's ID, and its row in the table of rights.
type request struct {
	name    string
	words   string // the subcommand; empty: only a button or a form asks it
	about   about
	fields  []field
	detail  string // field that holds what follows the case ID in a button's value
	option  string // field that holds the chosen value of a select
	message bool   // it may be about a message, whose key is then the form's value
	form    bool   // a click opens the form
	brief   bool   // … unless it has chosen a class that needs no detail
	reads   bool   // it records nothing

	// One of the two is set. fact is what shall be recorded; do is for what is
	// answered without an event, or needs more than one.
	fact func(context.Context, *turn) (escalation.Fact, error)
	do   func(context.Context, *turn) (chat.Answer, error)
}

// optionNone is the choice of a select that chooses none of the field's options.
const optionNone = "none"

// about says which case a request concerns, where none is named.
type about int

const (
	aboutNothing about = iota // no case at all
	aboutRunning              // a case that is not over
	aboutOver                 // a case that is
	aboutAny                  // a running one, or where there is none, any
)

// admits says whether a case of that state is meant.
func (a about) admits(s escalation.State) bool {
	switch a {
	case aboutRunning:
		return !s.Over()
	case aboutOver:
		return s.Over()
	}
	return true
}

// catalogue is everything that can be asked.
type catalogue []request

// newCatalogue lists all requests, in the order in which help shows them.
func newCatalogue() catalogue {
	return slices.Concat(
		openingRequests(),
		readingRequests(),
		recordingRequests(),
		filingRequests(),
		answeringRequests(),
		contactRequests(),
		steeringRequests(),
		taskRequests(),
		postRequests(),
		directoryRequests(),
		personalRequests(),
		helpRequests(),
	)
}

// named finds a request by its name.
func (c catalogue) named(name string) (request, bool) {
	i := slices.IndexFunc(c, func(r request) bool { return r.name == name })
	if i < 0 {
		return request{}, false
	}
	return c[i], true
}

// commanded finds the request whose subcommand a line begins with. Subcommands
// of two words win over those of one.
func (c catalogue) commanded(words []string) (request, bool) {
	for n := min(2, len(words)); n > 0; n-- {
		said := strings.ToLower(strings.Join(words[:n], " "))
		i := slices.IndexFunc(c, func(r request) bool { return r.words == said && said != "" })
		if i >= 0 {
			return c[i], true
		}
	}
	return request{}, false
}

// subcommands are all words that may follow the command.
func (c catalogue) subcommands() []string {
	var words []string
	for _, r := range c {
		if r.words != "" {
			words = append(words, r.words)
		}
	}
	return words
}

// fieldNames are the keys that a request knows.
func (r request) fieldNames() []string {
	names := make([]string, len(r.fields))
	for i, f := range r.fields {
		names[i] = f.name
	}
	return names
}

// arguments are what is typed behind the command: what is in brackets may be left out.
func (r request) arguments() []string {
	var parts []string
	if r.about != aboutNothing {
		parts = append(parts, "[ID]")
	}
	for _, f := range r.fields {
		word := f.name + "=" + blankValue
		if f.place {
			word = strings.ToUpper(f.name)
		}
		if f.rest {
			word += blankValue
		}
		if !f.need {
			word = "[" + word + "]"
		}
		parts = append(parts, word)
	}
	return parts
}

// commandName is the slash command that all subcommands belong to.
const commandName = "case"
