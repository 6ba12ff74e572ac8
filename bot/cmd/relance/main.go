// Command relance asks again, until somebody answers.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // calendars need the zones, and not every machine has them

	_ "golang.org/x/crypto/x509roots/fallback" // TLS needs roots, and an image from scratch has none

	"relance/adapters/redis/server"
)

func main() {
	server.LogTo(slog.Default())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends in peace; the second finds nobody listening and stops
	// at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
