package app

import (
	"context"
	"time"

	"relance/escalation"
)

// trusting is a Book that looks at the whole store before it says that nothing is
// paused, whenever another Redis may answer than before: one that came back empty,
// or a replica that lacks the last writes, would have everything sent once more.
type trusting struct {
	escalation.Book
	reconnects interface {
		Any() bool
		Seen() bool
		Again()
	}
	// look pauses everything where the store is not the one that was witnessed.
	look func(context.Context) error
	// looking has room for one: whoever asks meanwhile waits for what is found.
	looking chan struct{}
}

// Get implements [escalation.Book]. It looks also where a person has paused everything:
// they lift that without having heard of a doubt.
func (t *trusting) Get(ctx context.Context, shelf, key string) ([]byte, error) {
	if shelf != escalation.ShelfSwitches || key != escalation.SwitchPaused {
		return t.Book.Get(ctx, shelf, key)
	}
	if err := t.begin(ctx); err != nil {
		return nil, err
	}
	defer t.end()
	value, err := t.Book.Get(ctx, shelf, key)
	if err != nil || doubted(value) || !t.reconnects.Any() {
		return value, err
	}
	if err := t.look(ctx); err != nil {
		t.reconnects.Again()
		return nil, err
	}
	return t.Book.Get(ctx, shelf, key)
}

// Put implements [escalation.Book]. Who sets the switch waits too: a doubt must not be
// lifted by somebody who has not heard of it.
func (t *trusting) Put(ctx context.Context, shelf, key string, value []byte) error {
	if shelf != escalation.ShelfSwitches || key != escalation.SwitchPaused {
		return t.Book.Put(ctx, shelf, key, value)
	}
	if err := t.begin(ctx); err != nil {
		return err
	}
	defer t.end()
	return t.Book.Put(ctx, shelf, key, value)
}

// begin waits until nobody else looks, or the context ends.
func (t *trusting) begin(ctx context.Context) error {
	select {
	case t.looking <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *trusting) end() { <-t.looking }

// trustEvery is how often it is seen to that another Redis is looked at, where nobody
// is about to send. Ours.
const trustEvery = 2 * time.Second

// watch looks at what answers also while nothing is sent: from a store that came back
// empty nothing is ever due. A look that fails is tried again.
func (t *trusting) watch(ctx context.Context) error {
	every := time.NewTicker(trustEvery)
	defer every.Stop()
	for {
		select {
		case <-every.C:
		case <-ctx.Done():
			return nil
		}
		if t.reconnects.Seen() {
			t.Get(ctx, escalation.ShelfSwitches, escalation.SwitchPaused)
		}
	}
}

// lookAgain compares the store with its witness while the bot runs, and tells the
// team if it is another one.
func (a *App) lookAgain(ctx context.Context) error {
	cases, err := distrust(ctx, a.vault.witness, a.vault.store, a.vault.store, a.log)
	if err != nil || cases == 0 {
		return err
	}
	if err := a.front.bot().SayDistrusted(ctx, cases); err != nil {
		a.log.Error("the team is not told why nothing is sent", "error", err)
	}
	return nil
}
