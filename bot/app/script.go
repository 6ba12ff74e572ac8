package app

import (
	"bufio"
	"context"
	"errors"
	"time"

	"relance/adapters/console"
)

// script plays lines that nobody types: each is acted on when everything that
// the one before has caused is said, so that a button is there when it is
// clicked.
func (a *App) script(ctx context.Context) error {
	lines, failed := a.lines(ctx)
	for {
		next, err := a.engine.Tick(ctx, a.clock.Now())
		if err != nil {
			return ended(ctx, err)
		}
		due := time.NewTimer(wait(next, a.clock.Now()))
		select {
		case <-ctx.Done():
			due.Stop()
			return nil
		case <-due.C:
		case line, more := <-lines:
			due.Stop()
			if !more {
				return <-failed
			}
			err := a.console.Do(ctx, a.handler(a.console.Name()), line)
			if _, told := errors.AsType[*console.LineError](err); err != nil && !told {
				return ended(ctx, err)
			}
		}
	}
}

// lines reads the input. The error, nil at its end, comes after the last line.
func (a *App) lines(ctx context.Context) (<-chan string, <-chan error) {
	lines, failed := make(chan string), make(chan error, 1)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(a.o.In)
		scanner.Buffer(nil, 16*console.LineLimit) // the console says what is too long for a line
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				failed <- nil
				return
			}
		}
		failed <- scanner.Err()
	}()
	return lines, failed
}

// wait is how long nothing is due, a little less than for ever where nothing is.
func wait(next, now time.Time) time.Duration {
	if next.IsZero() {
		return 24 * time.Hour
	}
	return max(0, next.Sub(now))
}

// ended leaves out an error that only says that the context has ended.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
