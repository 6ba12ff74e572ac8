package bot

import (
	"fmt"
	"strings"
	"testing"

	"relance/bot/locale"
	"relance/escalation"
)

// TestEverySentenceIsThere asks for everything a request may say of itself, in
// every language.
func TestEverySentenceIsThere(t *testing.T) {
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range texts.Languages() {
		s := texts.For(lang)
		has := func(key string) {
			if !s.Has(key) {
				t.Errorf("%s: no sentence %q", lang, key)
			}
		}
		for _, r := range newCatalogue() {
			if r.words != "" {
				has("help." + r.name)
			}
			for _, f := range r.fields {
				has("form.field." + f.name)
				for _, column := range f.columns {
					has("form.field." + column.name)
					has("form.more." + f.name)
				}
			}
			if r.form {
				has("form.title." + r.name)
			}
		}
		for _, r := range []role{roleAnyone, roleRequester, roleTeam, roleModerator, roleAdmin, roleContact} {
			has("answer.who." + string(r))
		}
	}
}

// TestEveryCommandsEvent types every command that records something and looks at
// the line it leaves.
func TestEveryCommandsEvent(t *testing.T) {
	tests := []struct {
		before []string // typed by the team first
		who    string
		text   string // %s is the case
		kind   escalation.EntryKind
		want   map[string]string // fields of the entry
		words  string            // text of the entry
	}{
		{who: "ann", text: "note %s It's late.", kind: escalation.EntryNote, words: "It's late."},
		{who: "ann", text: "note Without a number.", kind: escalation.EntryNote, words: "Without a number."},
		{who: "ann", text: `log phone person="A. Agent" role=service ref=C9 result="call again" when=2026-02-27`, kind: escalation.EntryLogged,
			words: "call again", want: map[string]string{"channel": "phone", "person": "A. Agent", "reference": "C9", "at": "2026-02-27T12:00:00Z"}},
		{who: "ann", text: `ref AB-12 issuer="Example Post"`, kind: escalation.EntryReference, want: map[string]string{"number": "AB-12", "issuer": "Example Post"}},
		{before: []string{"ref %s AB-12"}, who: "ann", text: `ref ab12 notfound by="the desk"`, kind: escalation.EntryReferenceNotFound,
			want: map[string]string{"number": "AB-12", "by": "the desk"}},
		{who: "ann", text: "attach bill.pdf size=12 link=https://example.org/f", kind: escalation.EntryAttachment, want: map[string]string{"name": "bill.pdf", "size": "12"}},
		{who: "ann", text: "deadline 01/04/2026 last day to contest", kind: escalation.EntryDeadline,
			want: map[string]string{"what": "last day to contest", "at": "2026-04-01T23:59:00Z"}},
		{who: "tom", text: "take %s", kind: escalation.EntryTaken},
		{who: "ann", text: "snooze +3d on holiday", kind: escalation.EntrySnoozed, words: "on holiday", want: map[string]string{"until": "2026-03-05T00:00:00Z"}},
		{before: []string{"snooze %s +3d"}, who: "ann", text: "resume back again", kind: escalation.EntryResumed, words: "back again"},
		{who: "tom", text: "climb %s nobody there", kind: escalation.EntryClimbed, words: "nobody there"},
		{who: "ann", text: "withdraw solved by itself", kind: escalation.EntryWithdrawn, words: "solved by itself"},
		{who: "tom", text: "close %s a duplicate", kind: escalation.EntryClosed, words: "a duplicate"},
		{before: []string{"close %s a duplicate"}, who: "ann", text: "reopen it is none", kind: escalation.EntryReopened, words: "it is none"},
		{who: "ann", text: `reply from="Service line" text="We will see."`, kind: escalation.EntryReply, words: "We will see.", want: map[string]string{"from": "Service line"}},
		{who: "ann", text: `reply from=desk text="On the 9th." class=promise date=2026-03-09`, kind: escalation.EntryPromise,
			want: map[string]string{"date": "2026-03-09T23:59:00Z"}},
		{before: []string{`reply %s from=desk text="See the shop."`}, who: "tom", text: "class %s 1 transmitted owner=\"the shop\"", kind: escalation.EntryPassedOn,
			want: map[string]string{"owner": "the shop"}},
		{before: []string{`reply %s from=desk text="Not us."`}, who: "tom", text: "class %s 1 wrong_body contact=mailto:other@example.org", kind: escalation.EntryHandedOver,
			want: map[string]string{"to": "mailto:other@example.org"}},
		{who: "mia", text: `contact add %s mailto:head@example.org role=director source="annual report"`, kind: escalation.EntryContactAdded,
			want: map[string]string{"address": "mailto:head@example.org", "role": "director", "source": "annual report"}},
	}
	for _, tt := range tests {
		t.Run(strings.ReplaceAll(tt.text, "%s", "ID"), func(t *testing.T) {
			h := newHouse(t)
			c := h.opens("ann", "meter")
			for _, before := range tt.before {
				h.types("tom", fmt.Sprintf(before, c.ID))
			}
			answer := h.types(tt.who, strings.ReplaceAll(tt.text, "%s", string(c.ID)))
			e := h.last(c.ID, tt.kind)
			if e.Actor.ID != "console:"+tt.who {
				t.Errorf("done by %q, want %s; answered %s", e.Actor.ID, tt.who, answer)
			}
			if e.Text != tt.words {
				t.Errorf("text %q, want %q", e.Text, tt.words)
			}
			for name, want := range tt.want {
				if e.Fields[name] != want {
					t.Errorf("%s is %q, want %q", name, e.Fields[name], want)
				}
			}
		})
	}
}

func TestReadingCommandsAnswer(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "silent meter")
	h.types("ann", "ref ZX-99/81 issuer=Example")
	id := string(c.ID)
	tests := []struct{ who, text, want string }{
		{"ann", "show", id},
		{"ann", "trail", id},
		{"ann", "list", "silent meter"},
		{"tom", "list", "silent meter"},
		{"ann", "search zx99", id},
		{"ann", "search silent", id},
		{"ann", "search METER silent", id},
		{"tom", "search energie d’exemple", id},
		{"tom", "search " + strings.ToLower(strings.ReplaceAll(id, "-", "")), id},
		{"ann", "export", "# " + id},
		{"ann", "export json", `"trail"`},
		{"ann", "why", id},
		{"bob", "search silent", "No case"},
		{"bob", "list", "/case open"},
		{"ann", "help", "/case open"},
		{"ann", "language fr", "français"},
		{"ann", "list", "Votre dossier"},
		{"tom", "pause-all on", "Only"},
		{"ada", "pause-all on", "paused"},
	}
	for _, tt := range tests {
		if got := h.types(tt.who, tt.text); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q answers %q, want %q in it", tt.who, tt.text, got, tt.want)
		}
	}
	if strings.Contains(h.types("ann", "help"), "pause-all") {
		t.Error("help shows a member what only an administrator may do")
	}
}

func TestWhichCase(t *testing.T) {
	h := newHouse(t)
	if got := h.types("ann", "note words"); !strings.Contains(got, "no such case") {
		t.Errorf("without a case: %q", got)
	}
	first := h.opens("ann", "meter")
	second := h.opens("ann", "bill")
	got := h.types("ann", "note words")
	if !strings.Contains(got, string(first.ID)) || !strings.Contains(got, string(second.ID)) {
		t.Errorf("with two cases: %q", got)
	}
	h.types("ann", "withdraw "+string(first.ID))
	h.types("ann", "note words")
	if e := h.last(second.ID, escalation.EntryNote); e.Text != "words" {
		t.Errorf("the only running case was not meant")
	}
	h.types("ann", "reopen "+"changed my mind")
	if c := h.load(first.ID); c.State != escalation.StateOpen {
		t.Errorf("the only ended case is %s", c.State)
	}
}

func TestNothingIsCut(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	got := h.types("ann", "note "+strings.Repeat("é", limitNote+1))
	if !strings.Contains(got, "2000") || !strings.Contains(got, "2001") {
		t.Errorf("too long: %q", got)
	}
	h.types("ann", "note "+strings.Repeat("é", limitNote))
	if e := h.last(c.ID, escalation.EntryNote); len([]rune(e.Text)) != limitNote {
		t.Errorf("kept %d characters", len([]rune(e.Text)))
	}
}

// FuzzCommand types anything: there is always an answer.
func FuzzCommand(f *testing.F) {
	for _, r := range newCatalogue() {
		f.Add(r.words + ` K7M-4QZ-X a=b "c d" +3d`)
	}
	for _, seed := range []string{"", "open org=x consent=yes subject=y story=z tried=\"2026-01-01;phone|x\" ref=\"a b|c\"", "note « x", "class 1 promise date=30/02/2026", "\xff", "link AAAA", "search #"} {
		f.Add(seed)
	}
	h := newHouse(f)
	h.opens("ann", "meter")
	f.Fuzz(func(t *testing.T, text string) {
		for _, who := range []string{"ann", "tom", "mia", "ada", "bob"} {
			if got := h.types(who, text); strings.TrimSpace(got) == "" {
				t.Errorf("%s typed %q and got no answer", who, text)
			} else if strings.Contains(got, "⟪cmd.") || strings.Contains(got, "⟪form.") || strings.Contains(got, "⟪answer.") || strings.Contains(got, "⟪help.") {
				t.Errorf("%s typed %q and got %q", who, text, got)
			}
		}
	})
}
