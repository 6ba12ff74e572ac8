package slack

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat"
)

// noon is when everything happens here.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

var englishWords = Words{
	ReadOn: "…read on", Submit: "Send", Cancel: "Cancel", Yes: "Yes", GoesOn: func(label string) string { return label + ", continued" },
	NotOpened: "The form did not open in time.", Failed: "Something broke down here.",
}

const testSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// alone is a platform that nothing reaches and that reaches nothing, so that names
// are IDs: translation by itself.
func alone(t testing.TB) *Platform {
	t.Helper()
	p, err := New(Options{
		BotToken: "xoxb-test", SigningSecret: testSecret, Words: englishWords,
		Now:  func() time.Time { return noon },
		Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("nobody is there") },
	})
	if err != nil {
		t.Fatal(err)
	}
	p.me.set(identity{user: "UBOT", bot: "BBOT", team: "T1", url: "https://example.slack.com/"})
	return p
}

// handler keeps what it is handed and answers as a test says.
type handler struct {
	mu     sync.Mutex
	acts   []chat.Act
	answer func(context.Context, chat.Act) chat.Answer
}

func (h *handler) Handle(ctx context.Context, a chat.Act) chat.Answer {
	h.mu.Lock()
	h.acts = append(h.acts, a)
	h.mu.Unlock()
	if h.answer == nil {
		return chat.Answer{}
	}
	return h.answer(ctx, a)
}

func (h *handler) handled() []chat.Act {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]chat.Act(nil), h.acts...)
}
