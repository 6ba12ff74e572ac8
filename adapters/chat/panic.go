package chat

import (
	"errors"
	"fmt"
	"runtime"
)

// Unworded describes what a handler panicked with as a log may hold it: a fault of
// the runtime in its own words, of anything else only the type, as its text may be
// a person's.
func Unworded(broken any) string {
	if err, is := broken.(error); is {
		if fault, is := errors.AsType[runtime.Error](err); is {
			return fault.Error()
		}
	}
	return fmt.Sprintf("a %T", broken)
}
