package chattest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat"
)

// patience is how long the suite waits for what must happen, also on a machine that
// has much else to do. What happens at once costs none of it.
const patience = time.Minute

// bot hears everything and answers as a test says.
type bot struct {
	Subject
	t    *testing.T
	acts chan chat.Act

	mu     sync.Mutex
	answer func(chat.Act) chat.Answer
}

// start runs the platform until the test ends.
func start(t *testing.T, s Subject) *bot {
	t.Helper()
	b := &bot{Subject: s, t: t, acts: make(chan chat.Act, 1000)}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Platform.Run(ctx, b) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("Run returned %v when its context ended", err)
			}
		case <-time.After(patience):
			t.Error("Run did not return when its context ended")
		}
	})
	return b
}

// Handle keeps the act for the test.
func (b *bot) Handle(_ context.Context, a chat.Act) chat.Answer {
	b.mu.Lock()
	answer := b.answer
	b.mu.Unlock()
	b.acts <- a
	if answer == nil {
		return chat.Answer{}
	}
	return answer(a)
}

// answers sets what every further act is answered.
func (b *bot) answers(a func(chat.Act) chat.Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = a
}

// next is the next act.
func (b *bot) next() chat.Act {
	b.t.Helper()
	select {
	case a := <-b.acts:
		return a
	case <-time.After(patience):
		b.t.Fatal("no act arrived")
		return chat.Act{}
	}
}

// room is the place that most tests speak in.
func (b *bot) room() chat.Place { return chat.Place{Room: b.Room} }

// post says a message that must be said.
func (b *bot) post(at chat.Place, m chat.Message) chat.Posted {
	b.t.Helper()
	posted, err := b.Platform.Post(b.t.Context(), at, m)
	if err != nil {
		b.t.Fatalf("Post: %v", err)
	}
	if posted.Ref == "" {
		b.t.Fatal("Post returned no reference")
	}
	return posted
}

// see waits until a person sees a message that is wanted.
func (b *bot) see(by, what string, wanted func(Seen) bool) Seen {
	b.t.Helper()
	var all []Seen
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		all = b.People.Seen(b.t, by)
		for _, s := range all {
			if wanted(s) {
				return s
			}
		}
	}
	b.t.Fatalf("%s never saw %s; saw %+v", by, what, all)
	return Seen{}
}

// count is how many messages a person sees that are wanted.
func (b *bot) count(by string, wanted func(Seen) bool) int {
	b.t.Helper()
	n := 0
	for _, s := range b.People.Seen(b.t, by) {
		if wanted(s) {
			n++
		}
	}
	return n
}

// failure checks that an error says what it means.
func (b *bot) failure(what string, err error, want ...chat.Failure) {
	b.t.Helper()
	e, ok := errors.AsType[*chat.Error](err)
	if !ok {
		b.t.Errorf("%s: error %v, want a *chat.Error", what, err)
		return
	}
	if e.Code == "" {
		b.t.Errorf("%s: the error has no code: %v", what, err)
	}
	for _, f := range want {
		if e.Failure == f {
			return
		}
	}
	b.t.Errorf("%s: failure %d, want one of %d", what, e.Failure, want)
}

func say(text string) chat.Message {
	return chat.Message{Blocks: []chat.Block{chat.Paragraph(text)}}
}
