package app

import (
	"sync"
	"time"
)

// clock is a clock that can be set forward. It is safe for concurrent use.
type clock struct {
	base func() time.Time

	mu    sync.Mutex
	ahead time.Duration
}

// standing is a clock that moves only when it is set.
func standing(at time.Time) *clock { return &clock{base: func() time.Time { return at }} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.ahead)
}

// set moves the clock forward to at; it never goes back.
func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ahead := at.Sub(c.base()); ahead > c.ahead {
		c.ahead = ahead
	}
}

// moved is how far the clock was set forward in all.
func (c *clock) moved() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ahead
}
