package console_test

import (
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/console"
)

// Whatever is typed and posted, the terminal obeys nothing of it, and no line of
// the output pretends to be another message.
func FuzzConsole(f *testing.F) {
	for _, seed := range []string{
		"@ann /case open", "@ann #team >1 hello", "1", "[Yes] case", `[Yes] a="b`, "3 press", "/fill a=b", "/cancel", ".", "\\.",
		"a\n#team >9  fake\n(only @ann)  fake", "\x1b[2J\x07", "\u202e\u200b", strings.Repeat("word ", 20) + "#team >9  fake", "\xff",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, line, text string) {
		d := newDesk(t, console.Screen{Echo: true, Width: 40})
		m := chat.Message{
			Title:  text,
			Blocks: []chat.Block{chat.Paragraph(text), chat.Quote{Text: text, By: text}, chat.Fields{{Label: text, Value: text}}, chat.Items{text}},
			Actions: []chat.Action{{ID: "a", Label: text}, {ID: "b", Label: "Yes"},
				{ID: "c", Label: "Pick", Options: []chat.Option{{Value: "press", Label: text}}}},
		}
		d.reply = func(a chat.Act) chat.Answer {
			switch a.Deed.(type) {
			case chat.Submit:
				return chat.Answer{Wrong: map[string]string{"story": text}}
			case chat.Said:
				return chat.Answer{Message: &m}
			}
			form := openForm()
			form.Title, form.Inputs[0].Label, form.Inputs[1].Hint, form.Inputs[2].Initial = text, text, text, text
			return chat.Answer{Form: &form}
		}
		d.post(team, m)
		d.types(line, line, "@ben "+line, "#team "+line)
		out := d.out.String()
		if found := obeyed(out); len(found) > 0 {
			t.Errorf("the terminal obeys %q in\n%s", found, out)
		}
		for _, l := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			if !begins(l) {
				t.Errorf("the line %q begins like none in\n%q", l, out)
			}
		}
		messages := strings.Count("\n"+out, "\n#team >")
		shown := 0
		for _, s := range d.shown {
			if s.Number > 0 && s.Place == team && s.To == "" {
				shown++
			}
		}
		if messages != shown {
			t.Errorf("%d messages were shown, the output has %d:\n%s", shown, messages, out)
		}
	})
}

// begins tells whether a line of output begins as one may.
func begins(line string) bool {
	line = strings.TrimPrefix(line, "  ") // of a thread
	for _, start := range []string{"|", "! ", "!", "? ", "> ", ">", "[", "  ", "#team >", "(only @", "(to @"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}
