//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package server

import (
	"context"
	"fmt"
	"runtime"
)

const privatePossible = false

func openPrivate(context.Context, Options) (*Server, error) {
	return nil, fmt.Errorf("redis: a private server is not possible on %s: set redis.url, or redis.mode: memory", runtime.GOOS)
}
