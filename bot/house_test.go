package bot

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/redis/redistest"
	"relance/bot/locale"
	"relance/escalation"
)

// house is a bot on the real engine and a Redis in memory, with a clock that
// stands still.
type house struct {
	t      testing.TB
	bot    *Bot
	store  escalation.Store
	engine *escalation.Engine
	quiet  *quietPlatform
	now    time.Time
	acts   int
}

// quietPlatform keeps what is said on it.
type quietPlatform struct {
	name string
	mu   sync.Mutex
	said []chat.Message
}

func (p *quietPlatform) Name() string { return p.name }

func (p *quietPlatform) Post(_ context.Context, _ chat.Place, m chat.Message) (chat.Posted, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, m)
	return chat.Posted{Ref: chat.Ref(strconv.Itoa(len(p.said)))}, nil
}

func (p *quietPlatform) Edit(context.Context, chat.Place, chat.Ref, chat.Message) error { return nil }

func (p *quietPlatform) Heard(context.Context, chat.Place, time.Time) ([]chat.Act, error) {
	return nil, nil
}

func (p *quietPlatform) Run(context.Context, chat.Handler) error { return nil }

// deaf delivers nothing.
type deaf struct{}

func (deaf) Deliver(context.Context, escalation.Case, escalation.Notice, time.Time) (escalation.Outcome, error) {
	return escalation.Outcome{}, nil
}

func newHouse(t testing.TB, change ...func(*Options)) *house {
	t.Helper()
	store, _ := redistest.Memory(t)
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	rulebook := &escalation.Rulebook{Book: store, Served: map[string]bool{"room": true}}
	h := &house{t: t, store: store, quiet: &quietPlatform{name: "console"}, now: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}
	h.engine = escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Rules: rulebook, Deliver: deaf{}})
	o := Options{
		Recorder: h.engine, Store: store, Book: store, Rulebook: rulebook, Texts: texts,
		Platforms: []chat.Platform{h.quiet},
		Rooms:     map[string]Rooms{"console": {Team: "team"}},
		Roles: Roles{
			Team:       []string{"console:tom"},
			Moderators: []string{"console:mia"},
			Admins:     []string{"console:ada"},
		},
		Directory: &Directory{
			Book:   store,
			Ladder: "short",
			Ladders: map[string]escalation.Ladder{"short": {Name: "short", Rungs: []escalation.Rung{
				{Name: "service", Kind: escalation.RungLetter, Role: "service", Order: escalation.Together, Wait: escalation.Wait{Days: 10}},
				{Name: "director", Kind: escalation.RungLetter, Role: "director", Order: escalation.Together, Wait: escalation.Wait{Days: 10}},
			}}},
			Entries: []Listing{{
				Organisation: escalation.Organisation{Key: "example-energie", Name: "Énergie d'Exemple", Language: "fr"},
				Contacts: []escalation.Contact{
					{Address: "room:energie", Role: "service", Name: "Service line"},
					{Address: "mailto:director@example.org", Role: "director"},
				},
			}},
		},
		Now: func() time.Time { return h.now },
	}
	for _, f := range change {
		f(&o)
	}
	h.bot = New(o)
	return h
}

// act hands one deed of somebody to the bot.
func (h *house) act(who string, deed chat.Deed) chat.Answer {
	h.acts++
	return h.again(who, strconv.Itoa(h.acts), deed)
}

// again hands over a deed with an ID of its own choice.
func (h *house) again(who, id string, deed chat.Deed) chat.Answer {
	// Not h.t's context: in a fuzz target that is somebody else's.
	return h.bot.On("console").Handle(context.Background(), chat.Act{
		ID: id, At: h.now, By: chat.Person{Account: who, Name: who}, Place: chat.Place{Room: "hall"}, Deed: deed,
	})
}

// types is a slash command; it returns everything that was answered.
func (h *house) types(who, text string) string {
	return spoken(h.act(who, chat.Command{Name: "case", Text: text}))
}

func (h *house) clicks(who, action, value string) chat.Answer {
	return h.act(who, chat.Click{Action: action, Value: value})
}

func (h *house) submits(who, form, value string, fields map[string]string) chat.Answer {
	return h.act(who, chat.Submit{Form: form, Value: value, Fields: fields})
}

// opens opens a case and returns it.
func (h *house) opens(who, subject string) escalation.Case {
	h.t.Helper()
	answer := h.types(who, `open org="energie d exemple" consent=yes subject="`+subject+`" story="The meter is silent."`)
	for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return strings.ContainsRune(" .,:;()·\n", r) }) {
		if id, err := escalation.ParseCaseID(word); err == nil && strings.Contains(word, "-") {
			return h.load(id)
		}
	}
	for _, c := range h.of(who) {
		if c.Subject == subject {
			return c
		}
	}
	h.t.Fatalf("no case was opened: %s", answer)
	return escalation.Case{}
}

func (h *house) of(who string) []escalation.Case {
	h.t.Helper()
	p, err := h.bot.person(h.t.Context(), "console", chat.Person{Account: who})
	if err != nil {
		h.t.Fatal(err)
	}
	cases, err := h.bot.casesOf(h.t.Context(), p)
	if err != nil {
		h.t.Fatal(err)
	}
	return cases
}

func (h *house) load(id escalation.CaseID) escalation.Case {
	h.t.Helper()
	c, _, err := h.store.Load(h.t.Context(), id, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// trail is the kinds of the entries of a case.
func (h *house) trail(id escalation.CaseID) []escalation.Entry {
	h.t.Helper()
	entries, err := h.store.Trail(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return entries
}

func (h *house) last(id escalation.CaseID, kind escalation.EntryKind) escalation.Entry {
	h.t.Helper()
	entries := h.trail(id)
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Kind == kind {
			return entries[i]
		}
	}
	h.t.Fatalf("no %q in the trail", kind)
	return escalation.Entry{}
}

// spoken is all text of an answer.
func spoken(a chat.Answer) string {
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\n") }
	if a.Message != nil {
		line(a.Message.Title)
		for _, block := range a.Message.Blocks {
			switch block := block.(type) {
			case chat.Paragraph:
				line(string(block))
			case chat.Quote:
				line(block.Text)
			case chat.Items:
				for _, item := range block {
					line(item)
				}
			case chat.Fields:
				for _, f := range block {
					line(f.Label + ": " + f.Value)
				}
			}
		}
	}
	if a.Form != nil {
		line("form " + a.Form.ID + " " + a.Form.Title)
	}
	for name, wrong := range a.Wrong {
		line(name + ": " + wrong)
	}
	return b.String()
}
