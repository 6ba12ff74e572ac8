package server

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
)

// openMemory starts a Redis inside the process. It listens on the loopback
// interface, so it has a password: other users of the machine could reach it.
func openMemory() (*Server, error) {
	m := miniredis.NewMiniRedis()
	password := rand.Text()
	m.RequireAuth(password)
	if err := m.Start(); err != nil {
		return nil, fmt.Errorf("redis: in-process server: %w", err)
	}
	u := clientOptions()
	u.Addrs, u.Password = []string{m.Addr()}, password
	client := goredis.NewUniversalClient(u)
	return &Server{
		Client:      client,
		Description: "in-process Redis: everything is forgotten at exit",
		Warnings: []string{"redis: everything is kept in memory only and forgotten at exit; " +
			"install redis-server or valkey-server, or set redis.url, to keep it"},
		close: func(context.Context) error {
			err := client.Close()
			m.Close()
			return err
		},
	}, nil
}
