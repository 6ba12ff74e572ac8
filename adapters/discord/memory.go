package discord

import "sync"

// memoryLimit is how many IDs a memory holds: an hour of a busy server, and a
// megabyte or two.
const memoryLimit = 20_000

// memory knows the last IDs that it was told. The zero memory is ready.
type memory struct {
	mu    sync.Mutex
	known map[string]bool
	order []string // a ring, once it is full
	next  int
}

// first remembers an ID and says whether it was new.
func (m *memory) first(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known[id] {
		return false
	}
	if m.known == nil {
		m.known = map[string]bool{}
	}
	m.known[id] = true
	if len(m.order) < memoryLimit {
		m.order = append(m.order, id)
		return true
	}
	delete(m.known, m.order[m.next])
	m.order[m.next] = id
	m.next = (m.next + 1) % memoryLimit
	return true
}

// forget makes an ID new again.
func (m *memory) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, id)
}
