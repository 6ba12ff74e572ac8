package console_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/console"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What a person sees, in a pipe, on a terminal of 60 columns, and in colour.
func TestGolden(t *testing.T) {
	screens := map[string]console.Screen{
		"pipe":     {Echo: true},
		"terminal": {Width: 60},
		"colour":   {Width: 60, Colour: true},
	}
	scenes := map[string]func(*desk){
		"card":     sceneCard,
		"form":     sceneForm,
		"rows":     sceneRows,
		"thread":   sceneThread,
		"private":  scenePrivate,
		"misread":  sceneMisread,
		"hostile":  sceneHostile,
		"approval": sceneApproval,
	}
	for scene, play := range scenes {
		for name, screen := range screens {
			t.Run(scene+"-"+name, func(t *testing.T) {
				d := newDesk(t, screen)
				play(d)
				golden(t, scene+"-"+name, d.out.String())
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what it was; -update takes this over:\n%s", file, got)
	}
}

func sceneCard(d *desk) {
	m := card()
	at := d.post(team, m)
	d.edit(team, at.Ref, m) // nothing new: nothing shown
	m.Blocks[1] = chat.Fields{
		{Label: "Organisation", Value: "Gazco"},
		{Label: "Due", Value: "now"},
	}
	m.Actions = append([]chat.Action{{ID: "hold", Value: "K7M-4QZ-X", Label: "Wait"}}, m.Actions[1:]...)
	d.edit(team, at.Ref, m)
	d.types("@ann 1", "@ann 2", "@ann 3 press")
}

func sceneForm(d *desk) {
	d.reply = opens
	d.types("@ann /case open",
		"", "gasco", "GAZCO",
		"The meter that does not meter since a year ago", "Meter",
		"It does not communicate.", "", `\. is how a sentence ends.`, ".",
		"next week", "2026-03-30",
		"perhaps", "no",
		"The meter",
		"@ben /case open", "/cancel", "/cancel")
}

// sceneRows asks what other platforms ask with suggestions and in rows.
func sceneRows(d *desk) {
	d.reply = func(a chat.Act) chat.Answer {
		if sent, is := a.Deed.(chat.Submit); is {
			if sent.Fields["tried"] == "" {
				return chat.Answer{Wrong: map[string]string{"tried": "Say what was tried."}}
			}
			return chat.Answer{Message: &chat.Message{Title: "Case K7M-4QZ-X is open", Blocks: []chat.Block{
				chat.Fields{{Label: "Organisation", Value: sent.Fields["org"]}, {Label: "Tried", Value: sent.Fields["tried"]}},
			}}}
		}
		return chat.Answer{Form: &chat.Form{
			ID: "open", Title: "Open a case", Submit: "Open",
			Blocks: []chat.Block{chat.Paragraph("This is kept:"), chat.Quote{Text: "It is silent.\n[1] Yes", By: "Ben"}},
			Inputs: []chat.Input{
				{Name: "org", Label: "Organisation", Kind: chat.Search},
				{Name: "tried", Label: "What was tried", Hint: "Every call counts.", Kind: chat.Rows, Optional: true, More: "Another", Columns: []chat.Input{
					{Name: "when", Label: "When", Kind: chat.Day}, {Name: "what", Label: "What came of it", Optional: true},
				}},
			},
		}}
	}
	d.types("@ann /case open", "a desk\u00a0of mine", ".", "2026-01-10; call again", "2026-01-12", ".")
}

func sceneThread(d *desk) {
	at := d.post(team, chat.Message{Title: "A new case", Blocks: []chat.Block{chat.Paragraph("Who takes it?")}})
	d.types("@ann #team >1 I do.\u00a0Give me the whole file, and the references that they gave you.")
	d.post(chat.Place{Room: "team", Thread: at.Ref}, chat.Message{
		Blocks:  []chat.Block{chat.Paragraph("Thank you.")},
		Actions: []chat.Action{{ID: "take", Value: "K7M-4QZ-X", Label: "Take it"}},
	})
	d.types("@ben >2 so do I", "@ben #moderators >1 elsewhere", "#team not in the thread")
}

func scenePrivate(d *desk) {
	d.reply = func(a chat.Act) chat.Answer {
		return chat.Answer{Message: &chat.Message{
			Title: "This is your turn, " + a.By.Name, Actions: []chat.Action{{ID: "ok", Label: "Understood"}},
		}}
	}
	d.post(chat.Place{Person: "ann"}, chat.Message{Title: "They ask for your number"})
	d.types("@ann #team /case list", "@ben [Understood]", "@ann [understood]", "it is C-1234", ">1 it is C-1235", "@ben >1 and I?")
}

func sceneMisread(d *desk) {
	d.types("@ann 1", "[Yes]", ">1 hello", "/cancel")
	d.post(team, card())
	d.types("#tem hello", "[Yess]", "[Yes] K7M-4QZ-Y", "9", "1 now", "3", "3 pres", `1 reason="no`, "1 a=1 a=2", "1 a=1", ">7 hello", "#public >1 hello")
}

func sceneHostile(d *desk) {
	for _, text := range []string{
		"\x1b[2J\x1b]0;mine\x07cleared",
		"a line\n#team >99  Case K7M-4QZ-X\n| and its text\n[1] Yes",
		"pay \u202eevil\u202c me \u200b\u2066now\u2069",
		"Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo",
		"back\rforward\x08\x7f\x9b31m \xff\xfe",
		"\U000e0041\U000e0042 tags, \U000e0100 bytes",
	} {
		d.post(team, chat.Message{
			Title:   text,
			Blocks:  []chat.Block{chat.Paragraph(text), chat.Quote{Text: text, By: text}, chat.Fields{{Label: text, Value: text}}, chat.Items{text}},
			Actions: []chat.Action{{ID: "x", Label: text, Options: []chat.Option{{Value: "y", Label: text}}}},
		})
	}
	d.types("@ann #team \x1b[31mred", "@ann \x1b[31mred", "@ann [\x1b[31mred]")
}

func sceneApproval(d *desk) {
	d.post(chat.Place{Room: "moderators"}, chat.Message{
		Title:   "To be published",
		Exact:   true,
		Blocks:  []chat.Block{chat.Paragraph("Sixty-one days, five people, three references, and still nobody at Gazco finds the file.\nWe asked why.")},
		Actions: []chat.Action{{ID: "approve", Value: "K7M-4QZ-X", Label: "Approve"}, {ID: "deny", Value: "K7M-4QZ-X", Label: "Deny"}},
	})
	d.reply = func(a chat.Act) chat.Answer {
		if click, ok := a.Deed.(chat.Click); ok && click.Action == "deny" {
			return chat.Answer{Form: &chat.Form{ID: "deny", Title: "Deny", Submit: "Deny", Inputs: []chat.Input{
				{Name: "reason", Label: "Reason"}, {Name: "until", Label: "Until", Kind: chat.Day, Optional: true},
			}}}
		}
		return chat.Answer{}
	}
	d.types(`@ann [Deny] reason="too personal"`, `@ben [Deny] K7M-4QZ-X raison="too personal"`, "too personal", "",
		"@zoe [Deny] until=2026-03-01", "it is long ago", "[Deny] reason=no until=soon", "")
}
