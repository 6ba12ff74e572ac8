package slack

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

// workspace is a platform on the fake, with two people and a channel, that runs
// while the test lasts.
type workspace struct {
	rests atomic.Int64 // what Slack asked to wait, in all, as a time.Duration
	*slackfake.Server
	platform     *Platform
	ann, ben     string
	room         string
	log          *logged
	stop         context.CancelFunc
	ended        chan error
	mayBeRefused bool // the test wants the app to be refused
	alreadyEnded bool
}

// logged is a log that can be read while it is written.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// open starts a platform over the socket; over HTTP where overHTTP.
func open(t testing.TB, h chat.Handler, overHTTP bool) *workspace {
	t.Helper()
	w := &workspace{Server: slackfake.New(t, slackfake.Options{}), log: &logged{}, ended: make(chan error, 1)}
	w.ann = w.AddUser(slackfake.User{Name: "ann", RealName: "Ann Other", Locale: "fr-FR"})
	w.ben = w.AddUser(slackfake.User{Name: "ben", RealName: "Ben Other", Locale: "en-GB"})
	w.room = w.AddChannel(slackfake.Channel{Name: "team", Members: []string{w.ann, w.ben}})
	o := Options{
		BotToken: w.BotToken(), APIURL: w.APIURL(), Dial: w.Dial, Words: englishWords,
		Pace: Pace{PerChannel: -1}, Logger: slog.New(slog.NewTextHandler(w.log, nil)),
		Limited: func(rest time.Duration) { w.rests.Add(int64(rest)) },
	}
	if overHTTP {
		o.SigningSecret = w.SigningSecret()
	} else {
		o.AppToken = w.AppToken()
	}
	var err error
	if w.platform, err = New(o); err != nil {
		t.Fatal(err)
	}
	var ctx context.Context
	ctx, w.stop = context.WithCancel(context.Background())
	go func() { w.ended <- w.platform.Run(ctx, h) }()
	if overHTTP {
		w.DeliverTo(w.platform.HTTP())
		for w.platform.inbound.current() == nil { // it is about to begin
			runtime.Gosched()
		}
	} else if !w.AwaitSocket(time.Minute) {
		t.Fatal("no socket was opened")
	}
	t.Cleanup(func() {
		if !w.alreadyEnded {
			if err := w.end(); err != nil {
				t.Errorf("Run: %v", err)
			}
		}
		w.platform.inbound.hooks.CloseIdleConnections()
		if wrong := w.Refusals(); len(wrong) > 0 && !w.mayBeRefused {
			t.Errorf("the fake refused %q", wrong)
		}
	})
	return w
}

// end ends Run and returns what it returned.
func (w *workspace) end() error {
	w.stop()
	w.alreadyEnded = true
	return <-w.ended
}

// seen is what somebody sees that has a text in it.
func (w *workspace) seen(by, text string) []slackfake.Message {
	var found []slackfake.Message
	for _, m := range w.Seen(by) {
		if strings.Contains(m.Read, text) {
			found = append(found, m)
		}
	}
	return found
}
