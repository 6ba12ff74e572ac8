package locale

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Pseudo returns the sentences in languages that nobody speaks, one for each
// that there is and under its name: each sentence stands between ⟦ and ⟧, and its
// letters carry accents. What a test finds without them did not come from a
// language file.
func Pseudo() (*Texts, error) {
	written, err := Load()
	if err != nil {
		return nil, err
	}
	t := newTexts(source)
	for _, tag := range written.tags {
		var messages []*i18n.Message
		for _, m := range written.messages[tag] {
			accented := *m
			for _, form := range []*string{&accented.Zero, &accented.One, &accented.Two, &accented.Few, &accented.Many, &accented.Other} {
				if *form != "" {
					*form = PseudoSentence(*form)
				}
			}
			messages = append(messages, &accented)
		}
		if err := t.add(tag, messages); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// PseudoSentence is what a sentence of a language file becomes in [Pseudo].
func PseudoSentence(sentence string) string { return "⟦" + accent(sentence) + "⟧" }

// accent changes the letters of a sentence and leaves its placeholders alone.
func accent(sentence string) string {
	var b strings.Builder
	for sentence != "" {
		text, rest, _ := strings.Cut(sentence, "{{")
		b.WriteString(accents.Replace(text))
		if rest == "" {
			break
		}
		placeholder, after, _ := strings.Cut(rest, "}}")
		b.WriteString("{{" + placeholder + "}}")
		sentence = after
	}
	return b.String()
}

var accents = func() *strings.Replacer {
	const (
		plain    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		accented = "áƀćđéƒǧĥíǰķĺḿńóṗʠŕśţúṽŵẋýžÁƁĆĐÉƑǦĤÍĴĶĹḾŃÓṖɊŔŚŢÚṼŴẊÝŽ"
	)
	with := []rune(accented)
	var pairs []string
	for i, letter := range plain {
		pairs = append(pairs, string(letter), string(with[i]))
	}
	return strings.NewReplacer(pairs...)
}()
