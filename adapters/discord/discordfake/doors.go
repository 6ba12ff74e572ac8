package discordfake

import (
	"context"
	"net"
	"sync"
)

// doors is a listener in memory.
type doors struct {
	in     chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newDoors() *doors { return &doors{in: make(chan net.Conn), closed: make(chan struct{})} }

func (d *doors) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case d.in <- server:
		return client, nil
	case <-d.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements [net.Listener].
func (d *doors) Accept() (net.Conn, error) {
	select {
	case c := <-d.in:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (d *doors) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

// Addr implements [net.Listener].
func (d *doors) Addr() net.Addr { return address{} }

type address struct{}

func (address) Network() string { return "memory" }
func (address) String() string  { return host }
