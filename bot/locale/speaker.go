package locale

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Speaker says sentences in one language. The zero Speaker is not usable: one
// comes from [Texts.For].
type Speaker struct {
	texts     *Texts
	tag       language.Tag
	localizer *i18n.Localizer
}

// Language is the BCP 47 tag of what is spoken.
func (s Speaker) Language() string { return s.tag.String() }

// Say returns the sentence of a key. The pairs are the names and values of its
// arguments, as in log/slog; the argument Count, a whole number, chooses the
// plural. A key or an argument that is missing shows as the key between ⟪ and ⟫:
// better an odd line in a message than no message.
func (s Speaker) Say(key string, pairs ...any) string {
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			args[name] = pairs[i+1]
		}
	}
	text, ok := s.say(key, args)
	if !ok {
		return "⟪" + key + "⟫"
	}
	return text
}

func (s Speaker) say(key string, args map[string]any) (text string, ok bool) {
	text, err := s.localizer.Localize(&i18n.LocalizeConfig{
		MessageID:      key,
		TemplateData:   args,
		PluralCount:    args["Count"],
		TemplateParser: s.texts.parser,
	})
	// A sentence found in the source language only comes with an error, and is
	// better than nothing.
	return text, text != "" || err == nil
}

// Has says that there is a sentence with this key.
func (s Speaker) Has(key string) bool { return s.texts.messages[s.texts.tags[0]][key] != nil }

// Word translates a word of a family: Word("role", "service") is the sentence
// role.service. A word that the language does not know, such as a role that only
// this configuration has, is returned as it is.
func (s Speaker) Word(family, word string) string {
	if key := family + "." + word; s.Has(key) {
		return s.Say(key)
	}
	return word
}

// Name translates a name that may be a key, such as a rung's: "rung.service".
func (s Speaker) Name(name string) string {
	if strings.Contains(name, ".") && s.Has(name) {
		return s.Say(name)
	}
	return name
}

// List joins things as the language does: "a, b and c".
func (s Speaker) List(things ...string) string {
	switch len(things) {
	case 0:
		return ""
	case 1:
		return things[0]
	}
	last := len(things) - 1
	return s.Say("list.and", "Some", strings.Join(things[:last], ", "), "Last", things[last])
}
