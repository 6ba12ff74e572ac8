package redis_test

import (
	"testing"

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
