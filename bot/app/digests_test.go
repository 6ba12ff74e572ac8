package app

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones wherever the test runs

	"relance/config"
	"relance/escalation"
)

func TestNextDigest(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	tests := []struct {
		quiet     escalation.Span
		now, next string
	}{
		{escalation.Span{}, "2026-03-28 07:59", "2026-03-28 08:00"},
		{escalation.Span{}, "2026-03-28 08:00", "2026-03-29 08:00"}, // the night the clock goes forward
		{escalation.Span{From: 21 * 60, To: 9*60 + 30}, "2026-03-28 23:59", "2026-03-29 09:30"},
		{escalation.Span{From: 21 * 60, To: 9*60 + 30}, "2026-12-31 10:00", "2027-01-01 09:30"},
	}
	for _, tt := range tests {
		c := &config.Config{People: config.People{Quiet: tt.quiet, Zone: paris}}
		if got := nextDigest(c, at(tt.now)); !got.Equal(at(tt.next)) {
			t.Errorf("after %s with quiet hours %v: %s, want %s", tt.now, tt.quiet, got.In(paris), tt.next)
		}
	}
}
