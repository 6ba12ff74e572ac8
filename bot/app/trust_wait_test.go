package app

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/bot/app/watch"
	"relance/escalation"
)

// switchBook has one value, the pause switch.
type switchBook struct {
	escalation.Book
	paused []byte
}

func (b *switchBook) Get(context.Context, string, string) ([]byte, error) { return b.paused, nil }

// TestWhoeverSendsWaitsForTheLook: while one compares the store with its witness,
// nobody is told that nothing is paused; whose context ends meanwhile goes. A look that
// fails is done again by the next who asks.
func TestWhoeverSendsWaitsForTheLook(t *testing.T) {
	const long = time.Minute
	failed := errors.New("the store does not answer")
	synctest.Test(t, func(t *testing.T) {
		book, looks := &switchBook{}, 0
		var fails error
		reconnects := &watch.Reconnects{}
		trust := &trusting{Book: book, reconnects: reconnects, looking: make(chan struct{}, 1), look: func(ctx context.Context) error {
			looks++
			<-time.After(long)
			if fails == nil {
				book.paused = []byte("a doubt")
			}
			return fails
		}}
		type answer struct {
			paused string
			err    error
			after  time.Duration
		}
		ask := func(ctx context.Context) <-chan answer {
			begun, got := time.Now(), make(chan answer, 1)
			go func() {
				value, err := trust.Get(ctx, escalation.ShelfSwitches, escalation.SwitchPaused)
				got <- answer{string(value), err, time.Since(begun)}
			}()
			synctest.Wait()
			return got
		}
		if got := <-ask(t.Context()); got != (answer{}) {
			t.Errorf("on the connection of before: %+v", got)
		}
		reconnects.Again()
		fails = failed
		if got := <-ask(t.Context()); got != (answer{"", failed, long}) {
			t.Errorf("a look that fails: %+v", got)
		}
		fails = nil
		first := ask(t.Context())
		second := ask(t.Context())
		hurried, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		third := ask(hurried)
		if got := <-third; got != (answer{"", context.DeadlineExceeded, time.Second}) {
			t.Errorf("who cannot wait: %+v", got)
		}
		for _, got := range []answer{<-first, <-second} {
			if got != (answer{"a doubt", nil, long}) {
				t.Errorf("who asks during the look: %+v", got)
			}
		}
		if looks != 2 {
			t.Errorf("it was looked %d times, want the one that failed and one more", looks)
		}
	})
}

// TestTheLookNeedsNobodyWhoSends: what answers is looked at also where nobody asks
// whether anything is paused, once for each time that it may be another, and again
// until that succeeds.
func TestTheLookNeedsNobodyWhoSends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var looks atomic.Int32
		var answers atomic.Bool
		reconnects := &watch.Reconnects{}
		trust := &trusting{Book: &switchBook{}, reconnects: reconnects, looking: make(chan struct{}, 1), look: func(context.Context) error {
			looks.Add(1)
			if answers.Load() {
				return nil
			}
			return errors.New("the store does not answer")
		}}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- trust.watch(ctx) }()
		after := func(d time.Duration, want int32, why string) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if looks := looks.Load(); looks != want {
				t.Errorf("%s: it was looked %d times, want %d", why, looks, want)
			}
		}
		after(10*trustEvery, 0, "on the connection of before")
		reconnects.Again()
		after(3*trustEvery, 3, "while the look fails")
		answers.Store(true)
		after(10*trustEvery, 4, "when it has succeeded")
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
