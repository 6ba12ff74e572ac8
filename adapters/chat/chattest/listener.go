package chattest

import (
	"context"
	"net"
	"sync"
)

// Listener is where a platform's fake listens, in memory: a testing/synctest bubble
// can wait for such connections, not for a socket.
type Listener struct {
	host   string
	in     chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// Listen makes a listener for a host's name.
func Listen(host string) *Listener {
	return &Listener{host: host, in: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects to it. The error is that of the context, or [net.ErrClosed].
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.in <- server:
		return client, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements [net.Listener].
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.in:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr implements [net.Listener].
func (l *Listener) Addr() net.Addr { return address(l.host) }

type address string

func (address) Network() string  { return "memory" }
func (a address) String() string { return string(a) }
