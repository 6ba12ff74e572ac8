// Package loopback is the only way in which tests reach a server over the
// network: it dials this machine and refuses every other, before a name is
// looked up or a packet sent. A test that names a real host by mistake fails at
// once, also on a developer's machine that could reach it.
package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// ErrForeign is the refusal of an address that is not on this machine.
var ErrForeign = errors.New("loopback: tests talk to this machine only")

// DialContext is [net.Dialer.DialContext] for loopback addresses and Unix sockets.
func DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if strings.HasPrefix(network, "unix") {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("loopback: %w", err)
	}
	if !local(host) {
		return nil, fmt.Errorf("%w, not to %s", ErrForeign, address)
	}
	d := net.Dialer{ControlContext: control}
	return d.DialContext(ctx, network, address)
}

// control refuses what a name turned out to mean.
func control(_ context.Context, _, address string, _ syscall.RawConn) error {
	if host, _, err := net.SplitHostPort(address); err != nil || !local(host) {
		return fmt.Errorf("%w, not to %s", ErrForeign, address)
	}
	return nil
}

// local says whether a host is this machine, without asking anybody.
func local(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Client returns an HTTP client that reaches this machine only, whatever proxy
// the environment names.
func Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: DialContext, DisableKeepAlives: true}}
}
