package bot

import (
	"context"
	"slices"

	"relance/adapters/chat"
)

func helpRequests() []request {
	return []request{{name: reqHelp, words: "help", reads: true, do: help}}
}

// help lists the commands that somebody may use in some role, with what they do.
func help(_ context.Context, t *turn) (chat.Answer, error) {
	var items chat.Items
	naming, forms := t.naming(), "help.forms"
	if naming.option(keyCase, blankValue) != "" {
		forms = "help.forms.chosen"
	}
	for _, r := range t.bot.catalogue {
		if r.words != "" && t.mayEver(r.name) {
			items = append(items, t.say.Say("help.line", "Usage", naming.usage(r), "What", t.say.Say("help."+r.name)))
		}
	}
	return chat.Answer{Message: &chat.Message{
		Title:  t.say.Say("help.title"),
		Blocks: []chat.Block{chat.Paragraph(t.say.Say("help.intro")), items, chat.Paragraph(t.say.Say(forms))},
	}}, nil
}

// mayEver says whether somebody may ask for a thing: everybody may be the
// requester of a case.
func (t *turn) mayEver(request string) bool {
	return slices.ContainsFunc(rights(request), func(r role) bool { return r == roleRequester || t.by.roles.has(r) })
}

// Welcome is what a person sees first where nothing is configured yet; another is
// whom they may speak as too.
func (b *Bot) Welcome(lang, another string) chat.Message {
	say := b.Texts.For(b.speaks(lang))
	organisation := ""
	if len(b.Directory.Entries) > 0 {
		organisation = b.Directory.Entries[0].Organisation.Name
	}
	return chat.Message{Blocks: []chat.Block{
		chat.Paragraph(say.Say("help.welcome.what")),
		chat.Paragraph(say.Say("help.welcome.open", "Command", naming{}.command(reqOpen), "Organisation", organisation, "Person", another)),
		chat.Paragraph(say.Say("help.welcome.help", "Command", naming{}.command(reqHelp), "Time", "/time +3d", "End", "Ctrl-D")),
	}}
}
