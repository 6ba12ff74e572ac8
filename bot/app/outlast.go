package app

import (
	"context"
	"errors"
	"time"

	"relance/adapters/chat"
)

// At the start a platform may be out for a while: that is waited for, as whatever
// starts the bot may have started it because of the same trouble. All ours.
const (
	outageWait  = time.Second      // before the second try; each wait is twice the one before
	outageLimit = time.Minute      // the longest wait; a platform that asks for more wants to be mended
	outageEnd   = 10 * time.Minute // after that the bot ends with what is wrong
)

// outlast does what asks a platform, again and again as long as it fails only for a
// while. What is refused for good is returned at once.
func (a *App) outlast(ctx context.Context, platform string, ask func() error) error {
	begun := time.Now()
	for wait := outageWait; ; wait = min(2*wait, outageLimit) {
		err := ask()
		e, is := errors.AsType[*chat.Error](err)
		if err == nil || !is || e.Failure != chat.Temporary || e.After > outageLimit {
			return err
		}
		pause := max(wait, e.After)
		if time.Since(begun)+pause > outageEnd {
			return err
		}
		a.log.Warn("a platform cannot be asked at the start: it is tried again", "platform", platform, "wait", pause, "error", err)
		again := time.NewTimer(pause)
		select {
		case <-again.C:
		case <-ctx.Done():
			again.Stop()
			return errors.Join(ctx.Err(), err)
		}
	}
}
