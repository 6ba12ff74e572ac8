package main

import (
	"context"
	"log/slog"
	"sync/atomic"

	"relance/config"
)

// logger writes to standard error what the program says about itself.
func (p *program) logger(c *config.Config) *slog.Logger {
	p.log.use(c.Log)
	text := &slog.HandlerOptions{Level: &p.log.level}
	json := &slog.HandlerOptions{Level: &p.log.level, ReplaceAttr: readable}
	return slog.New(&switched{&p.log, slog.NewTextHandler(p.errors, text), slog.NewJSONHandler(p.errors, json)})
}

// readable writes a length of time as it is in the text, and not in nanoseconds.
func readable(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindDuration {
		a.Value = slog.StringValue(a.Value.Duration().String())
	}
	return a
}

// logging is how the log is written; it may change while it is.
type logging struct {
	level slog.LevelVar
	json  atomic.Bool
}

func (l *logging) use(c config.Log) {
	l.level.Set(c.Level)
	l.json.Store(c.Format == config.LogJSON)
}

// switched writes each line in the format that is wanted then.
type switched struct {
	how        *logging
	text, json slog.Handler
}

func (s *switched) handler() slog.Handler {
	if s.how.json.Load() {
		return s.json
	}
	return s.text
}

// Enabled implements [slog.Handler].
func (s *switched) Enabled(ctx context.Context, l slog.Level) bool {
	return s.handler().Enabled(ctx, l)
}

// Handle implements [slog.Handler].
func (s *switched) Handle(ctx context.Context, r slog.Record) error {
	return s.handler().Handle(ctx, r)
}

// WithAttrs implements [slog.Handler].
func (s *switched) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &switched{s.how, s.text.WithAttrs(attrs), s.json.WithAttrs(attrs)}
}

// WithGroup implements [slog.Handler].
func (s *switched) WithGroup(name string) slog.Handler {
	return &switched{s.how, s.text.WithGroup(name), s.json.WithGroup(name)}
}
