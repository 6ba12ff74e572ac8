//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server

import (
	"context"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"
)

// Attach connects to the private server of a folder on which a bot is running,
// to look at what it holds. Closing ends the connection only.
func Attach(ctx context.Context, o Options) (*Server, error) {
	f, err := prepare(o.Folder)
	if err != nil {
		return nil, err
	}
	if err := f.secret(); err != nil {
		return nil, err
	}
	u := clientOptions()
	u.Addrs, u.Password = []string{f.socket}, f.password
	client := goredis.NewClient(u.Simple())
	if err := client.Ping(ctx).Err(); err != nil {
		err = fmt.Errorf("redis: a bot is running on the data folder %s, and its private server does not answer just now: wait until that is back, or look at its log %s (%w)", o.Folder, f.log(), err)
		return nil, errors.Join(err, client.Close())
	}
	return &Server{
		Client:      client,
		Mode:        Private,
		Description: "private Redis in " + f.dir + ", of the bot that is running",
		close:       func(context.Context) error { return client.Close() },
	}, nil
}
