package watch

import (
	"context"
	"errors"
	"net"
	"sync/atomic"

	goredis "github.com/redis/go-redis/v9"
)

// Reconnects notes that what answers may not be the Redis of before: a connection
// was made, or a request got no answer. It is a hook of a client. Nodes of a Cluster
// are dialled past the hooks of their client, so there it is the requests that tell.
type Reconnects struct{ seen atomic.Bool }

var _ goredis.Hook = (*Reconnects)(nil)

// Any says whether there were any since it was asked last, or Again was called.
func (r *Reconnects) Any() bool { return r.seen.Swap(false) }

// Seen says what Any would say, which says it still.
func (r *Reconnects) Seen() bool { return r.seen.Load() }

// Again has the next Any say yes.
func (r *Reconnects) Again() { r.seen.Store(true) }

// DialHook implements [goredis.Hook].
func (r *Reconnects) DialHook(next goredis.DialHook) goredis.DialHook {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := next(ctx, network, address)
		r.Again()
		return conn, err
	}
}

// ProcessHook implements [goredis.Hook].
func (r *Reconnects) ProcessHook(next goredis.ProcessHook) goredis.ProcessHook {
	return func(ctx context.Context, cmd goredis.Cmder) error {
		err := next(ctx, cmd)
		r.answered(err)
		return err
	}
}

// ProcessPipelineHook implements [goredis.Hook].
func (r *Reconnects) ProcessPipelineHook(next goredis.ProcessPipelineHook) goredis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []goredis.Cmder) error {
		err := next(ctx, cmds)
		r.answered(err)
		return err
	}
}

// answered looks whether an error is an answer of Redis.
func (r *Reconnects) answered(err error) {
	var said goredis.Error
	if err != nil && !errors.Is(err, goredis.Nil) && !errors.As(err, &said) {
		r.Again()
	}
}
