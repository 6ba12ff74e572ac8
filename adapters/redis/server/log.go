package server

import (
	"context"
	"fmt"
	"log/slog"

	goredis "github.com/redis/go-redis/v9"
)

// LogTo takes the word from the Redis client, which otherwise writes to standard
// error by itself. What matters it also returns as an error, and that is
// reported; here it is for who looks for a fault. It is for the whole process:
// a program calls it once, at its start.
func LogTo(log *slog.Logger) { goredis.SetLogger(clientLog{log}) }

type clientLog struct{ log *slog.Logger }

func (l clientLog) Printf(ctx context.Context, format string, args ...any) {
	l.log.DebugContext(ctx, fmt.Sprintf(format, args...))
}
