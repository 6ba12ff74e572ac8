package slack

import (
	"sync"
	"time"
)

// doubtLimit is how many messages are remembered whose outcome is not known, and
// how many that are there in part. Beyond it only looks take longer, and what was
// said in part is looked for again.
const doubtLimit = 1_000

// doubts are the messages that this process may have said, with the time of the
// first try. Whoever asks for one knows only since when it was due, which in a busy
// channel is many pages of history earlier.
type doubts struct {
	mu    sync.Mutex
	tried map[mark]time.Time
}

// begin remembers a try of unknown outcome.
func (d *doubts) begin(m mark, at time.Time) {
	if m == "" {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.tried[m]; known {
		return
	}
	if d.tried == nil || len(d.tried) >= doubtLimit {
		d.tried = map[mark]time.Time{}
	}
	d.tried[m] = at
}

// since is the time of the first try; zero: it is not known.
func (d *doubts) since(m mark) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tried[m]
}

// settle forgets a message that is said.
func (d *doubts) settle(m mark) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.tried, m)
}

// begun are the messages that were found in part: the parts' ts by number.
type begun struct {
	mu   sync.Mutex
	said map[mark]map[int]string
}

// keep remembers the parts of a message that are there.
func (b *begun) keep(m mark, said map[int]string) {
	if len(said) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.said == nil || len(b.said) >= doubtLimit {
		b.said = map[mark]map[int]string{}
	}
	b.said[m] = said
}

// take returns what was kept and forgets it.
func (b *begun) take(m mark) map[int]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := b.said[m]
	delete(b.said, m)
	return said
}
