package chat

import (
	"strconv"
	"testing"
)

// The last IDs are known, the oldest are forgotten.
func TestMemory(t *testing.T) {
	var m Memory
	if !m.First("a") || m.First("a") {
		t.Error("a is new once")
	}
	for i := range MemoryLimit {
		m.First(strconv.Itoa(i))
	}
	if len(m.known) != MemoryLimit || len(m.ring) != MemoryLimit || !m.First("a") {
		t.Errorf("%d known, %d in the ring: the oldest is forgotten", len(m.known), len(m.ring))
	}
}

// What is forgotten is new, and then known as long as anything else.
func TestForget(t *testing.T) {
	var m Memory
	m.First("a")
	m.Forget("a")
	m.Forget("never told")
	if !m.First("a") {
		t.Error("what is forgotten is new")
	}
	for i := range MemoryLimit - 1 {
		m.First(strconv.Itoa(i))
	}
	if m.First("a") {
		t.Error("its old place took the new one with it")
	}
}
