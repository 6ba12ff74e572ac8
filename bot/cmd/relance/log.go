package main

import (
	"log/slog"

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
