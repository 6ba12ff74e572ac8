package slack

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

// each runs a test over the socket and over HTTP.
func each(t *testing.T, test func(*testing.T, bool)) {
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, overHTTP) })
		})
	}
}

// only sees one message with a text in it, and says if there is not exactly one.
func only(t *testing.T, w *workspace, by, text string) slackfake.Message {
	t.Helper()
	seen := w.seen(by, text)
	if len(seen) != 1 {
		t.Fatalf("%d messages with %q among %+v; log: %s", len(seen), text, w.Seen(by), w.log)
	}
	return seen[0]
}

// do fails the test if what somebody did was not taken.
func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	settle()
}

// Wherever somebody acts, the answer is seen there, by them alone, with its
// buttons.
func TestAnswerWhereAsked(t *testing.T) {
	each(t, func(t *testing.T, overHTTP bool) {
		h := &handler{}
		w := open(t, h, overHTTP)
		h.answer = func(_ context.Context, a chat.Act) chat.Answer {
			return chat.Answer{Message: &chat.Message{Title: fmt.Sprintf("To %T", a.Deed), Actions: []chat.Action{{ID: "go", Value: "on", Label: "Go on"}}}}
		}
		root, err := w.platform.Post(t.Context(), chat.Place{Room: w.room}, chat.Message{Title: "root"})
		do(t, err)
		_, err = w.platform.Post(t.Context(), chat.Place{Room: w.room, Thread: root.Ref}, chat.Message{Title: "card", Actions: []chat.Action{{ID: "yes", Label: "Yes"}}})
		do(t, err)
		do(t, w.Click(w.ann, only(t, w, w.ann, "card"), "Yes"))
		m := only(t, w, w.ann, "To chat.Click")
		if !m.Ephemeral || m.Thread != string(root.Ref) || len(m.Labels) != 1 {
			t.Errorf("a click is answered by %+v", m)
		}
		do(t, w.Click(w.ann, m, "Go on"))
		if acts := h.handled(); acts[len(acts)-1].Deed != (chat.Click{Action: "go", Value: "on"}) {
			t.Errorf("a click on an answer is %+v", acts[len(acts)-1])
		}
		_, err = w.Say(w.ann, w.room, string(root.Ref), "hello")
		do(t, err)
		if m := only(t, w, w.ann, "To chat.Said"); !m.Ephemeral || m.Thread != string(root.Ref) {
			t.Errorf("words are answered by %+v", m)
		}
		do(t, w.Command(w.ann, "", "/case", "list"))
		if m := only(t, w, w.ann, "To chat.Command"); !m.DM || !m.Ephemeral {
			t.Errorf("a command in private is answered by %+v", m)
		}
		do(t, w.Shortcut(w.ann, openShortcut, w.room, string(root.Ref)))
		if m := only(t, w, w.ann, "To chat.Shortcut"); !m.Ephemeral {
			t.Errorf("a shortcut is answered by %+v", m)
		}
		if seen := w.seen(w.ben, "To chat."); len(seen) != 0 {
			t.Errorf("ben sees %+v", seen)
		}
		_, err = w.Say(w.ben, "", "", "hello in private")
		do(t, err)
		if m := only(t, w, w.ben, "To chat.Said"); !m.DM {
			t.Errorf("words in private are answered by %+v", m)
		}
	})
}

// A long answer to a command is whole, in pieces, whatever of it fits into the
// acknowledgement.
func TestLongAnswer(t *testing.T) {
	each(t, func(t *testing.T, overHTTP bool) {
		long := chat.Message{Title: "All of it"}
		for i := range 3000 {
			long.Blocks = append(long.Blocks, chat.Items{fmt.Sprintf("line %d é", i)})
		}
		w := open(t, &handler{answer: func(context.Context, chat.Act) chat.Answer { return chat.Answer{Message: &long} }}, overHTTP)
		do(t, w.Command(w.ann, w.room, "/case", "export"))
		var all strings.Builder
		for _, m := range w.Seen(w.ann) {
			all.WriteString(m.Read + "\n")
		}
		for i := range 3000 {
			if !strings.Contains(all.String(), fmt.Sprintf("line %d é\n", i)) {
				t.Fatalf("line %d is missing among %d messages; log: %s", i, len(w.Seen(w.ann)), w.log)
			}
		}
	})
}

func TestFormOnSlack(t *testing.T) {
	each(t, func(t *testing.T, overHTTP bool) {
		h := &handler{}
		w := open(t, h, overHTTP)
		h.answer = func(_ context.Context, a chat.Act) chat.Answer {
			switch deed := a.Deed.(type) {
			case chat.Command:
				f := openForm()
				f.Inputs[0].Initial = ""
				return chat.Answer{Form: &f}
			case chat.Suggest:
				return chat.Answer{Options: []chat.Option{{Value: "gazco", Label: "Gazco"}, {Value: deed.Text, Label: deed.Text}}}
			case chat.Submit:
				if len(deed.Rows["tried"]) == 2 && deed.Rows["tried"][1]["what"] == "" {
					return chat.Answer{Wrong: map[string]string{"tried.2.what": "What came of it?", "subject": "Say more.", "case": "Not now."}}
				}
				return chat.Answer{Message: &chat.Message{Title: "It is open"}}
			}
			return chat.Answer{}
		}
		do(t, w.Command(w.ann, w.room, "/case", ""))
		if v, is := w.View(w.ann); !is || v.CallbackID != "open" || v.Submit != "Open" || v.Close != "Cancel" {
			t.Fatalf("the form is %+v; log: %s", v, w.log)
		}
		if options, err := w.Suggest(w.ann, "org", "gaz"); err != nil || len(options) != 2 || options[0] != (slackfake.Option{Text: "Gazco", Value: "gazco"}) {
			t.Errorf("suggested: %+v, %v", options, err)
		}
		do(t, w.ClickView(w.ann, "Add a line"))
		for _, f := range [][2]string{{"org", "gazco"}, {"subject", "x"}, {"tried.1.when", "2026-01-03"}, {"consent", "yes"}} {
			do(t, w.Fill(w.ann, f[0], f[1]))
		}
		do(t, w.ClickView(w.ann, "Add a line"))
		do(t, w.ClickView(w.ann, "Add a line"))
		do(t, w.Fill(w.ann, "tried.3.how", "letter"))
		do(t, w.Submit(w.ann))
		v, is := w.View(w.ann)
		if want := map[string]string{"subject": "Say more.", "tried.3.what": "What came of it?", "org": "Not now."}; !is || fmt.Sprint(v.Errors) != fmt.Sprint(want) {
			t.Errorf("wrong is %v", v.Errors)
		}
		do(t, w.Fill(w.ann, "tried.3.what", "nothing"))
		do(t, w.Submit(w.ann))
		if v, is := w.View(w.ann); is {
			t.Errorf("the form stays: %+v", v)
		}
		acts := h.handled()
		submit, is := acts[len(acts)-1].Deed.(chat.Submit)
		if !is || submit.Value != "K7M-4QZ-X" || acts[len(acts)-1].Place != (chat.Place{Room: w.room}) {
			t.Fatalf("sent: %+v", acts[len(acts)-1])
		}
		rows := []map[string]string{{"when": "2026-01-03", "how": "", "what": ""}, {"when": "", "how": "letter", "what": "nothing"}}
		if fmt.Sprint(submit.Rows["tried"]) != fmt.Sprint(rows) {
			t.Errorf("rows %v", submit.Rows)
		}
		fields := map[string]string{"org": "gazco", "subject": "x", "story": "The meter\ndoes not communicate.", "until": "2026-03-30", "language": "fr", "consent": "yes"}
		if fmt.Sprint(submit.Fields) != fmt.Sprint(fields) {
			t.Errorf("fields %v", submit.Fields)
		}
		if m := only(t, w, w.ann, "It is open"); !m.Ephemeral || m.Channel != w.room {
			t.Errorf("answered by %+v", m)
		}
	})
}

// A form that could not be recorded stays open with all that was typed, and says so
// under its first question; one without questions has nothing to lose.
func TestUnrecordedForm(t *testing.T) {
	each(t, func(t *testing.T, overHTTP bool) {
		form := chat.Form{ID: "note", Title: "Note", Inputs: []chat.Input{{Name: "text", Label: "Text"}, {Name: "more", Label: "More", Optional: true}}}
		h := &handler{}
		w := open(t, h, overHTTP)
		down := true
		h.answer = func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Command); is {
				return chat.Answer{Form: &form}
			}
			if down {
				return chat.Answer{Message: sentence("Not recorded. Try again."), Unrecorded: true}
			}
			return chat.Answer{Message: sentence("Noted.")}
		}
		do(t, w.Command(w.ann, w.room, "/case", "note"))
		do(t, w.Fill(w.ann, "text", "a long story"))
		do(t, w.Submit(w.ann))
		if v, is := w.View(w.ann); !is || v.Errors["text"] != "Not recorded. Try again." || len(v.Errors) != 1 {
			t.Fatalf("the form is there: %t, and says %v", is, v.Errors)
		}
		down = false
		do(t, w.Submit(w.ann))
		acts := h.handled()
		if sent := acts[len(acts)-1].Deed.(chat.Submit); sent.Fields["text"] != "a long story" {
			t.Errorf("sent again: %+v", sent)
		}
		only(t, w, w.ann, "Noted.")

		form.Inputs, down = nil, true
		do(t, w.Command(w.ann, w.room, "/case", "sure"))
		do(t, w.Submit(w.ann))
		only(t, w, w.ann, "Not recorded. Try again.")
	})
}

// A story of 4,000 characters can be typed, though an input takes 3,000, and what is
// wrong with it stands under its first input.
func TestLongAnswerIsTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		w := open(t, h, false)
		h.answer = func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Command); is {
				f := longForm("")
				return chat.Answer{Form: &f}
			}
			return chat.Answer{Wrong: map[string]string{"story": "Too long."}}
		}
		text := longText(4000)
		head, tail := chat.CutAnywhere(text, 2500, length)
		do(t, w.Command(w.ann, w.room, "/case", ""))
		do(t, w.Fill(w.ann, "story", head))
		do(t, w.Fill(w.ann, "story+2", tail))
		do(t, w.Fill(w.ann, "end", "over"))
		do(t, w.Submit(w.ann))
		acts := h.handled()
		if sent := acts[len(acts)-1].Deed.(chat.Submit); sent.Fields["story"] != text || len(sent.Fields) != 2 {
			t.Errorf("sent %d bytes of %d, fields %d", len(sent.Fields["story"]), len(text), len(sent.Fields))
		}
		if v, is := w.View(w.ann); !is || v.Errors["story"] != "Too long." || len(v.Errors) != 1 {
			t.Errorf("the form says %v", v.Errors)
		}
	})
}

// Where the place that an answer belongs to is closed to it, it comes in private.
func TestAnswerFallsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Command); is {
				return chat.Answer{Form: &chat.Form{ID: "note", Title: "Note", Inputs: []chat.Input{{Name: "text", Label: "Text", Optional: true}}}}
			}
			return chat.Answer{Message: &chat.Message{Title: "Noted"}}
		}}, false)
		for _, closed := range [][]string{{"response_url"}, {"response_url", "chat.postEphemeral"}} {
			do(t, w.Command(w.ann, w.room, "/case", "note"))
			for _, method := range closed {
				w.Fail(method, slackfake.Fault{Status: 404, Times: 1})
			}
			do(t, w.Submit(w.ann))
		}
		seen := w.seen(w.ann, "Noted")
		if len(seen) != 2 || !seen[0].Ephemeral || !seen[1].DM {
			t.Errorf("seen %+v; log: %s", seen, w.log)
		}
		if strings.Contains(w.log.String(), "/hook/") {
			t.Errorf("the log has a response_url: %s", w.log)
		}
	})
}

// What shows answers rests as long as Slack asks for it, and the person is told in
// another way.
func TestAnswersRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			switch deed := a.Deed.(type) {
			case chat.Command:
				if deed.Text == "form" {
					return chat.Answer{Form: &chat.Form{ID: "note", Title: "Note"}}
				}
			case chat.Visit:
				return chat.Answer{Message: sentence("My cases")}
			}
			return chat.Answer{Message: sentence("Noted")}
		}}, false)
		for _, method := range []string{"chat.postEphemeral", "views.open", "views.publish"} {
			w.Fail(method, slackfake.Fault{RetryAfter: time.Minute, Times: 1})
		}
		for range 2 {
			_, err := w.Say(w.ann, w.room, "", "hello")
			do(t, err)
			do(t, w.Command(w.ann, w.room, "/case", "form"))
			do(t, w.OpenHome(w.ann))
		}
		for _, method := range []string{"chat.postEphemeral", "views.open", "views.publish"} {
			if n := len(w.Calls(method)); n != 1 {
				t.Errorf("%s was called %d times", method, n)
			}
		}
		if noted, told := w.seen(w.ann, "Noted"), w.seen(w.ann, englishWords.NotOpened); len(noted) != 2 || !noted[0].DM || len(told) != 2 {
			t.Errorf("ann sees %+v", w.Seen(w.ann))
		}
		time.Sleep(time.Minute)
		_, err := w.Say(w.ann, w.room, "", "hello")
		do(t, err)
		if noted := w.seen(w.ann, "Noted"); len(noted) != 3 || !noted[2].Ephemeral && !noted[0].Ephemeral && !noted[1].Ephemeral {
			t.Errorf("a minute later ann sees %+v", noted)
		}
		if early := w.Violations(); len(early) > 0 {
			t.Errorf("before a Retry-After had passed: %q", early)
		}
	})
}

// One form may follow another, also from a button in a form.
func TestFormAfterForm(t *testing.T) {
	each(t, func(t *testing.T, overHTTP bool) {
		w := open(t, &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			switch deed := a.Deed.(type) {
			case chat.Command:
				return chat.Answer{Form: &chat.Form{ID: "first", Title: "First"}}
			case chat.Submit:
				if deed.Form == "first" {
					return chat.Answer{Form: &chat.Form{ID: "second", Title: "Second"}}
				}
			}
			return chat.Answer{Message: &chat.Message{Title: "Done"}}
		}}, overHTTP)
		do(t, w.Command(w.ann, w.room, "/case", ""))
		do(t, w.Submit(w.ann))
		if v, _ := w.View(w.ann); v.CallbackID != "second" {
			t.Errorf("the form is %+v", v)
		}
		do(t, w.Submit(w.ann))
		only(t, w, w.ann, "Done")
	})
}

// A form that does not open in time is said, and that trying again helps.
func TestFormTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			f := chat.Form{ID: "note", Title: "Note"}
			if a.Deed.(chat.Command).Text == "huge" {
				f.Value = strings.Repeat("x", 4000)
			}
			return chat.Answer{Form: &f}
		}}, false)
		w.mayBeRefused = true
		w.Fail("views.open", slackfake.Fault{Error: "expired_trigger_id", Times: 1})
		do(t, w.Command(w.ann, w.room, "/case", ""))
		only(t, w, w.ann, englishWords.NotOpened)
		do(t, w.Command(w.ann, w.room, "/case", "huge"))
		only(t, w, w.ann, englishWords.Failed)
		if !strings.Contains(w.log.String(), "at most 3000") {
			t.Errorf("the log: %s", w.log)
		}
	})
}

func TestHome(t *testing.T) {
	each(t, func(t *testing.T, overHTTP bool) {
		board := &chat.Message{Title: "My cases", Actions: []chat.Action{{ID: "show", Value: "K7M", Label: "Show"}}}
		for i := range 400 {
			board.Blocks = append(board.Blocks, chat.Quote{Text: fmt.Sprintf("case %d", i)})
		}
		h := &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Visit); is {
				return chat.Answer{Message: board}
			}
			return chat.Answer{Message: &chat.Message{Title: "Case K7M"}}
		}}
		w := open(t, h, overHTTP)
		do(t, w.OpenHome(w.ann))
		v, is := w.Home(w.ann)
		if !is || !strings.Contains(v.Read, "case 40") || !strings.Contains(v.Read, englishWords.ReadOn) {
			t.Fatalf("the page is %+v; log: %s", v, w.log)
		}
		do(t, w.ClickView(w.ann, "Show"))
		if m := only(t, w, w.ann, "Case K7M"); !m.DM {
			t.Errorf("answered by %+v", m)
		}
		if _, is := w.Home(w.ben); is {
			t.Error("ben has ann's page")
		}
		// What it shows is as it was when it was opened last.
		board.Blocks = []chat.Block{chat.Paragraph("nothing is open")}
		do(t, w.OpenHome(w.ann))
		if v, _ := w.Home(w.ann); strings.Contains(v.Read, "case 1") || !strings.Contains(v.Read, "nothing is open") {
			t.Errorf("the page is %+v", v)
		}
	})
}
