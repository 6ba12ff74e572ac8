package bot

import (
	"errors"
	"testing"
	"time"
)

func TestParseMoment(t *testing.T) {
	now := time.Date(2026, 2, 27, 15, 30, 0, 0, time.UTC)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		text  string
		start time.Time
		end   time.Time
		err   error
	}{
		{"2026-03-01", day(2026, 3, 1), day(2026, 3, 2).Add(-time.Minute), nil},
		{" 01/03/2026 ", day(2026, 3, 1), day(2026, 3, 2).Add(-time.Minute), nil},
		{"1.3.2026", day(2026, 3, 1), day(2026, 3, 2).Add(-time.Minute), nil},
		{"+3d", day(2026, 3, 2), day(2026, 3, 3).Add(-time.Minute), nil},
		{"+2w", day(2026, 3, 13), day(2026, 3, 14).Add(-time.Minute), nil},
		{"+48h", now.Add(48 * time.Hour), now.Add(48 * time.Hour), nil},
		{"2026-03-01 14:30", day(2026, 3, 1).Add(14*time.Hour + 30*time.Minute), day(2026, 3, 1).Add(14*time.Hour + 30*time.Minute), nil},
		{"2026-03-01T14:30", day(2026, 3, 1).Add(14*time.Hour + 30*time.Minute), day(2026, 3, 1).Add(14*time.Hour + 30*time.Minute), nil},
		{"2028-02-29", day(2028, 2, 29), day(2028, 3, 1).Add(-time.Minute), nil},
		{text: "2026-02-30", err: errDateImpossible},
		{text: "30/02/2026", err: errDateImpossible},
		{text: "2026-02-29", err: errDateImpossible},
		{text: "2026-13-01", err: errDateImpossible},
		{text: "+99999d", err: errDateImpossible},
		{text: "03-01", err: errDateForm},
		{text: "tomorrow", err: errDateForm},
		{text: "+d", err: errDateForm},
		{text: "+", err: errDateForm},
		{text: "", err: errDateForm},
		{text: "+3é", err: errDateForm},
		{text: "2026-03-01 25:00", err: errDateForm},
		{text: "01/03/26", err: errDateForm},
		{text: "2026-3--1", err: errDateForm},
	}
	for _, tt := range tests {
		m, err := parseMoment(tt.text, now, time.UTC)
		if !errors.Is(err, tt.err) {
			t.Errorf("%q: error %v, want %v", tt.text, err, tt.err)
			continue
		}
		if err == nil && (!m.start().Equal(tt.start) || !m.end().Equal(tt.end)) {
			t.Errorf("%q: from %s to %s, want %s to %s", tt.text, m.start(), m.end(), tt.start, tt.end)
		}
	}
}

func TestDuring(t *testing.T) {
	now := time.Date(2026, 2, 27, 15, 30, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-02-27":       now,
		"2026-02-20":       time.Date(2026, 2, 20, 12, 0, 0, 0, time.UTC),
		"2026-02-20 09:05": time.Date(2026, 2, 20, 9, 5, 0, 0, time.UTC),
	} {
		m, err := parseMoment(text, now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.during(now); !got.Equal(want) {
			t.Errorf("%q happened at %s, want %s", text, got, want)
		}
	}
}
