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
	// sessionsApart is what two sessions are kept apart, for the ways of both to Discord
	// are not equally long. Ours.
	sessionsApart = sessionsEach + time.Second
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
	if s.Limits.Total > sessionsSpare && s.Limits.Remaining <= sessionsSpare {
		return &waitError{time.Duration(s.Limits.Reset) * time.Millisecond, errSessions}
	}
	wait, err := g.p.options.Budget.Take(ctx, max(s.Limits.Total-sessionsSpare, 1), sessionsWindow)
	if err == nil && wait > 0 {
		return &waitError{wait, errSessions}
	}
	// Two replicas that start together would refuse each other; this is asked last, for
	// between it and the session nothing may take time.
	for err == nil {
		if wait, err = g.p.options.Budget.Take(ctx, 1, sessionsApart); err == nil && wait == 0 {
			return nil
		}
		// A clock that is ahead, or was until it was set right, counted a session of the
		// future. When that was nobody knows: at the latest now.
		future := wait > 2*sessionsApart
		if err == nil && !pause(ctx, min(wait, 2*sessionsApart)) {
			return ctx.Err()
		}
		if err == nil && future {
			return nil
		}
	}
	return fmt.Errorf("discord: the budget of sessions cannot be asked: %w", err)
}

// allowance is the budget of one process.
type allowance struct {
	now func() time.Time

	mu    sync.Mutex
	begun map[time.Duration][]time.Time // by window
}

// Take implements [Budget].
func (a *allowance) Take(_ context.Context, limit int, window time.Duration) (time.Duration, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	begun := a.begun[window]
	for len(begun) > 0 && now.Sub(begun[0]) >= window {
		begun = begun[1:]
	}
	if len(begun) >= limit {
		return begun[0].Add(window).Sub(now), nil
	}
	if a.begun == nil {
		a.begun = map[time.Duration][]time.Time{}
	}
	a.begun[window] = append(begun, now)
	return 0, nil
}
