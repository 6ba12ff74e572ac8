package escalation

import (
	"context"
	"time"
)

// Deliverer says what a notice asks for. The bot implements it: it finds the
// words, the place and the adapter.
type Deliverer interface {
	// Deliver carries out one notice of a case at a time. The case is the one
	// read together with the notice. An error means that certainly nothing was
	// said: it is tried again later (a *RetryError says when).
	Deliver(ctx context.Context, c Case, n Notice, at time.Time) (Outcome, error)
}

// Outcome is what came of a notice.
type Outcome struct {
	// Fact is recorded with the outcome; nil: nothing to record. For a letter
	// it is Delivered or DeliveryFailed, for a look Looked, for a composition
	// Drafted, for a card shown for the first time Delivered.
	Fact Fact
}

// RetryError is an error that knows when to try again.
type RetryError struct {
	At  time.Time
	Err error
}

func (e *RetryError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *RetryError) Unwrap() error { return e.Err }

// Receipt is what Record returns: the case as it is now, and what was done.
type Receipt struct {
	Case     Case
	Reason   Reason
	Repeated bool // heard before: nothing changed now
}
