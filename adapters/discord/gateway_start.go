package discord

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"relance/adapters/chat"
)

const (
	// sessionsWindow is what the sessions that may be begun are counted in
	// (https://docs.discord.com/developers/events/gateway#identifying).
	sessionsWindow = 24 * time.Hour
	// sessionsEach is between two sessions
	// (https://docs.discord.com/developers/events/gateway#session-start-limit-object,
	// max_concurrency is 1 for all but the largest bots).
	sessionsEach = 5 * time.Second
	// sessionsSpare are left for a person who has to look after the bot. Ours.
	sessionsSpare = 10
)

// gatewayStart is where the gateway is, and how many sessions may be begun.
type gatewayStart struct {
	URL    string `json:"url"`
	Limits struct {
		Total     int   `json:"total"`
		Remaining int   `json:"remaining"`
		Reset     int64 `json:"reset_after"` // milliseconds
	} `json:"session_start_limit"`
}

// waitError is why no connection is tried before a time.
type waitError struct {
	wait time.Duration
	err  error
}

func (e *waitError) Error() string { return fmt.Sprintf("%v (not before %s)", e.err, e.wait) }
func (e *waitError) Unwrap() error { return e.err }

var errSessions = errors.New("discord: no more sessions may be begun today")

// waiting is an error of the API that says how long to wait.
func waiting(err error) error {
	if e, is := errors.AsType[*chat.Error](err); is {
		return &waitError{e.After, e}
	}
	return err
}

// mayBegin takes one session off the budget: Discord resets the token of a bot that
// begins more than it is granted.
func (g *gateway) mayBegin(ctx context.Context, s gatewayStart) error {
	if wait := time.Until(g.began.Add(sessionsEach)); wait > 0 && !pause(ctx, wait) {
		return ctx.Err()
	}
	if s.Limits.Total > sessionsSpare && s.Limits.Remaining <= sessionsSpare {
		return &waitError{time.Duration(s.Limits.Reset) * time.Millisecond, errSessions}
	}
	wait, err := g.p.options.Budget.Take(ctx, max(s.Limits.Total-sessionsSpare, 1), sessionsWindow)
	switch {
	case err != nil:
		return fmt.Errorf("discord: the budget of sessions cannot be asked: %w", err)
	case wait > 0:
		return &waitError{wait, errSessions}
	}
	g.began = time.Now()
	return nil
}

// allowance is the budget of one process.
type allowance struct {
	now func() time.Time

	mu    sync.Mutex
	begun []time.Time
}

// Take implements [Budget].
func (a *allowance) Take(_ context.Context, limit int, window time.Duration) (time.Duration, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	for len(a.begun) > 0 && now.Sub(a.begun[0]) >= window {
		a.begun = a.begun[1:]
	}
	if len(a.begun) >= limit {
		return a.begun[0].Add(window).Sub(now), nil
	}
	a.begun = append(a.begun, now)
	return 0, nil
}
