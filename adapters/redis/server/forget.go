package server

import (
	"context"
	"fmt"

	goredis "github.com/redis/go-redis/v9"
)

// Forget removes every key that begins with a prefix, on each node of a Cluster:
// what was tried on a server that others use leaves nothing behind.
func (s *Server) Forget(ctx context.Context, prefix string) error {
	clear := func(ctx context.Context, node *goredis.Client) error {
		keys := node.Scan(ctx, 0, prefix+"*", 1000).Iterator()
		for keys.Next(ctx) {
			if err := s.Client.Unlink(ctx, keys.Val()).Err(); err != nil {
				return fmt.Errorf("redis: forget %s: %w", prefix, err)
			}
		}
		return keys.Err()
	}
	switch c := s.Client.(type) {
	case *goredis.ClusterClient:
		return c.ForEachMaster(ctx, clear)
	case *goredis.Client:
		return clear(ctx, c)
	}
	return nil
}
