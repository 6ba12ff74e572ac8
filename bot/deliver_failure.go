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
func retryAfter(err error, at time.Time) error {
	if e, is := errors.AsType[*chat.Error](err); is && e.After > 0 {
		return &escalation.RetryError{At: at.Add(e.After), Err: err}
	}
	return err
}
