package escalation_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// bubble runs f in a synctest bubble with an engine on a server that was started
// outside: inside it, days pass as soon as everybody waits.
func bubble(t *testing.T, poll time.Duration, f func(t *testing.T, s *stage, url string, run func() (stop func()))) {
	url := redistest.Server(t)
	synctest.Test(t, func(t *testing.T) {
		store, err := redis.New(redis.Options{Client: redistest.Client(t, url)})
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOn(t, store, escalation.EngineOptions{Poll: poll})
		f(t, s, url, func() func() {
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- s.engine.Run(ctx) }()
			return func() {
				cancel()
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
		})
	})
}

func TestRunClimbsByItself(t *testing.T) {
	bubble(t, time.Hour, func(t *testing.T, s *stage, _ string, run func() func()) {
		stop := run()
		defer stop()
		opened := time.Now()
		id := s.record("open", "", opened, requesterOf(1), s.opened(1)).ID
		time.Sleep(time.Second)
		if c := s.load(id); len(c.Climb.Letters) != 1 || c.Climb.Letters[0].Delivered.IsZero() {
			t.Fatal("the first letter did not go out by itself")
		}
		time.Sleep(48*time.Hour - 2*time.Second)
		if c := s.load(id); c.Climb.Rung != 0 {
			t.Fatal("climbed early")
		}
		time.Sleep(2 * time.Second)
		if c := s.load(id); c.Climb.Rung != 1 {
			t.Fatalf("on rung %d after two days; timers %+v", c.Climb.Rung, c.Timers)
		}
		time.Sleep(72 * time.Hour)
		if c := s.load(id); c.State != escalation.StateAwaitingApproval {
			t.Fatalf("state %s", c.State)
		}
	})
}

func TestRunSeesWhatAnotherReplicaAdds(t *testing.T) {
	bubble(t, time.Second, func(t *testing.T, s *stage, url string, run func() func()) {
		stop := run()
		defer stop()
		time.Sleep(time.Minute)
		other, err := redis.New(redis.Options{Client: redistest.Client(t, url)})
		if err != nil {
			t.Fatal(err)
		}
		second := newStageOn(t, other, escalation.EngineOptions{})
		id := second.record("open", "", time.Now(), requesterOf(1), second.opened(1)).ID
		time.Sleep(3 * time.Second)
		if c := s.load(id); c.Climb.Letters[0].Delivered.IsZero() {
			t.Error("nobody delivered what a replica that does not run has added")
		}
	})
}

func TestRunGoesOnAfterFailures(t *testing.T) {
	bubble(t, time.Second, func(t *testing.T, s *stage, _ string, run func() func()) {
		broken := &brokenStore{Store: s.store}
		var log strings.Builder // of the engine's one goroutine
		s.engine = escalation.NewEngine(escalation.EngineOptions{Store: broken, Book: s.book, Rules: s.rules, Deliver: s.voice,
			Logger: slog.New(slog.NewTextHandler(&log, nil))})
		id := s.record("open", "", time.Now(), requesterOf(1), s.opened(1)).ID
		broken.down.Store(true)
		stop := run()
		time.Sleep(3*time.Hour + time.Minute)
		if n := len(s.voice.said); n > 0 {
			t.Fatalf("%d messages while nothing could be recorded", n)
		}
		broken.down.Store(false)
		time.Sleep(30 * time.Second)
		if c := s.load(id); c.Climb.Letters[0].Delivered.IsZero() {
			t.Error("did not go on after the store came back")
		}
		stop()
		// One line at the beginning, one every half an hour, one at the end.
		said := log.String()
		if lines := strings.Count(said, `msg="the store`); lines != 1+6+1 || strings.Count(said, "the store still cannot be used") != 6 ||
			!strings.Contains(said, `level=ERROR msg="the store cannot be used`) || !strings.Contains(said, `level=INFO msg="the store can be used again: what is due goes on" wait=3h0m5`) {
			t.Errorf("the log of three hours:\n%s", said)
		}
	})
}

type brokenStore struct {
	escalation.Store
	down atomic.Bool
}

var errDown = errors.New("the store is down")

func (b *brokenStore) Due(ctx context.Context, now time.Time, hold time.Duration, limit int) (escalation.Due, error) {
	if b.down.Load() {
		return escalation.Due{}, errDown
	}
	return b.Store.Due(ctx, now, hold, limit)
}

func TestACallThatIsNotAnsweredHoldsOtherCasesForHalfAMinute(t *testing.T) {
	bubble(t, time.Hour, func(t *testing.T, s *stage, _ string, run func() func()) {
		s.voice.hang = escalation.NoticeLetter
		var cases []escalation.CaseID
		for i := range 2 {
			cases = append(cases, s.record(fmt.Sprint("open", i), "", time.Now(), requesterOf(i), s.opened(i)).ID)
		}
		stop := run()
		defer stop()
		time.Sleep(31 * time.Second)
		for _, id := range cases {
			if l := s.load(id).Climb.Letters[0]; l.Delivered.IsZero() != (id == s.voice.held) {
				t.Errorf("case %s: letter %+v, held is %s", id, l, s.voice.held)
			}
		}
	})
}
