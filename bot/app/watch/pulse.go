package watch

import (
	"sync/atomic"
	"time"
)

// stillMost is how long the engine's loop may stand still before the process counts as
// dead: several times the longest that one turn of it takes. It looks for work every
// second; a message takes half a minute at most, and a store that does not answer is
// given up in less than a minute.
const stillMost = 2 * time.Minute

// Pulse is when the engine's loop turned last. The zero Pulse has not begun to beat.
type Pulse struct{ last atomic.Pointer[time.Time] }

// Beat notes a turn.
func (p *Pulse) Beat() {
	now := time.Now()
	p.last.Store(&now)
}

// still is how long the loop has stood still; 0 before its first turn.
func (p *Pulse) still() time.Duration {
	last := p.last.Load()
	if last == nil {
		return 0
	}
	return time.Since(*last)
}
