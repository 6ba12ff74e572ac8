package bot

import (
	"errors"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// failure is what an error of a platform means.
func failure(err error) (kind chat.Failure, code string) {
	e := asFailure(err)
	return e.Failure, e.Code
}

// asFailure is the error of a platform. One that is no *chat.Error, such as the
// end of the context, leaves open whether anything was said.
func asFailure(err error) *chat.Error {
	if e, is := errors.AsType[*chat.Error](err); is {
		return e
	}
	return &chat.Error{Failure: chat.Unknown, Code: "unknown", Err: err}
}

// retryAfter turns a failure that has certainly said nothing into an error that
// knows when to try again. Without a time of the platform's own the engine's
// holds.
func (b *Bot) retryAfter(err error, at time.Time) error {
	if e, is := errors.AsType[*chat.Error](err); is && e.After > 0 {
		return &escalation.RetryError{At: b.when(at, e.After), Err: err}
	}
	return err
}

// when is the end of a wait that a platform has named just now, in an attempt that
// began at a time. It is no moment too early, although the store keeps milliseconds:
// whoever comes before their turn waits again, behind the others.
func (b *Bot) when(began time.Time, wait time.Duration) time.Time {
	if now := b.Now(); now.After(began) {
		began = now // the attempt took its time
	}
	end := began.Add(wait)
	if whole := end.Truncate(time.Millisecond); whole.Before(end) {
		return whole.Add(time.Millisecond)
	}
	return end
}
