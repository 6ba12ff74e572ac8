package watch

import (
	"context"
	"errors"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/metrics"
)

// hook counts the round trips of a client of Redis.
type hook struct{ metrics *metrics.Metrics }

// Hook is what a client of Redis is given to be watched.
func Hook(m *metrics.Metrics) goredis.Hook { return hook{m} }

// DialHook implements [goredis.Hook]: a connection that does not come about is seen by
// the request that wanted it.
func (h hook) DialHook(next goredis.DialHook) goredis.DialHook { return next }

// ProcessHook implements [goredis.Hook].
func (h hook) ProcessHook(next goredis.ProcessHook) goredis.ProcessHook {
	return func(ctx context.Context, cmd goredis.Cmder) error {
		began := time.Now()
		err := next(ctx, cmd)
		h.metrics.Asked(reply(err), time.Since(began))
		return err
	}
}

// ProcessPipelineHook implements [goredis.Hook]. The commands of a pipeline are one
// round trip, which goes as badly as the worst of them.
func (h hook) ProcessPipelineHook(next goredis.ProcessPipelineHook) goredis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []goredis.Cmder) error {
		began := time.Now()
		err := next(ctx, cmds)
		worst := reply(err)
		for _, cmd := range cmds {
			if r := reply(cmd.Err()); worse(r, worst) {
				worst = r
			}
		}
		h.metrics.Asked(worst, time.Since(began))
		return err
	}
}

// reply is what the error of a command means. That there is no such value, or that a
// script is not known yet and has to be sent, are answers like others.
func reply(err error) metrics.Reply {
	var said goredis.Error
	switch {
	case err == nil, errors.Is(err, goredis.Nil), goredis.HasErrorPrefix(err, "NOSCRIPT"):
		return metrics.ReplyWell
	case errors.As(err, &said):
		return metrics.ReplyRefused
	}
	return metrics.ReplyFailed
}

func worse(a, b metrics.Reply) bool {
	rank := map[metrics.Reply]int{metrics.ReplyWell: 0, metrics.ReplyRefused: 1, metrics.ReplyFailed: 2}
	return rank[a] > rank[b]
}
