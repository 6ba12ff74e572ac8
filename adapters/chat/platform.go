package chat

import (
	"context"
	"fmt"
	"time"
)

// Platform is a chat platform. Every implementation passes the suite in chattest.
type Platform interface {
	// Name is the platform's word in a person's ID: "console".
	Name() string
	// Post says a message and returns where it is. Errors are *Error.
	Post(ctx context.Context, at Place, m Message) (Posted, error)
	// Edit replaces a message. [Missing] is said only where the platform says that
	// there is no such message: whoever hears it may say it anew.
	Edit(ctx context.Context, at Place, ref Ref, m Message) error
	// Heard returns what people said in a place since a time, that very time
	// included, the oldest first, each with the ID it is delivered with; what the
	// bot said itself is left out. A place without a thread is the top of it.
	Heard(ctx context.Context, at Place, since time.Time) ([]Act, error)
	// Run hands every act to h until the context ends or the input does.
	Run(ctx context.Context, h Handler) error
}

// Handler answers acts. It returns within the platform's time to acknowledge.
type Handler interface {
	Handle(ctx context.Context, a Act) Answer
}

// Posted is where a message landed.
type Posted struct {
	Ref  Ref
	Link string // permalink
}

// Failure says what an error of a platform means for what is to be said.
type Failure int

// The kinds of failure.
const (
	Temporary Failure = iota // certainly not said: try again, not before Error.After
	Unknown                  // may have been said: never blindly again
	Gone                     // never: the room or person is gone, or the place or the message is closed to us
	TooLong                  // never: an Exact message is longer than the platform takes
	Missing                  // never, of Edit only: the message is not there any more; the place is
)

// Error is a failure of a platform.
type Error struct {
	Failure Failure
	Code    string // the platform's own word
	// After is how long to wait at least: before another try where it is Temporary,
	// before a look where it is Unknown (see [Finder]).
	After time.Duration
	// Turn: where it is Temporary, nothing is amiss but that it is not its turn yet, by
	// the platform's limits or by a pace that keeps to them.
	Turn bool
	Err  error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("chat: %s: %v", e.Code, e.Err)
	}
	return "chat: " + e.Code
}

func (e *Error) Unwrap() error { return e.Err }
