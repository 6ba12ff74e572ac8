package escalation

import (
	"math/rand/v2"
	"testing"
	"time"
)

// randomCalendar has spans that may overlap, touch midnight, or hold a minute only.
func randomCalendar(t *testing.T, r *rand.Rand) Calendar {
	c := Calendar{Zone: location(t, dstZones[r.IntN(len(dstZones))]), Holidays: map[Date]string{}}
	for day := range c.Hours {
		for range r.IntN(4) {
			from := r.IntN(minutesPerDay)
			to := min(minutesPerDay, from+1+r.IntN(6*60))
			c.Hours[day] = append(c.Hours[day], Span{from, to})
		}
	}
	c.Hours[r.IntN(7)] = []Span{{0, minutesPerDay}} // it opens at all
	for range r.IntN(30) {
		c.Holidays[randomDate(r)] = "holiday"
	}
	return c
}

func randomDate(r *rand.Rand) Date { return Date{2026, 1, 1}.AddDays(r.IntN(366)) }

func randomTime(r *rand.Rand) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.Int64N(int64(366 * 24 * time.Hour))))
}

func randomWait(r *rand.Rand) Wait {
	return Wait{Days: r.IntN(5), Time: time.Duration(r.Int64N(int64(30 * time.Hour))), Working: r.IntN(3) > 0}
}

func TestCalendarProperties(t *testing.T) {
	const calendars, times = 200, 40
	r := rand.New(rand.NewPCG(20260329, 20261025))
	for range calendars {
		c := randomCalendar(t, r)
		for range times {
			from, w := randomTime(r), randomWait(r)
			due := c.Add(from, w)

			open := c.NextOpen(from)
			if !c.IsOpen(open) || open.Before(from) || !c.NextOpen(open).Equal(open) {
				t.Fatalf("%+v: the next opening after %s is %s", c, from, open)
			}
			if c.IsOpen(from) != open.Equal(from) {
				t.Fatalf("%+v: %s is open, but opens at %s", c, from, open)
			}
			if w.Working && !c.IsOpen(due) {
				t.Fatalf("%+v: %s + %s = %s, which is closed", c, from, w, due)
			}
			if due.Before(from) {
				t.Fatalf("%+v: %s + %s = %s", c, from, w, due)
			}

			later := from.Add(time.Duration(r.Int64N(int64(3 * time.Hour))))
			if next := c.Add(later, w); next.Before(due) {
				t.Fatalf("%+v: %s + %s = %s, but from %s on it is %s", c, from, w, due, later, next)
			}

			// A hold without length changes nothing; one of any length moves the
			// end by the open time that it took.
			now := from.Add(time.Duration(r.Int64N(int64(due.Sub(from)) + 1)))
			left := c.Left(now, due, w)
			if left.Time < 0 || left.Working != w.Working {
				t.Fatalf("%+v: at %s of %s due at %s: left %s", c, now, w, due, left)
			}
			if again := c.Add(now, left); !again.Equal(due) {
				t.Fatalf("%+v: %s left at %s end at %s instead of %s", c, left, now, again, due)
			}
			resume := now.Add(time.Duration(r.Int64N(int64(100 * time.Hour))))
			if got := c.Left(resume, c.Add(resume, left), left); got != left {
				t.Fatalf("%+v: %s left became %s by a hold", c, left, got)
			}
		}
	}
}
