package chat

import (
	"testing"
	"time"
)

func TestLink(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 3, 2, 9, 0, s, 0, time.UTC) }
	var l Link
	for _, step := range []struct {
		do   func()
		want Connection
	}{
		{func() {}, Connection{}},
		{func() { l.Down(at(1), "refused") }, Connection{Why: "refused"}}, // it was never up
		{func() { l.Up(at(2)) }, Connection{Up: true, Since: at(2)}},
		{func() { l.Up(at(3)) }, Connection{Up: true, Since: at(2)}},
		{func() { l.Down(at(4), "lost") }, Connection{Since: at(4), Why: "lost"}},
		{func() { l.Down(at(5), "") }, Connection{Since: at(4), Why: "lost"}},
		{func() { l.Down(at(6), "refused") }, Connection{Since: at(4), Why: "refused"}},
		{func() { l.Up(at(7)) }, Connection{Up: true, Since: at(7)}},
	} {
		if step.do(); l.Connection() != step.want {
			t.Errorf("%+v, want %+v", l.Connection(), step.want)
		}
	}
}

// inside is a platform within another.
type inside struct{ Platform }

func (i inside) Unwrap() Platform { return i.Platform }

type measuring struct{ Platform }

func (measuring) Fits(Message) error { return nil }

func TestAs(t *testing.T) {
	if _, is := As[Measurer](inside{inside{measuring{}}}); !is {
		t.Error("what a platform can is lost where it is within another")
	}
	if _, is := As[Finder](inside{measuring{}}); is {
		t.Error("it can what none of them can")
	}
	if _, is := As[Finder](nil); is {
		t.Error("nothing can find")
	}
}
