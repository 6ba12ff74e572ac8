package app

import (
	"context"
	"sync"

	"relance/escalation"
)

// trusting is a Book that looks at the whole store before it says that nothing is
// paused, whenever another Redis may answer than before: one that came back empty,
// or a replica that lacks the last writes, would have everything sent once more.
type trusting struct {
	escalation.Book
	reconnects interface {
		Any() bool
		Again()
	}
	// look pauses everything where the store is not the one that was witnessed.
	look func(context.Context) error
	// looking has whoever asks meanwhile wait for what is found.
	looking *sync.Mutex
}

// Get implements [escalation.Book].
func (t trusting) Get(ctx context.Context, shelf, key string) ([]byte, error) {
	if shelf != escalation.ShelfSwitches || key != escalation.SwitchPaused {
		return t.Book.Get(ctx, shelf, key)
	}
	t.looking.Lock()
	defer t.looking.Unlock()
	value, err := t.Book.Get(ctx, shelf, key)
	if err != nil || value != nil || !t.reconnects.Any() {
		return value, err
	}
	if err := t.look(ctx); err != nil {
		t.reconnects.Again()
		return nil, err
	}
	return t.Book.Get(ctx, shelf, key)
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
