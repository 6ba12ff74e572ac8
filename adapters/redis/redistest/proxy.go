package redistest

import (
	"bytes"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy stands between a client and a server and loses replies on demand.
type Proxy struct {
	lose   atomic.Int64 // replies to scripts still to be lost; negative: all
	refuse atomic.Bool
	lost   atomic.Int64
	server string
}

// NewProxy starts a proxy before the server at a URL that [Server] returned,
// and returns the URL of the proxy.
func NewProxy(t testing.TB, serverURL string) (*Proxy, string) {
	t.Helper()
	u, err := url.Parse(serverURL)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{server: u.Path}
	socket := filepath.Join(shortDir(t), "p")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close() })
	return p, "unix://" + socket
}

// LoseReplies makes the next n scripts run with their replies lost: the server
// gets the command, the client gets the end of its connection.
func (p *Proxy) LoseReplies(n int) { p.lose.Store(int64(n)) }

// Lost is how many replies were lost so far.
func (p *Proxy) Lost() int { return int(p.lost.Load()) }

// Refuse makes new connections end at once.
func (p *Proxy) Refuse(on bool) { p.refuse.Store(on) }

func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	if p.refuse.Load() {
		return
	}
	server, err := net.Dial("unix", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	var script atomic.Bool // the last command was a script
	go func() {
		defer server.Close()
		forward(client, server, func(b []byte) bool {
			script.Store(bytes.Contains(bytes.ToLower(b), []byte("eval")))
			return true
		})
	}()
	forward(server, client, func([]byte) bool {
		if !script.Load() || p.lose.Load() == 0 {
			return true
		}
		p.lose.Add(-1)
		p.lost.Add(1)
		return false
	})
}

// forward copies until either side ends or pass says no.
func forward(from, to net.Conn, pass func([]byte) bool) {
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if !pass(buf[:n]) {
				return
			}
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
