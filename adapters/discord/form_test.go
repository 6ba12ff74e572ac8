package discord

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// opening is a form that is longer than Discord's, with every kind of question.
func opening() *chat.Form {
	return &chat.Form{
		ID: "open", Value: "K7M-4QZ-X", Title: "Open a case", Submit: "Open",
		Blocks: []chat.Block{chat.Paragraph("Somebody wrote *this*:"), chat.Quote{Text: "The meter was never read.", By: "Ben"}},
		Inputs: []chat.Input{
			{Name: "org", Label: "Organisation", Kind: chat.Search, Limit: 150},
			{Name: "subject", Label: "Subject", Hint: "A few words", Limit: 150},
			{Name: "tried", Label: "What was tried already", Kind: chat.Rows, More: "One more attempt", Optional: true, Columns: []chat.Input{
				{Name: "when", Label: "When", Kind: chat.Day},
				{Name: "how", Label: "How", Kind: chat.Choice, Options: []chat.Option{{Value: "phone", Label: "By phone"}, {Value: "mail", Label: "By mail"}}},
				{Name: "person", Label: "Who was spoken to", Optional: true},
				{Name: "number", Label: "Reference they gave", Optional: true},
				{Name: "result", Label: "What came of it", Kind: chat.Lines, Optional: true},
				{Name: "role", Label: "Role", Optional: true},
			}},
			{Name: "story", Label: "What happened", Kind: chat.Lines, Limit: 6000},
			{Name: "deadline", Label: "A date from outside", Hint: strings.Repeat("for example the last day to contest a bill ", 3), Kind: chat.Day, Optional: true},
			{Name: "language", Label: "Language", Kind: chat.Choice, Initial: "fr", Optional: true,
				Options: []chat.Option{{Value: "en", Label: "English"}, {Value: "fr", Label: "français"}}},
			{Name: "consent", Label: "You may write to them for me, and they receive what is written above", Kind: chat.Check, Optional: true},
		},
	}
}

// filing is a handler that opens a form and keeps what comes back.
func filing(f *chat.Form, wrong func(chat.Submit) map[string]string) *handler {
	return &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
		switch deed := a.Deed.(type) {
		case chat.Submit:
			if wrong != nil && wrong(deed) != nil {
				return chat.Answer{Wrong: wrong(deed)}
			}
			return chat.Answer{Message: sentence("It is open.")}
		case chat.Command:
			return chat.Answer{Form: f}
		}
		return chat.Answer{}
	}}
}

// sent are the forms that came back.
func (h *handler) sent() []chat.Submit {
	var all []chat.Submit
	for _, a := range h.handled() {
		if deed, is := a.Deed.(chat.Submit); is {
			maps.DeleteFunc(deed.Fields, func(_, v string) bool { return v == "" })
			all = append(all, deed)
		}
	}
	return all
}

// asked opens the form of a command.
func (f *office) asked(t *testing.T) {
	t.Helper()
	if err := f.Command(f.ann, f.team, "case open", nil); err != nil {
		t.Fatal(err)
	}
}

// fill answers the open page and sends it.
func (f *office) fill(t *testing.T, answers map[string]string) {
	t.Helper()
	for name, answer := range answers {
		if err := f.Fill(f.ann, name, answer); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if err := f.Submit(f.ann); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
}

// press clicks a button under the last message.
func (f *office) press(t *testing.T, label string) {
	t.Helper()
	if err := f.Click(f.ann, f.last(t, f.ann), label); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
}

// inputs are the names of what the open page asks.
func (f *office) inputs(t *testing.T) []string {
	t.Helper()
	m, open := f.Modal(f.ann)
	if !open {
		t.Fatal("no form is open")
	}
	var names []string
	for _, in := range m.Inputs {
		names = append(names, in.CustomID)
	}
	return names
}

// Every page of a form, as Discord gets it.
func TestModalGolden(t *testing.T) {
	p := solitary(t)
	d := newDraft(*opening(), "2")
	d.ID = "DRAFT"
	var all []modal
	for n := range d.pages() {
		m, err := p.modal(d, n, n > 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	got, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "modal.json")
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("%s differs (-update writes it):\n%s", path, got)
	}
}

// Whoever has answered what is needed may send at once; the rest is empty, but for
// what it began with.
func TestFormIsSentEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := filing(opening(), nil)
		f := open(t, h, reading, nil)
		f.asked(t)
		if got, want := f.inputs(t), []string{"org", "subject", "story"}; !slices.Equal(got, want) {
			t.Errorf("the first page asks %q, want %q", got, want)
		}
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The *meter*", "story": "one\ntwo"})
		so := f.last(t, f.ann)
		if want := []string{"Open", "Next (2 of 4)", "Cancel", "Change an answer…"}; !slices.Equal(so.Labels, want) || len(so.Effects) > 0 || !so.Ephemeral {
			t.Errorf("%q, effects %q", so.Labels, so.Effects)
		}
		f.press(t, "Open")
		want := chat.Submit{Form: "open", Value: "K7M-4QZ-X", Fields: map[string]string{"org": "Gazco", "subject": "The *meter*", "story": "one\ntwo", "language": "fr"}}
		if got := h.sent(); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			t.Errorf("sent %+v", got)
		}
		f.reads(t, f.ann, "It is open.") // in place of what was filled in
		f.clean(t)
	})
}

// All pages, rows on pages of their own, an answer that is changed, after a restart
// that the drafts outlive.
func TestFormInPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := filing(opening(), nil)
		drafts := &heldDrafts{now: time.Now}
		f := open(t, h, reading, func(o *Options) { o.Drafts = drafts })
		f.asked(t)
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The meter", "story": "never read"})
		f.press(t, "Next (2 of 4)")
		if got, want := f.inputs(t), []string{"consent", "deadline", "language"}; !slices.Equal(got, want) {
			t.Errorf("the second page asks %q, want %q", got, want)
		}
		f.fill(t, map[string]string{"consent": "true", "deadline": "2026-04-01", "language": "English"})
		f.press(t, "Next (3 of 4)")
		f.fill(t, map[string]string{"tried.1.when": "2026-03-01", "tried.1.how": "By phone"})
		f.press(t, "One more attempt")
		f.fill(t, map[string]string{"tried.2.when": "2026-03-02", "tried.2.how": "mail"})

		// Another process goes on.
		time.Sleep(sessionsEach)
		o := f.p.options
		if err := f.end(t); err != nil {
			t.Fatal(err)
		}
		f.p.rest.client.CloseIdleConnections()
		p, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		f.p, f.ended = p, make(chan error, 1)
		ctx, stop := context.WithCancel(context.Background())
		f.stop = stop
		go func() { f.ended <- p.Run(ctx, h) }()
		time.Sleep(time.Minute)

		so := f.last(t, f.ann)
		if err := f.Pick(f.ann, so, "Change an answer…", "0"); err != nil {
			t.Fatal(err)
		}
		f.fill(t, map[string]string{"subject": "The old meter"})
		f.press(t, "Open")
		want := []chat.Submit{{Form: "open", Value: "K7M-4QZ-X",
			Fields: map[string]string{"org": "Gazco", "subject": "The old meter", "story": "never read", "consent": "yes", "deadline": "2026-04-01", "language": "en"},
			Rows:   map[string][]map[string]string{"tried": {{"when": "2026-03-01", "how": "phone"}, {"when": "2026-03-02", "how": "mail"}}},
		}}
		if got := h.sent(); !reflect.DeepEqual(got, want) {
			t.Errorf("sent %+v\nwant %+v", got, want)
		}
		f.reads(t, f.ann, "It is open.")
		if len(drafts.held) > 0 {
			t.Error("the draft is still kept")
		}
		f.clean(t)
	})
}

// What is wrong is told under its labels, and corrected in the form as it was.
func TestFormIsCorrected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := filing(opening(), func(s chat.Submit) map[string]string {
			if s.Fields["consent"] == "" {
				return map[string]string{"consent": "Without it nothing is written.", "tried.1.when": "In the future.", "": "And more."}
			}
			return nil
		})
		f := open(t, h, reading, nil)
		f.asked(t)
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The meter", "story": "never read"})
		f.press(t, "Next (2 of 4)")
		f.fill(t, nil)
		f.press(t, "Next (3 of 4)")
		f.fill(t, map[string]string{"tried.1.when": "2036-03-01", "tried.1.how": "mail"})
		f.press(t, "Open")
		wrong := f.last(t, f.ann)
		for _, want := range []string{"It is not sent yet:", "And more.", "You may write to them", "Without it nothing is written.", "1. When", "In the future."} {
			if !strings.Contains(wrong.Read, want) {
				t.Errorf("%q is not in %q", want, wrong.Read)
			}
		}
		f.press(t, "Correct")
		if got, want := f.inputs(t), []string{"consent", "deadline", "language"}; !slices.Equal(got, want) {
			t.Errorf("the page asks %q, want %q", got, want)
		}
		f.fill(t, map[string]string{"consent": "true"})
		f.press(t, "Open")
		got := h.sent()
		if len(got) != 2 || got[1].Fields["consent"] != "yes" || got[1].Fields["story"] != "never read" || !reflect.DeepEqual(got[0].Rows, got[1].Rows) {
			t.Errorf("sent %+v", got)
		}
		f.reads(t, f.ann, "It is open.")
		f.clean(t)
	})
}

// Who leaves a form leaves nothing.
func TestFormIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := filing(opening(), nil)
		drafts := &heldDrafts{now: time.Now}
		f := open(t, h, reading, func(o *Options) { o.Drafts = drafts })
		f.asked(t)
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The meter", "story": "never read"})
		f.press(t, "Cancel")
		f.reads(t, f.ann)
		if len(h.sent()) > 0 || len(drafts.held) > 0 {
			t.Errorf("sent %+v, kept %d", h.sent(), len(drafts.held))
		}
		f.clean(t)
	})
}

// A form that comes too late to be opened waits behind a button.
func TestFormWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := slow(5*time.Second, chat.Answer{Form: opening()})
		f := open(t, h, reading, nil)
		f.asked(t)
		time.Sleep(time.Minute)
		f.reads(t, f.ann, "Open a case | The form is ready. | Open the form")
		f.press(t, "Open the form")
		if got := f.inputs(t); !slices.Contains(got, "org") {
			t.Errorf("it asks %q", got)
		}
		f.clean(t)
	})
}

// A form of one page can be sent though its draft is lost; what is wrong with it is
// told with what was written, as nobody can open it again.
func TestFormWithoutDraft(t *testing.T) {
	short := &chat.Form{ID: "deny", Value: "K7M-4QZ-X", Title: "Refuse", Inputs: []chat.Input{{Name: "reason", Label: "Reason"}}}
	synctest.Test(t, func(t *testing.T) {
		h := filing(short, func(s chat.Submit) map[string]string {
			if s.Fields["reason"] == "no" {
				return map[string]string{"reason": "Say more."}
			}
			return nil
		})
		f := open(t, h, reading, func(o *Options) { o.Drafts = forgetful{} })
		for _, reason := range []string{"too personal", "no"} {
			f.asked(t)
			f.fill(t, map[string]string{"reason": reason})
		}
		if got := h.sent(); len(got) != 2 || got[0].Form != "deny" || got[0].Value != "K7M-4QZ-X" || got[0].Fields["reason"] != "too personal" {
			t.Errorf("sent %+v", got)
		}
		read := f.last(t, f.ann).Read
		for _, want := range []string{"Say more.", testWords().Lost} {
			if !strings.Contains(read, want) {
				t.Errorf("%q is not in %q", want, read)
			}
		}
		f.clean(t)
	})
	synctest.Test(t, func(t *testing.T) {
		h := filing(opening(), nil)
		f := open(t, h, reading, func(o *Options) { o.Drafts = forgetful{} })
		f.asked(t)
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The meter", "story": "never read"})
		if read := f.last(t, f.ann).Read; !strings.Contains(read, testWords().Lost) || !strings.Contains(read, "never read") || len(h.sent()) > 0 {
			t.Errorf("read %q", read)
		}
		f.clean(t)
	})
}

// forgetful keeps no draft.
type forgetful struct{}

func (forgetful) Keep(context.Context, string, []byte, time.Time) error { return nil }
func (forgetful) Load(context.Context, string) ([]byte, error)          { return nil, nil }
func (forgetful) Drop(context.Context, string) error                    { return nil }

// Two clicks that send are one act; so is another try after Discord said that it
// failed.
func TestFormIsSentOnce(t *testing.T) {
	short := &chat.Form{ID: "deny", Title: "Refuse", Inputs: []chat.Input{{Name: "reason", Label: "Reason"}}}
	synctest.Test(t, func(t *testing.T) {
		h := filing(short, nil)
		f := open(t, h, reading, nil)
		f.asked(t)
		f.Fail(callbackRoute, discordfake.Fault{Status: 502, Times: 2})
		if err := f.Fill(f.ann, "reason", "no"); err != nil {
			t.Fatal(err)
		}
		if err := f.Submit(f.ann); err == nil {
			t.Error("Discord is content")
		}
		time.Sleep(time.Minute)
		f.fill(t, nil)
		acts := slices.DeleteFunc(h.handled(), func(a chat.Act) bool { _, is := a.Deed.(chat.Submit); return !is })
		if len(acts) != 2 || acts[0].ID != acts[1].ID || !strings.HasPrefix(acts[0].ID, "s:") {
			t.Errorf("acts %+v", acts)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		h := filing(opening(), nil)
		quick := h.answer
		h.answer = func(ctx context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Submit); is {
				pause(ctx, time.Second)
			}
			return quick(ctx, a)
		}
		f := open(t, h, discordfake.Options{Privileged: discordfake.MessageContent}, nil)
		f.asked(t)
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The meter", "story": "never read"})
		so := f.last(t, f.ann)
		both := make(chan error, 2)
		for range 2 {
			go func() { both <- f.Click(f.ann, so, "Open") }()
		}
		for range 2 {
			if err := <-both; err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Minute)
		if got := h.sent(); len(got) != 1 {
			t.Errorf("sent %d times", len(got))
		}
		f.reads(t, f.ann, "It is open.")
	})
}

// A form that Discord would refuse is the bot's fault, and told as such.
func TestWrongForms(t *testing.T) {
	p := solitary(t)
	long := strings.Repeat("x", 5_000)
	for name, in := range map[string]chat.Input{
		"no name":          {Label: "x"},
		"a long name":      {Name: long, Label: "x"},
		"a long beginning": {Name: "x", Label: "x", Initial: long},
		"an empty option":  {Name: "x", Label: "x", Kind: chat.Choice, Options: []chat.Option{{Label: "x"}}},
	} {
		if m, err := p.modal(newDraft(chat.Form{ID: "f", Title: "T", Inputs: []chat.Input{in}}, "2"), 0, false); err == nil {
			t.Errorf("%s: taken: %+v", name, m)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		f := open(t, filing(&chat.Form{ID: "f", Title: "T", Inputs: []chat.Input{{Label: "x"}}}, nil), reading, nil)
		f.asked(t)
		f.reads(t, f.ann, testWords().Failed)
		f.clean(t)
	})
}

// Too many options to choose from are typed, by value or by label.
func TestManyOptions(t *testing.T) {
	in := chat.Input{Name: "role", Label: "Role", Kind: chat.Choice, Initial: "r7"}
	for i := range optionsLimit + 1 {
		in.Options = append(in.Options, chat.Option{Value: "r" + string(rune('a'+i)), Label: "Role " + string(rune('A'+i))})
	}
	in.Options[7].Value = "r7"
	p := solitary(t)
	d := newDraft(chat.Form{ID: "f", Title: "T", Inputs: []chat.Input{in}}, "2")
	m, err := p.modal(d, 0, false)
	if err != nil || m.Components[0].Component.Type != inputComponent || m.Components[0].Component.Value != "Role H" {
		t.Errorf("%+v, %v", m.Components[0].Component, err)
	}
	for typed, want := range map[string]string{"role b": "rb", "rc": "rc", "other": "other", " ": ""} {
		d.take(0, map[string]string{"role": typed})
		if d.Answers["role"] != want {
			t.Errorf("%q is %q, want %q", typed, d.Answers["role"], want)
		}
	}
}

func TestDrafts(t *testing.T) {
	now := noon
	h := &heldDrafts{now: func() time.Time { return now }}
	for i := range draftsHeld + 1 {
		if err := h.Keep(t.Context(), string(rune('a'+i)), []byte("x"), now.Add(time.Duration(i+1)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	there := func(id string) bool {
		raw, err := h.Load(t.Context(), id)
		return err == nil && raw != nil
	}
	if there("a") || !there("b") {
		t.Error("the oldest does not go first")
	}
	now = now.Add(2 * time.Hour)
	if there("b") || !there("c") {
		t.Error("a draft stays longer than it may")
	}
	if err := h.Drop(t.Context(), "c"); err != nil || there("c") {
		t.Error("a draft that is dropped stays")
	}
}
