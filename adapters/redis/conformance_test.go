package redis_test

import (
	"context"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
	"relance/escalation/storetest"
)

func TestConformanceMiniredis(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (escalation.Store, escalation.Book) {
		s, _ := redistest.Memory(t)
		return s, s
	})
}

func TestConformanceRedis(t *testing.T) {
	client := redistest.Client(t, redistest.Server(t))
	storetest.Run(t, func(t *testing.T) (escalation.Store, escalation.Book) {
		if err := client.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		s := redistest.New(t, redis.Options{Client: client})
		return s, s
	})
}

func TestConformanceCluster(t *testing.T) {
	client := redistest.ClusterClient(t, redistest.Cluster(t))
	storetest.Run(t, func(t *testing.T) (escalation.Store, escalation.Book) {
		err := client.ForEachMaster(t.Context(), func(ctx context.Context, c *goredis.Client) error {
			return c.FlushAll(ctx).Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		s := redistest.New(t, redis.Options{Client: client})
		return s, s
	})
}
