package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// strict is a platform on which only what a test has foreseen succeeds: it knows
// its rooms and people, refuses to edit what it never posted, and keeps the rule
// that a key is said once.
type strict struct {
	t      *testing.T
	name   string
	places []string // rooms, and people with an @
	fail   []error  // of the next posts, in order; nil: none
	heard  []chat.Act
	deaf   error
	said   []sent
	edits  int
}

type sent struct {
	at  chat.Place
	m   chat.Message
	ref chat.Ref
}

func (p *strict) Name() string { return p.name }

func (p *strict) Post(ctx context.Context, at chat.Place, m chat.Message) (chat.Posted, error) {
	if err := p.check(at, m); err != nil {
		return chat.Posted{}, err
	}
	if len(p.fail) > 0 {
		err := p.fail[0]
		p.fail = p.fail[1:]
		if err != nil {
			return chat.Posted{}, err
		}
	}
	ref := chat.Ref(p.name + "-" + strconv.Itoa(len(p.said)+1))
	p.said = append(p.said, sent{at, m, ref})
	return chat.Posted{Ref: ref, Link: "https://" + p.name + ".example/" + string(ref)}, nil
}

func (p *strict) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	if err := p.check(at, m); err != nil {
		return err
	}
	i := slices.IndexFunc(p.said, func(s sent) bool { return s.ref == ref })
	if i < 0 {
		return &chat.Error{Failure: chat.Missing, Code: "message_not_found"}
	}
	p.said[i].m = m
	p.edits++
	return nil
}

func (p *strict) check(at chat.Place, m chat.Message) error {
	if m.Key == "" {
		p.t.Errorf("a message without a key: %s", plainText(m))
	}
	if (at.Room == "") == (at.Person == "") {
		p.t.Errorf("neither a room nor a person, or both: %+v", at)
	}
	if text := plainText(m); text == "" || strings.ContainsAny(text, "⟪⟫") {
		p.t.Errorf("nothing to say, or a sentence is missing: %q", text)
	}
	name := at.Room
	if at.Person != "" {
		name = "@" + at.Person
	}
	if !slices.Contains(p.places, name) {
		return &chat.Error{Failure: chat.Gone, Code: "no_such_place"}
	}
	return nil
}

func (p *strict) Heard(_ context.Context, at chat.Place, since time.Time) ([]chat.Act, error) {
	var found []chat.Act
	for _, a := range p.heard {
		if a.Place.Room == at.Room && a.Place.Thread == at.Thread && !a.At.Before(since) {
			found = append(found, a)
		}
	}
	return found, p.deaf
}

func (p *strict) Run(context.Context, chat.Handler) error { return errors.New("not in this test") }

// desk is a bot that delivers to strict platforms, on a store in memory.
type desk struct {
	t        *testing.T
	bot      *Bot
	store    escalation.Store
	book     escalation.Book
	console  *strict
	other    *strict
	recorded []escalation.Event
}

func (d *desk) Record(_ context.Context, e escalation.Event) (escalation.Receipt, error) {
	d.recorded = append(d.recorded, e)
	return escalation.Receipt{}, nil
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	store, _ := redistest.Memory(t)
	d := &desk{t: t, store: store, book: store}
	d.console = &strict{t: t, name: "console", places: []string{"team", "mods", "public", "gazco-service", "@ann"}}
	d.other = &strict{t: t, name: "other", places: []string{"watch"}}
	r := rules(t)
	book := &escalation.Rulebook{Book: store, People: r.People, Served: r.Served}
	book.SetCalendars(map[string]escalation.Calendar{"office": r.Calendar})
	d.bot = New(Options{
		Recorder: d, Store: store, Book: store, Rulebook: book, Directory: &Directory{Book: store}, Texts: mustTexts(t),
		Platforms: []chat.Platform{d.console, d.other},
		Rooms:     map[string]Rooms{"console": {Team: "team", Moderators: "mods", Public: "public"}, "other": {Team: "watch"}},
		Zone:      r.People.Zone, Now: func() time.Time { return day(3, 24, 9) },
	})
	return d
}

// keeps stores a case, with a trail of one note, and returns it.
func (d *desk) keeps(change func(c *escalation.Case)) escalation.Case {
	d.t.Helper()
	hash, err := d.bot.Rulebook.Keep(d.t.Context(), rules(d.t).Ladder)
	if err != nil {
		d.t.Fatal(err)
	}
	c := meter()
	c.Version, c.LadderHash, c.Entries = 1, hash, 0
	if change != nil {
		change(&c)
	}
	results, err := d.store.Commit(d.t.Context(), day(3, 24, 9), escalation.Change{Op: "op", Case: c})
	if err != nil || results[0].Err != nil {
		d.t.Fatal(err, results)
	}
	return c
}

func (d *desk) deliver(c escalation.Case, n escalation.Notice) (escalation.Fact, error) {
	d.t.Helper()
	if n.Case == "" {
		n.Case = c.ID
	}
	if n.Tries == 0 {
		n.Tries = 1
	}
	o, err := d.bot.Deliver(d.t.Context(), c, n, day(3, 24, 9))
	return o.Fact, err
}

func serviceLetter() escalation.Notice {
	return escalation.Notice{Key: "K7M-4QZ-X/20", Kind: escalation.NoticeLetter, To: escalation.ToContact, Address: "room:gazco-service"}
}

func TestLetterIsDelivered(t *testing.T) {
	d := newDesk(t)
	fact, err := d.deliver(d.keeps(nil), serviceLetter())
	if err != nil {
		t.Fatal(err)
	}
	want := escalation.Delivered{Notice: "K7M-4QZ-X/20", Kind: escalation.NoticeLetter, Proof: "https://console.example/console-1"}
	if fact != want {
		t.Errorf("got %+v, want %+v", fact, want)
	}
	got := d.console.said[0]
	if got.at != (chat.Place{Room: "gazco-service"}) || got.m.Key != "K7M-4QZ-X/20" {
		t.Errorf("said at %+v with key %q", got.at, got.m.Key)
	}
	if text := plainText(got.m); !strings.Contains(text, "Bonjour.") {
		t.Errorf("the letter is not in the organisation's language:\n%s", text)
	}
}

func TestLetterFailures(t *testing.T) {
	n := serviceLetter()
	t.Run("temporary", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(nil)
		d.console.fail = []error{&chat.Error{Failure: chat.Temporary, Code: "rate", After: time.Minute}}
		_, err := d.deliver(c, n)
		if retry, is := errors.AsType[*escalation.RetryError](err); !is || !retry.At.Equal(day(3, 24, 9).Add(time.Minute)) {
			t.Fatalf("error %v, want a retry in a minute", err)
		}
		again := n
		again.Tries = 2
		fact, err := d.deliver(c, again)
		if f, is := fact.(escalation.Delivered); err != nil || !is || f.Twice {
			t.Errorf("what was certainly not said came out as %+v, %v", fact, err)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(nil)
		d.console.fail = []error{&chat.Error{Failure: chat.Unknown, Code: "timeout"}}
		if fact, err := d.deliver(c, n); !errors.Is(err, escalation.ErrMaybeSaid) {
			t.Fatalf("an unknown outcome came out as %+v, %v", fact, err)
		}
		again := n
		again.Tries, again.Doubts = 2, 1
		fact, err := d.deliver(c, again)
		if f, is := fact.(escalation.Delivered); err != nil || !is || !f.Twice {
			t.Errorf("got %+v, %v; want it flagged", fact, err)
		}
		if text := plainText(d.console.said[0].m); !strings.Contains(text, "répétition") {
			t.Errorf("the repetition is not visible:\n%s", text)
		}
		again.Tries, again.Doubts = 3, 2
		fact, err = d.deliver(c, again)
		if _, is := fact.(escalation.OutcomeUnknown); err != nil || !is || len(d.console.said) != 1 {
			t.Errorf("a third time: %+v, %v; want a person to find out", fact, err)
		}
	})
	t.Run("gone", func(t *testing.T) {
		d := newDesk(t)
		n := n
		n.Address = "room:nowhere"
		fact, err := d.deliver(d.keeps(nil), n)
		if want := (escalation.DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "no_such_place", Dead: true}); err != nil || fact != want {
			t.Errorf("got %+v, %v; want %+v", fact, err, want)
		}
	})
	t.Run("no adapter", func(t *testing.T) {
		d := newDesk(t)
		n := n
		n.Address = "mailto:press@gazco.example"
		fact, err := d.deliver(d.keeps(nil), n)
		if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || f.Dead {
			t.Errorf("got %+v, %v; want a failure that leaves the contact alive", fact, err)
		}
	})
}

func TestCapPerContact(t *testing.T) {
	d := newDesk(t)
	d.bot.Guards.LettersPerWeek = 2
	c := d.keeps(nil)
	for i := range 2 {
		n := serviceLetter()
		n.Key = fmt.Sprintf("K7M-4QZ-X/%d", 30+i)
		if _, err := d.deliver(c, n); err != nil {
			t.Fatal(err)
		}
	}
	third := serviceLetter()
	third.Key = "K7M-4QZ-X/32"
	_, err := d.deliver(c, third)
	retry, is := errors.AsType[*escalation.RetryError](err)
	if !is || !retry.At.After(day(3, 24, 9)) || retry.At.After(day(3, 31, 9)) {
		t.Errorf("the third letter of the week: %v", err)
	}
	if len(d.recorded) != 1 || d.recorded[0].Fact != (escalation.Postponed{Notice: third.Key, Until: retry.At}) {
		t.Errorf("the trail is told %+v", d.recorded)
	}
	info := third
	info.Kind, info.Text = escalation.NoticeInfo, "photo"
	if _, err := d.deliver(c, info); err != nil {
		t.Errorf("an answer that was asked for waits for the cap: %v", err)
	}
}

func approved(c *escalation.Case) {
	c.State, c.Climb.Rung = escalation.StateAwaitingApproval, 3
	c.Post = escalation.Post{Text: "Gazco, please answer.", Hash: escalation.TextHash("Gazco, please answer."), Notice: "K7M-4QZ-X/40", Approved: day(3, 23, 9)}
}

func thePost() escalation.Notice {
	return escalation.Notice{Key: "K7M-4QZ-X/40", Kind: escalation.NoticePost, To: escalation.ToPublic,
		Text: "Gazco, please answer.", Hash: escalation.TextHash("Gazco, please answer.")}
}

func TestPostIsExactlyTheApprovedText(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(approved)
	fact, err := d.deliver(c, thePost())
	if f, is := fact.(escalation.Delivered); err != nil || !is || f.Kind != escalation.NoticePost || f.Proof == "" {
		t.Fatalf("got %+v, %v", fact, err)
	}
	m := d.console.said[0].m
	if plainText(m) != "Gazco, please answer." || !m.Exact || len(m.Actions) > 0 {
		t.Errorf("said %+v", m)
	}
	changed := thePost()
	changed.Key, changed.Text = "K7M-4QZ-X/41", "Gazco, answer!"
	fact, err = d.deliver(c, changed)
	if _, is := fact.(escalation.DeliveryFailed); err != nil || !is || len(d.console.said) != 1 {
		t.Errorf("another text than the approved one: %+v, %v", fact, err)
	}
}

func TestPostIsNeverSentBlindlyAgain(t *testing.T) {
	for name, lost := range map[string]error{
		"platform does not know": &chat.Error{Failure: chat.Unknown, Code: "timeout"},
		"context ended":          context.Canceled,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			c := d.keeps(approved)
			d.console.fail = []error{lost}
			for try := range 3 {
				n := thePost()
				n.Tries, n.Doubts = try+1, try
				fact, err := d.deliver(c, n)
				if _, is := fact.(escalation.OutcomeUnknown); err != nil || !is {
					t.Fatalf("try %d: %+v, %v", try, fact, err)
				}
			}
			if len(d.console.said) > 0 {
				t.Error("the post was sent again")
			}
		})
	}
	t.Run("certainly not said", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(approved)
		d.console.fail = []error{&chat.Error{Failure: chat.Temporary, Code: "rate"}}
		if _, err := d.deliver(c, thePost()); err == nil {
			t.Fatal("a temporary failure is no outcome")
		}
		fact, err := d.deliver(c, thePost())
		if _, is := fact.(escalation.Delivered); err != nil || !is {
			t.Errorf("got %+v, %v", fact, err)
		}
	})
}

func TestCard(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(nil)
	n := escalation.Notice{Key: "K7M-4QZ-X/50q", Kind: escalation.NoticeCard, To: escalation.ToTeam}
	fact, err := d.deliver(c, n)
	f, is := fact.(escalation.Delivered)
	if err != nil || !is || f.Card == nil || f.Card.Room != "console:team" || f.Card.Ref != "console-1" {
		t.Fatalf("got %+v, %v", fact, err)
	}
	if len(d.recorded) != 1 || d.recorded[0].Fact.(escalation.Delivered).Card.Room != "other:watch" {
		t.Fatalf("the card of the second platform was recorded as %+v", d.recorded)
	}
	c.Cards = []escalation.Card{*f.Card, *d.recorded[0].Fact.(escalation.Delivered).Card}

	if fact, err := d.deliver(c, n); fact != nil || err != nil || d.console.edits > 0 {
		t.Errorf("the same version again: %+v, %v, %d edits", fact, err, d.console.edits)
	}
	c.Version++
	d.bot.memory = newMemory() // a restart
	if fact, err := d.deliver(c, n); fact != nil || err != nil || d.console.edits != 1 || len(d.console.said) != 1 {
		t.Errorf("a later version: %+v, %v, %d edits", fact, err, d.console.edits)
	}
	c.Version++
	d.console.said = nil // somebody deletes the card
	fact, err = d.deliver(c, n)
	if f, is := fact.(escalation.Delivered); err != nil || !is || f.Card.Room != "console:team" || len(d.console.said) != 1 {
		t.Errorf("a deleted card: %+v, %v", fact, err)
	}
}

// slow is a platform on which an edit arrives after another process has made a later
// one.
type slow struct {
	*strict
	meanwhile func()
}

func (p *slow) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	if meanwhile := p.meanwhile; meanwhile != nil {
		p.meanwhile = nil
		meanwhile()
	}
	return p.strict.Edit(ctx, at, ref, m)
}

// TestNoCardStaysBehind: of two processes the one with the older version of a case is
// the last to edit its card.
func TestNoCardStaysBehind(t *testing.T) {
	d := newDesk(t)
	on := &slow{strict: d.console}
	o := d.bot.Options
	o.Platforms, o.Rooms = []chat.Platform{on}, map[string]Rooms{"console": {Team: "team"}}
	one, another := New(o), New(o)
	c := d.keeps(nil)
	card := escalation.Notice{Case: c.ID, Key: "K7M-4QZ-X/50q", Kind: escalation.NoticeCard, To: escalation.ToTeam, Tries: 1}
	show := func(b *Bot, c escalation.Case) {
		t.Helper()
		if _, err := b.Deliver(t.Context(), c, card, day(3, 24, 9)); err != nil {
			t.Fatal(err)
		}
	}
	change := func(subject string) {
		t.Helper()
		c.Version, c.Subject = c.Version+1, subject
		results, err := d.store.Commit(t.Context(), day(3, 24, 9), escalation.Change{Op: subject, Case: c})
		if err != nil || results[0].Err != nil {
			t.Fatal(err, results)
		}
	}
	show(one, c)
	c.Cards = []escalation.Card{{Room: "console:team", Ref: string(d.console.said[0].ref)}}
	change("The second version")
	older := c
	on.meanwhile = func() {
		change("The third version")
		show(another, c)
	}
	show(one, older)
	if text := plainText(d.console.said[0].m); len(d.console.said) != 1 || !strings.Contains(text, "The third version") {
		t.Errorf("%d cards; the first reads:\n%s", len(d.console.said), text)
	}
}

func TestLinesGoIntoTheThread(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) { c.Cards = nil })
	n := escalation.Notice{Key: "K7M-4QZ-X/51", Kind: escalation.NoticeTask, To: escalation.ToTeam, Task: "t1",
		NotBefore: day(3, 24, 9).Add(-cardPatience + time.Second), Tries: 99}
	if _, err := d.deliver(c, n); !errors.Is(err, errNoCard) {
		t.Errorf("before the card is up: %v", err)
	}
	c.Cards = []escalation.Card{{Room: "console:team", Ref: "console-9"}, {Room: "other:watch", Ref: "other-9"}}
	d.other.fail = []error{&chat.Error{Failure: chat.Temporary, Code: "rate"}}
	if _, err := d.deliver(c, n); err == nil {
		t.Fatal("one of two rooms does not have it yet")
	}
	if _, err := d.deliver(c, n); err != nil {
		t.Fatal(err)
	}
	if len(d.console.said) != 1 || len(d.other.said) != 1 {
		t.Errorf("said %d and %d times, want once each", len(d.console.said), len(d.other.said))
	}
	if at := d.other.said[0].at; at.Room != "watch" || at.Thread != "other-9" {
		t.Errorf("said at %+v", at)
	}
}

func TestLog(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) {
		c.Cards = []escalation.Card{{Room: "console:team", Ref: "1"}, {Room: "other:watch", Ref: "1"}}
	})
	n := escalation.Notice{Key: "K7M-4QZ-X/52q", Kind: escalation.NoticeLog, To: escalation.ToTeam, First: 1, Last: 2}
	if _, err := d.deliver(c, n); err != nil || len(d.console.said) > 0 {
		t.Errorf("lines that the trail does not have: %v, said %d", err, len(d.console.said))
	}
}

func TestRequesterReadsTheirLanguage(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) {
		c.State, c.Hold = escalation.StateHeld, escalation.Hold{Reason: escalation.HoldVerdict, Reply: 1}
	})
	if err := d.book.Put(t.Context(), shelfLanguages, "console:ann", []byte("fr")); err != nil {
		t.Fatal(err)
	}
	n := escalation.Notice{Key: "K7M-4QZ-X/53", Kind: escalation.NoticeVerdict, To: escalation.ToRequester, Reply: 1}
	if _, err := d.deliver(c, n); err != nil {
		t.Fatal(err)
	}
	got := d.console.said[0]
	if got.at.Person != "ann" || !strings.Contains(got.m.Title, "a répondu") {
		t.Errorf("said to %+v: %s", got.at, got.m.Title)
	}
}

func TestTeamIsToldWhenTheRequesterCannotBe(t *testing.T) {
	for name, person := range map[string]string{"gone": "console:bob", "no such platform": "elsewhere:ann"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			c := d.keeps(func(c *escalation.Case) {
				c.Requester.ID = person
				c.Cards = []escalation.Card{{Room: "console:team", Ref: "1"}, {Room: "other:watch", Ref: "1"}}
			})
			n := escalation.Notice{Key: "K7M-4QZ-X/54", Kind: escalation.NoticeState, To: escalation.ToRequester}
			if _, err := d.deliver(c, n); err != nil {
				t.Fatal(err)
			}
			if len(d.console.said) != 1 || d.console.said[0].at.Room != "team" || len(d.console.said[0].m.Actions) > 0 {
				t.Errorf("said %+v", d.console.said)
			}
		})
	}
}

func TestModerators(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) { approved(c); c.Post.Approved = time.Time{} })
	n := escalation.Notice{Key: "K7M-4QZ-X/55", Kind: escalation.NoticeApproval, To: escalation.ToModerators, Hash: c.Post.Hash}
	if _, err := d.deliver(c, n); err != nil {
		t.Fatal(err)
	}
	if got := d.console.said[0]; got.at.Room != "mods" || !got.m.Exact {
		t.Errorf("said %+v", got)
	}
}

func TestCompose(t *testing.T) {
	d := newDesk(t)
	fact, err := d.deliver(d.keeps(nil), escalation.Notice{Key: "K7M-4QZ-X/56", Kind: escalation.NoticeCompose, To: escalation.ToBot})
	if f, is := fact.(escalation.Drafted); err != nil || !is || !strings.Contains(f.Text, "K7M-4QZ-X") {
		t.Errorf("got %+v, %v", fact, err)
	}
}

func TestLook(t *testing.T) {
	looks := escalation.Notice{Key: "K7M-4QZ-X/57", Kind: escalation.NoticeLook, To: escalation.ToBot}
	first := func(c *escalation.Case) { c.Climb.Rung, c.Climb.Round = 0, 1 }
	t.Run("something came", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(first)
		c = d.indexed(c)
		d.console.heard = []chat.Act{
			{ID: "a0", At: day(2, 1, 9), Place: chat.Place{Room: "gazco-service"}, By: chat.Person{Account: "desk"}, Deed: chat.Said{Text: "before the letter"}},
			{ID: "a1", At: day(3, 20, 9), Place: chat.Place{Room: "gazco-service"}, By: chat.Person{Account: "desk", Name: "Desk"}, Deed: chat.Said{Text: "K7M-4QZ-X: we have passed it on."}},
		}
		fact, err := d.deliver(c, looks)
		if f, is := fact.(escalation.Looked); err != nil || !is || f.Failed != "" {
			t.Fatalf("got %+v, %v", fact, err)
		}
		if len(d.recorded) != 1 || d.recorded[0].ID != "console:a1" || d.recorded[0].Case != c.ID {
			t.Fatalf("recorded %+v", d.recorded)
		}
		if f := d.recorded[0].Fact.(escalation.Replied); f.Proposed != escalation.ClassTransmitted || f.From != "room:gazco-service" || !f.At.Equal(day(3, 20, 9)) {
			t.Errorf("recorded %+v", f)
		}
	})
	t.Run("nobody can tell which case is meant", func(t *testing.T) {
		d := newDesk(t)
		c := d.indexed(d.keeps(first))
		other := c
		other.ID, other.Version, other.Requester = "ABC-DEF-9", 1, escalation.Person{ID: "console:bob"}
		if r, err := d.store.Commit(t.Context(), day(3, 24, 9), escalation.Change{Op: "other", Case: other, Index: other.Terms()}); err != nil || r[0].Err != nil {
			t.Fatal(err, r)
		}
		came := chat.Act{ID: "a3", At: day(3, 20, 9), Place: chat.Place{Room: "gazco-service"}, By: chat.Person{Account: "desk"}, Deed: chat.Said{Text: " We see. "}}
		d.console.heard = []chat.Act{came}
		if _, err := d.deliver(c, looks); err != nil || len(d.recorded) != 1 {
			t.Fatalf("%v, recorded %+v", err, d.recorded)
		}
		f := d.recorded[0].Fact.(escalation.Replied)
		if d.recorded[0].Case != c.ID || f.Text != "We see." || !f.At.Equal(came.At) {
			t.Errorf("recorded %+v", d.recorded[0])
		}
		c.Replies = append(c.Replies, escalation.Reply{N: 3, At: f.At, From: f.From, Text: f.Text})
		if !isKept(c, came) {
			t.Error("the look would find it again")
		}
	})
	t.Run("in the thread of the letter", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(first)
		if _, err := d.deliver(c, serviceLetter()); err != nil {
			t.Fatal(err)
		}
		c.Climb.Letters = []escalation.Letter{{Key: serviceLetter().Key, Address: "room:gazco-service", Round: 1, Delivered: day(3, 24, 9), Proof: "https://console.example/console-1"}}
		c = d.indexed(c)
		d.console.heard = []chat.Act{{ID: "a2", At: day(3, 24, 11), Place: chat.Place{Room: "gazco-service", Thread: "console-1"},
			By: chat.Person{Account: "desk"}, Deed: chat.Said{Text: "The meter was replaced."}}}
		if _, err := d.deliver(c, looks); err != nil || len(d.recorded) != 1 || d.recorded[0].Case != c.ID {
			t.Errorf("%v, recorded %+v", err, d.recorded)
		}
	})
	t.Run("impossible", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(first)
		d.console.deaf = &chat.Error{Failure: chat.Temporary, Code: "down"}
		fact, err := d.deliver(c, looks)
		if f, is := fact.(escalation.Looked); err != nil || !is || f.Failed != "down" {
			t.Errorf("got %+v, %v", fact, err)
		}
	})
}

// indexed makes the case findable by what it knows.
func (d *desk) indexed(c escalation.Case) escalation.Case {
	d.t.Helper()
	c.Version++
	results, err := d.store.Commit(d.t.Context(), day(3, 24, 9), escalation.Change{Op: "index", Case: c, Index: c.Terms()})
	if err != nil || results[0].Err != nil {
		d.t.Fatal(err, results)
	}
	return c
}

func TestDigest(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) { c.Tasks[0].Reminded = 1 })
	d.indexed(c)
	for range 2 { // the second call of a day does nothing
		if err := d.bot.Digest(t.Context(), day(3, 24, 9)); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.console.said) != 1 || len(d.other.said) != 1 {
		t.Fatalf("said %d and %d times", len(d.console.said), len(d.other.said))
	}
	golden(t, "digest.en.txt", neutral(d.console.said[0].m))
	if err := d.bot.Digest(t.Context(), day(3, 25, 9)); err != nil || len(d.console.said) != 2 {
		t.Errorf("the next day: %v, said %d", err, len(d.console.said))
	}
}
