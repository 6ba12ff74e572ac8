package discord

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

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
	return slices.Clone(h.acts)
}

// said are the texts of what was said, edits marked.
func (h *handler) said() []string {
	var all []string
	for _, a := range h.handled() {
		if said, is := a.Deed.(chat.Said); is && said.Edited {
			all = append(all, "changed: "+said.Text)
		} else if is {
			all = append(all, said.Text)
		}
	}
	return all
}

// answers is a handler with one answer.
func answers(a chat.Answer) *handler {
	return &handler{answer: func(context.Context, chat.Act) chat.Answer { return a }}
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

// office is a stand whose platform runs while the test lasts.
type office struct {
	*stand
	log   *logged
	stop  context.CancelFunc
	ended chan error
}

// testCommands are those of an office.
func testCommands() []Command {
	about := Text{Text: "what it does", In: map[string]string{"fr": "ce que ça fait"}}
	return []Command{
		{Words: "open", About: about, Request: "open", Options: []Option{
			{Name: "org", About: about, Suggest: true, MaxLength: 150},
			{Name: "consent", About: about, Kind: Boolean},
		}},
		{Words: "note", About: about, Options: []Option{
			{Name: "case", About: about},
			{Name: "text", About: about},
		}},
		{Words: "contact add", About: about, Request: "contact.add", Options: []Option{
			{Name: "case", About: about},
			{Name: "address", About: about},
			{Name: "role", About: about, Choices: []Choice{{"line", Text{Text: "Service line"}}, {"press", Text{Text: "Press"}}}},
			{Name: "number", About: about, Kind: Integer},
		}},
	}
}

// open starts a platform on a fake.
func open(t testing.TB, h chat.Handler, o discordfake.Options, with func(*Options)) *office {
	t.Helper()
	s := newStand(t, o)
	f := &office{stand: s, log: &logged{}, ended: make(chan error, 1)}
	options := Options{
		Token: s.Token(), APIURL: s.APIURL(), Guild: s.guild, Dial: s.Dial, Now: s.now, MessageContent: true, Words: testWords(),
		Commands: testCommands(), CommandTexts: CommandTexts{
			About: Text{Text: "Cases", In: map[string]string{"fr": "Dossiers"}},
			Open:  Text{Text: "Open a case from this message", In: map[string]string{"fr": "Ouvrir un dossier"}},
			File:  Text{Text: "Add to a case's file", In: map[string]string{"fr": "Verser au dossier"}},
		},
		Logger: slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if with != nil {
		with(&options)
	}
	p, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	f.p = p
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	go func() { f.ended <- p.Run(ctx, h) }()
	t.Cleanup(func() {
		f.end(t)
		p.rest.client.CloseIdleConnections()
		if log := f.log.String(); strings.Contains(log, s.Token()) || strings.Contains(log, "aW50ZXJhY3Rpb24") {
			t.Error("a token is in the log")
		}
	})
	if options.PublicKey != "" {
		s.DeliverTo(p.HTTP())
	} else if !s.AwaitSession(time.Minute) {
		t.Fatal("the bot never listened")
	}
	return f
}

// end stops the platform and returns what Run returned; nil the second time.
func (f *office) end(t testing.TB) (err error) {
	t.Helper()
	if f.ended == nil {
		return nil
	}
	f.stop()
	err = <-f.ended
	f.ended = nil
	return err
}

func (f *office) say(t *testing.T, by, channel, text string) string {
	t.Helper()
	id, err := f.Say(by, channel, text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// last is the last message that somebody sees.
func (f *office) last(t *testing.T, by string) discordfake.Message {
	t.Helper()
	all := f.Seen(by)
	if len(all) == 0 {
		t.Fatal("nothing is seen")
	}
	return all[len(all)-1]
}

// heard checks what was said to the handler.
func heard(t *testing.T, h *handler, want ...string) {
	t.Helper()
	synctest.Wait()
	got := h.said()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}
