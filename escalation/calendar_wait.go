package escalation

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Wait is a length of time as a ladder says it: "10 working days", "48h".
type Wait struct {
	Days    int
	Time    time.Duration
	Working bool // counted in the working time of a calendar
}

// The longest wait that ParseWait reads: ten years are no wait any more, they
// are a slip of the pen.
const (
	maxWaitDays = 3660
	maxWaitTime = maxWaitDays * 24 * time.Hour
)

// IsZero says that there is nothing to wait for.
func (w Wait) IsZero() bool { return w.Days == 0 && w.Time == 0 }

// String is the wait as ParseWait reads it.
func (w Wait) String() string {
	var parts []string
	if w.Days != 0 {
		parts = append(parts, w.count(w.Days, "day"))
	}
	switch {
	case w.Time == 0 && w.Days != 0:
	case !w.Working:
		parts = append(parts, shortDuration(w.Time))
	case w.Time%time.Hour == 0:
		parts = append(parts, w.count(int(w.Time/time.Hour), "hour"))
	case w.Time%time.Minute == 0:
		parts = append(parts, w.count(int(w.Time/time.Minute), "minute"))
	default:
		parts = append(parts, shortDuration(w.Time), "working time")
	}
	return strings.Join(parts, " ")
}

// Elapsed is a length of time that has passed, as a person says it: in days of
// 24 hours and the hours that are over, or under a day to the minute. The least
// is a minute, unless nothing has passed at all.
func Elapsed(d time.Duration) Wait {
	const day = 24 * time.Hour
	switch {
	case d <= 0:
		return Wait{}
	case d < day:
		return Wait{Time: max(d.Round(time.Minute), time.Minute)}
	}
	d = d.Round(time.Hour)
	return Wait{Days: int(d / day), Time: d % day}
}

// count is "1 day", "3 working hours".
func (w Wait) count(n int, unit string) string {
	if w.Working {
		unit = "working " + unit
	}
	if n != 1 {
		unit += "s"
	}
	return strconv.Itoa(n) + " " + unit
}

// shortDuration is "48h" where the standard library writes "48h0m0s".
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// errWait says what a wait looks like.
var errWait = errors.New(`write a length of time like "48h", "90m", "3 days", "2 weeks", "10 working days" or "5 working hours"`)

// ParseWait reads "48h", "90m", "1h30m", "3 days", "2 weeks", "10 working days",
// "5 working hours". Days and hours may be combined: "2 days 4 hours".
func ParseWait(text string) (Wait, error) {
	var w Wait
	var working, plain bool
	rest := strings.ToLower(strings.TrimSpace(text))
	if rest == "" {
		return Wait{}, errWait
	}
	for rest != "" {
		if tail, ok := strings.CutPrefix(rest, "working time"); ok && tail == "" && (working || plain) {
			working, plain = true, false
			break
		}
		term, tail, err := cutTerm(rest)
		if err != nil {
			return Wait{}, fmt.Errorf("%q: %w", text, err)
		}
		if w.Days += term.Days; w.Days > maxWaitDays {
			return Wait{}, fmt.Errorf("%q is longer than ten years", text)
		}
		if w.Time += term.Time; w.Time > maxWaitTime {
			return Wait{}, fmt.Errorf("%q is longer than ten years", text)
		}
		working, plain = working || term.Working, plain || !term.Working
		rest = tail
	}
	if working && plain {
		return Wait{}, fmt.Errorf("%q mixes working time with plain time: write all of it in one of the two", text)
	}
	w.Working = working
	return w, nil
}

// cutTerm reads one number with its unit from the beginning of a wait.
func cutTerm(s string) (term Wait, rest string, err error) {
	unitAt := strings.IndexFunc(s, func(r rune) bool { return r != '.' && !unicode.IsDigit(r) })
	if unitAt <= 0 {
		return Wait{}, "", errWait
	}
	number, s := s[:unitAt], strings.TrimLeft(s[unitAt:], " ")
	unit, s := cutLetters(s)
	if unit == "working" {
		term.Working = true
		unit, s = cutLetters(strings.TrimLeft(s, " "))
	}
	if err := term.set(number, unit); err != nil {
		return Wait{}, "", err
	}
	return term, strings.TrimLeft(s, " "), nil
}

func cutLetters(s string) (word, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// set gives a term its length.
func (w *Wait) set(number, unit string) error {
	switch unit {
	case "d", "day", "days":
		return w.setDays(number, 1)
	case "w", "week", "weeks":
		if w.Working {
			return errors.New(`a working week is not the same everywhere: write working days, like "5 working days"`)
		}
		return w.setDays(number, 7)
	case "h", "hour", "hours":
		return w.setTime(number + "h")
	case "m", "min", "minute", "minutes":
		return w.setTime(number + "m")
	case "s", "sec", "second", "seconds":
		return w.setTime(number + "s")
	}
	return w.setTime(number + unit)
}

func (w *Wait) setDays(number string, each int) error {
	n, err := strconv.Atoi(number)
	if err != nil {
		return errors.New("days and weeks are whole numbers: write the rest in hours")
	}
	if n > maxWaitDays {
		return errors.New("that is longer than ten years")
	}
	w.Days = n * each
	return nil
}

func (w *Wait) setTime(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return errWait
	}
	if d > maxWaitTime {
		return errors.New("that is longer than ten years")
	}
	w.Time = d
	return nil
}
