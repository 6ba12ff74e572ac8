package chat

import "sync"

// MemoryLimit is how many IDs a [Memory] holds: an hour of a busy workspace, and a
// megabyte or two.
const MemoryLimit = 20_000

// Memory knows the last IDs that it was told: which acts were answered, which
// signatures were used. The zero Memory is ready. Its methods may be called at the
// same time.
type Memory struct {
	mu    sync.Mutex
	known map[string]int // by ID: its place in the ring
	ring  []string
	next  int
}

// First remembers an ID and says whether it was new.
func (m *Memory) First(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.known[id]; known {
		return false
	}
	if m.known == nil {
		m.known = map[string]int{}
	}
	if len(m.ring) < MemoryLimit {
		m.known[id] = len(m.ring)
		m.ring = append(m.ring, id)
		return true
	}
	if old := m.ring[m.next]; m.known[old] == m.next { // else it was forgotten, and perhaps told again since
		delete(m.known, old)
	}
	m.known[id], m.ring[m.next] = m.next, id
	m.next = (m.next + 1) % MemoryLimit
	return true
}

// Forget makes an ID new again.
func (m *Memory) Forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, id)
}
