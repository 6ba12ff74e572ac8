package redis_test

import (
	"errors"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/adapters/redis/trouble"
	"relance/escalation"
)

// TestARefusedConnectionIsNoAnswer changes the password under a store: nothing that
// it is asked may look as if there were nothing, and nothing that it is given as if
// it were kept. The client gives the connection a name, so that it is refused while
// it is made, before any command.
func TestARefusedConnectionIsNoAnswer(t *testing.T) {
	url := redistest.Server(t)
	o, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	o.MaxRetries, o.ClientName = -1, "relance"
	client := goredis.NewClient(o)
	t.Cleanup(func() { client.Close() })
	s := redistest.New(t, redis.Options{Client: client})
	if err := s.Put(t.Context(), "shelf", "key", []byte("value")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Find(t.Context(), escalation.Query{Term: "state:open"}); err != nil {
		t.Fatal(err)
	}
	breaker := redistest.Client(t, url)
	if err := breaker.ConfigSet(t.Context(), "requirepass", "another").Err(); err != nil {
		t.Fatal(err)
	}
	if err := breaker.Do(t.Context(), "client", "kill", "type", "normal", "skipme", "yes").Err(); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for name, ask := range map[string]func() error{
		"Find":   func() error { _, err := s.Find(t.Context(), escalation.Query{Term: "state:open"}); return err },
		"Load":   func() error { _, _, err := s.Load(t.Context(), "K7M4QZX", "op"); return err },
		"Trail":  func() error { _, err := s.Trail(t.Context(), "K7M4QZX"); return err },
		"Get":    func() error { _, err := s.Get(t.Context(), "shelf", "key"); return err },
		"All":    func() error { _, err := s.All(t.Context(), "shelf"); return err },
		"Put":    func() error { return s.Put(t.Context(), "shelf", "key", []byte("another")) },
		"Settle": func() error { return s.Settle(t.Context(), now, escalation.Settled{Key: "K7M4QZX/1"}) },
		"Due":    func() error { _, err := s.Due(t.Context(), now, time.Minute, 1); return err },
		"Outbox": func() error { _, err := s.Outbox(t.Context(), now, time.Minute, 1); return err },
		"Changed": func() error {
			_, err := s.Changed(t.Context())
			return err
		},
	} {
		if err := ask(); !errors.Is(err, trouble.ErrMend) || errors.Is(err, escalation.ErrUnconfirmed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
