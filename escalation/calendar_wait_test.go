package escalation

import (
	"strings"
	"testing"
	"time"
)

func TestParseWait(t *testing.T) {
	tests := []struct {
		text string
		want Wait
		form string // what String makes of it
	}{
		{"48h", Wait{Time: 48 * time.Hour}, "48h"},
		{"90m", Wait{Time: 90 * time.Minute}, "1h30m"},
		{"1h30m", Wait{Time: 90 * time.Minute}, "1h30m"},
		{"1 hour 30 minutes", Wait{Time: 90 * time.Minute}, "1h30m"},
		{"0.5h", Wait{Time: 30 * time.Minute}, "30m"},
		{"20 s", Wait{Time: 20 * time.Second}, "20s"},
		{"3 days", Wait{Days: 3}, "3 days"},
		{"3d", Wait{Days: 3}, "3 days"},
		{"1 day", Wait{Days: 1}, "1 day"},
		{"2 weeks", Wait{Days: 14}, "14 days"},
		{"2 days 4h", Wait{Days: 2, Time: 4 * time.Hour}, "2 days 4h"},
		{"10 working days", Wait{Days: 10, Working: true}, "10 working days"},
		{"1 working day", Wait{Days: 1, Working: true}, "1 working day"},
		{"5 working hours", Wait{Time: 5 * time.Hour, Working: true}, "5 working hours"},
		{"90 working minutes", Wait{Time: 90 * time.Minute, Working: true}, "90 working minutes"},
		{"1h0m20s working time", Wait{Time: time.Hour + 20*time.Second, Working: true}, "1h0m20s working time"},
		{"  5  Working Hours ", Wait{Time: 5 * time.Hour, Working: true}, "5 working hours"},
		{"2 working days 3 working hours", Wait{Days: 2, Time: 3 * time.Hour, Working: true}, "2 working days 3 working hours"},
		{"0h", Wait{}, "0s"},
	}
	for _, tt := range tests {
		got, err := ParseWait(tt.text)
		if err != nil || got != tt.want {
			t.Errorf("ParseWait(%q) = %+v, %v", tt.text, got, err)
		}
		if form := got.String(); form != tt.form {
			t.Errorf("%q is written %q, want %q", tt.text, form, tt.form)
		}
	}
}

func TestParseWaitRefuses(t *testing.T) {
	tests := []struct{ text, why string }{
		{"", "write a length of time like"},
		{"soon", "write a length of time like"},
		{"10", "write a length of time like"},
		{"working days", "write a length of time like"},
		{"working time", "write a length of time like"},
		{"-3 days", "write a length of time like"},
		{"5 fortnights", "write a length of time like"},
		{"3 days,", "write a length of time like"},
		{"1.5 days", "whole numbers"},
		{"2 working weeks", "5 working days"},
		{"2 working days 5 hours", "mixes"},
		{"4000 days", "ten years"},
		{"90000h", "ten years"},
		{"99999999999999999999 days", "whole numbers"},
		{"3000 days 3000 days", "ten years"},
		{"80000h 80000h", "ten years"},
	}
	for _, tt := range tests {
		if w, err := ParseWait(tt.text); err == nil || !strings.Contains(err.Error(), tt.why) {
			t.Errorf("ParseWait(%q) = %v, %v; want an error with %q", tt.text, w, err, tt.why)
		}
	}
}

func FuzzParseWait(f *testing.F) {
	for _, s := range []string{"48h", "2 working days 3 working hours", "1.5s working time", "2 weeks", "0 working hours"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := ParseWait(s)
		if err != nil {
			return
		}
		again, err := ParseWait(w.String())
		if err != nil || again != w {
			t.Errorf("%q is written %q, which reads as %+v, %v", s, w, again, err)
		}
	})
}

func TestDate(t *testing.T) {
	d, err := ParseDate("2028-02-29")
	if err != nil || d != (Date{2028, time.February, 29}) || d.String() != "2028-02-29" {
		t.Errorf("ParseDate = %v, %v", d, err)
	}
	if next := d.AddDays(1); next != (Date{2028, time.March, 1}) || d.Compare(next) >= 0 || next.Compare(d) <= 0 {
		t.Errorf("the day after %s is %s", d, next)
	}
	if d.Weekday() != time.Tuesday {
		t.Errorf("%s is a %s", d, d.Weekday())
	}
	for text, why := range map[string]string{
		"2026-02-30": "does not exist",
		"2026-13-01": "does not exist",
		"30.02.2026": "write year-month-day",
		"":           "write year-month-day",
		"2026-2-3":   "write year-month-day",
	} {
		if _, err := ParseDate(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("ParseDate(%q): %v, want %q", text, err, why)
		}
	}
}
