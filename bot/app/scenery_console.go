package app

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/adapters/console"
	"relance/bot/story"
	"relance/config"
)

// terminal is the [Scenery] of the console.
type terminal struct {
	out      io.Writer
	clock    *clock
	timeline *timeline
	console  *console.Console
	handler  chat.Handler

	mu    sync.Mutex // guards what follows
	shown []story.Shown
	cards map[chat.Ref]string
}

func newTerminal(out io.Writer, clock *clock, zone *time.Location) *terminal {
	t := &terminal{out: out, clock: clock, cards: map[chat.Ref]string{}}
	t.timeline = &timeline{out: out, clock: clock, zone: zone}
	t.timeline.write()
	return t
}

// Cast implements [Scenery].
func (t *terminal) Cast(c *config.Config) *config.Config { return c }

// Platform implements [Scenery].
func (t *terminal) Platform(p Props) (chat.Platform, error) {
	var err error
	t.console, err = newConsole(console.Options{
		In: strings.NewReader(""), Out: t.out, Session: "story",
		Screen: &console.Screen{Echo: true}, Observe: t.observe,
	}, p)
	return t.console, err
}

// Begin implements [Scenery].
func (t *terminal) Begin(h chat.Handler) error {
	t.handler = h
	return nil
}

// Type implements [Scenery]. A line that is not understood is no error: it was
// said to whoever typed it.
func (t *terminal) Type(ctx context.Context, line string) error {
	t.timeline.tell()
	err := t.console.Do(ctx, t.handler, line)
	if _, told := errors.AsType[*console.LineError](err); told {
		return nil
	}
	return err
}

// Watch implements [Scenery]: the console tells of everything as it is shown.
func (t *terminal) Watch() error { return nil }

// Shown implements [Scenery].
func (t *terminal) Shown() ([]story.Shown, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	shown := t.shown
	t.shown = nil
	return shown, nil
}

// Reads implements [Scenery].
func (t *terminal) Reads(ref chat.Ref) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cards[ref]
}

// Recast implements [Scenery].
func (t *terminal) Recast(text string) string { return text }

// Close implements [Scenery].
func (t *terminal) Close() error { return nil }

// observe is told by the console what it is about to show.
func (t *terminal) observe(shown console.Shown) {
	t.timeline.tell()
	t.mu.Lock()
	defer t.mu.Unlock()
	if shown.Ref != "" {
		t.cards[shown.Ref] = shown.Text
	}
	kinds := map[console.Kind]story.ShownKind{
		console.BotSaid: story.ShownMessage, console.BotAnswer: story.ShownMessage,
		console.FormAsks: story.ShownAsked, console.FormWrong: story.ShownTold, console.ConsoleSaid: story.ShownTold,
	}
	kind, isShown := kinds[shown.Kind]
	if !isShown { // an edit, a form that opens, words of a person
		return
	}
	where := story.Where{Room: shown.Place.Room, Person: shown.Place.Person, Thread: shown.Place.Thread != ""}
	if shown.To != "" {
		where = story.Where{Person: shown.To}
	}
	t.shown = append(t.shown, story.Shown{At: t.clock.Now(), Kind: kind, Where: where, Text: shown.Text})
}
