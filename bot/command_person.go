package bot

import (
	"context"

	"relance/adapters/chat"
)

// personalRequests are about the person who asks.
func personalRequests() []request {
	return []request{
		{name: reqLanguage, words: "language", do: language, fields: []field{
			{name: "language", kind: fieldChoice, need: true, place: true, options: languageOptions, family: familyLanguage},
		}},
		{name: reqLink, words: "link", do: link, fields: []field{
			{name: "code", limit: limitWord, place: true},
		}},
	}
}

// language keeps the language that somebody wants to be answered in.
func language(ctx context.Context, t *turn) (chat.Answer, error) {
	tag := t.text("language")
	if err := t.bot.Book.Put(ctx, shelfLanguages, t.by.ID, []byte(tag)); err != nil {
		return chat.Answer{}, t.unsure(err)
	}
	t.say = t.bot.Texts.For(tag)
	return t.tell("answer.language", "Language", t.say.Say("language.name")), nil
}
