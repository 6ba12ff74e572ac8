package main

import (
	"context"
	"fmt"
	"log/slog"

	goredis "github.com/redis/go-redis/v9"

	"relance/config"
)

// logger writes to standard error what the program says about itself.
func (p *program) logger(c *config.Config) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.Log.Level}
	if c.Log.Format == config.LogJSON {
		return slog.New(slog.NewJSONHandler(p.errors, o))
	}
	return slog.New(slog.NewTextHandler(p.errors, o))
}

// hushRedis takes the word from the Redis client, which writes to standard error
// by itself. What matters it also returns as an error, and that is reported.
func hushRedis() { goredis.SetLogger(redisLog{}) }

type redisLog struct{}

func (redisLog) Printf(ctx context.Context, format string, args ...any) {
	slog.DebugContext(ctx, fmt.Sprintf(format, args...))
}
