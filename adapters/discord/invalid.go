package discord

import "time"

// invalid counts invalid requests, in windows that do not overlap.
type invalid struct {
	began time.Time
	n     int
	last  time.Time // when a request went although they were too many
}

func (i *invalid) count(now time.Time) {
	if now.Sub(i.began) >= invalidWindow {
		i.began, i.n = now, 0
	}
	i.n++
}

// wait is how long a request waits because too many were invalid. Where it is 0 the
// request goes.
func (i *invalid) wait(now time.Time) time.Duration {
	if i.n < invalidLimit || now.Sub(i.began) >= invalidWindow {
		return 0
	}
	if wait := i.last.Add(invalidPause).Sub(now); wait > 0 {
		return wait
	}
	i.last = now
	return 0
}
