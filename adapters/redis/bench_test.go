package redis_test

import (
	"fmt"
	"testing"
	"time"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// BenchmarkStep is what the store does for a step of a case, without the
// decision: taken when due, committed with an entry and a notice, the notice
// taken and settled. One iteration is one case.
func BenchmarkStep(b *testing.B) {
	for _, fsync := range []string{"everysec", "always"} {
		for _, batch := range []int{1, 16, 64, 256} {
			b.Run(fmt.Sprintf("%s/batch=%d", fsync, batch), func(b *testing.B) {
				url := redistest.Server(b, "--appendonly", "yes", "--appendfsync", fsync)
				s := redistest.New(b, redis.Options{Client: redistest.Client(b, url)})
				prepare(b, s, b.N)
				b.ResetTimer()
				step(b, s, batch)
			})
		}
	}
}

// prepare stores n cases that are due.
func prepare(b *testing.B, s *redis.Store, n int) {
	b.Helper()
	for from := 0; from < n; from += 256 {
		var changes []escalation.Change
		for i := from; i < min(n, from+256); i++ {
			ch := opening(i, noon)
			ch.Op, ch.Notices = "", nil
			ch.Case.Story = "The boiler of the building has been out of order since the second week of January. Nobody has given us a date."
			changes = append(changes, ch)
		}
		if _, err := s.Commit(b.Context(), noon, changes...); err != nil {
			b.Fatal(err)
		}
	}
}

func step(b *testing.B, s *redis.Store, batch int) {
	for done := 0; done < b.N; {
		due, err := s.Due(b.Context(), noon, time.Hour, batch)
		if err != nil || len(due.Cases) == 0 {
			b.Fatalf("%d of %d: %v", done, b.N, err)
		}
		var changes []escalation.Change
		for _, c := range due.Cases {
			c.Version++
			c.Timers[0].At = noon.Add(time.Hour)
			changes = append(changes, escalation.Change{
				Op: "tick", Case: c, Reason: "reminded",
				Entries: []escalation.Entry{{N: 2, At: noon, Kind: "reminded", Fields: map[string]string{"rung": "1"}, Salt: make([]byte, 16)}},
				Notices: []escalation.Notice{{Key: string(c.ID) + "/2", Kind: escalation.NoticeLetter, Address: "mailto:service@housing.example"}},
			})
		}
		if _, err := s.Commit(b.Context(), noon, changes...); err != nil {
			b.Fatal(err)
		}
		out, err := s.Outbox(b.Context(), noon, time.Hour, batch)
		if err != nil {
			b.Fatal(err)
		}
		var settled []escalation.Settled
		for _, n := range out.Notices {
			settled = append(settled, escalation.Settled{Key: n.Key})
		}
		if err := s.Settle(b.Context(), noon, settled...); err != nil {
			b.Fatal(err)
		}
		done += len(due.Cases)
	}
}
