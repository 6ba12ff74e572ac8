package chat

import (
	"sync"
	"time"
)

// Connector is a platform that hears people over a connection, which may be lost and
// come back. One that is not always hears them.
type Connector interface {
	// Connection tells how the connection is at present.
	Connection() Connection
}

// Connection is how a connection is.
type Connection struct {
	Up    bool
	Since time.Time // since when it is so; zero: it has never been up
	Why   string    // why it is not up, in a few words and without secrets
}

// Link remembers how a connection is. The zero Link has never been up. It is safe
// for concurrent use.
type Link struct {
	mu  sync.Mutex
	now Connection
}

// Up says that people are heard.
func (l *Link) Up(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.now.Up {
		l.now = Connection{Up: true, Since: at}
	}
}

// Down says that people are not heard, and why; an empty why leaves what was said
// before.
func (l *Link) Down(at time.Time, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.now.Up {
		l.now = Connection{Since: at}
	}
	if why != "" {
		l.now.Why = why
	}
}

// Connection is how the connection is at present.
func (l *Link) Connection() Connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}
