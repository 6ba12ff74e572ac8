package app_test

import (
	"context"
	"net"
	"strings"
)

// toEach dials the fake that an address belongs to.
func toEach(w workspace, g guild) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "slack") {
			return w.Dial(ctx, network, address)
		}
		return g.Dial(ctx, network, address)
	}
}
