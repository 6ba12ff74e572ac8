package watch

import (
	"context"
	"fmt"
	"time"

	"relance/adapters/chat"
)

// lostMost is how long a connection may be lost before the bot counts as not ready: a
// platform ends connections by itself now and then, and coming back takes seconds.
const lostMost = time.Minute

// Connected says of each platform whether it is connected at this moment.
func Connected(all []chat.Platform) map[string]bool {
	up := map[string]bool{}
	for _, p := range all {
		c, can := chat.As[chat.Connector](p)
		up[p.Name()] = !can || c.Connection().Up
	}
	return up
}

// Hears is the check that people are heard on a platform. One whose connection was
// lost a moment ago is about to come back, and counts; one that was never connected
// does not.
func Hears(p chat.Platform) Check {
	return Check{Name: p.Name(), Ask: func(context.Context) (bool, string) {
		connector, can := chat.As[chat.Connector](p)
		if !can {
			return true, ""
		}
		c := connector.Connection()
		lost := time.Since(c.Since).Round(time.Second)
		switch {
		case c.Up:
			return true, ""
		case c.Since.IsZero():
			return false, "it is not connected yet: " + c.Why
		case lost <= lostMost:
			return true, fmt.Sprintf("its connection was lost %s ago: %s", lost, c.Why)
		}
		return false, fmt.Sprintf("it has not been connected for %s: %s", lost, c.Why)
	}}
}
