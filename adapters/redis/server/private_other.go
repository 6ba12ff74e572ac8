//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package server

import (
	"context"
	"fmt"
	"runtime"
)

const privatePossible = false

func openPrivate(context.Context, Options) (*Server, error) { return nil, impossible() }

// Attach fails: there is no private server here.
func Attach(context.Context, Options) (*Server, error) { return nil, impossible() }

// Save fails: there is no private server here.
func (*Server) Save(context.Context, string) error { return ErrNotOurs }

// Missing is always so: there is no private server here.
func Missing(string) bool { return true }

// Restore fails: there is no private server here.
func Restore(_, _ string, _ func() error) error { return impossible() }

func impossible() error {
	return fmt.Errorf("redis: a private server is not possible on %s: set redis.url, or redis.mode: memory", runtime.GOOS)
}
