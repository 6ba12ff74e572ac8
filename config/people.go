package config

import (
	"slices"
	"time"

	"relance/escalation"
)

// People is how people are treated who have not said otherwise.
type People struct {
	Quiet    escalation.Span // hours in which nobody is disturbed, over midnight where From is after To; zero: none
	Zone     *time.Location
	Language string // BCP 47
	// Days is the calendar on whose closed days nobody is disturbed either, and which
	// are no working days of the team; the zero one closes none.
	Days escalation.Calendar
}

// Calendar is when people may be disturbed.
func (p People) Calendar() escalation.Calendar {
	const midnight = 24 * 60
	c := escalation.Calendar{Name: "people", Zone: p.Zone}
	var open []escalation.Span
	switch q := p.Quiet; {
	case q.From == q.To:
	case q.From < q.To:
		open = spans(escalation.Span{From: 0, To: q.From}, escalation.Span{From: q.To, To: midnight})
	default:
		open = spans(escalation.Span{From: q.To, To: q.From})
	}
	c.Holidays = p.Days.Holidays
	weekend := slices.ContainsFunc(p.Days.Hours[:], func(hours []escalation.Span) bool { return len(hours) > 0 })
	if weekend && open == nil { // a calendar without any hours would be open every day
		open = spans(escalation.Span{From: 0, To: midnight})
	}
	for day := range c.Hours {
		if !weekend || len(p.Days.Hours[day]) > 0 {
			c.Hours[day] = open
		}
	}
	return c.WithVersion()
}

// spans leaves out the empty ones.
func spans(all ...escalation.Span) []escalation.Span {
	var kept []escalation.Span
	for _, s := range all {
		if s.From < s.To {
			kept = append(kept, s)
		}
	}
	return kept
}

func readPeople(s *section, language string, calendars map[string]escalation.Calendar) People {
	p := People{Zone: time.UTC, Language: language}
	s.language("language", &p.Language)
	s.zone("zone", &p.Zone)
	s.describe("quiet_hours", "hours", nil)
	if v, ok := s.value("quiet_hours"); ok {
		span, ok := v.span()
		switch {
		case !ok:
		case span.From == span.To, span.From == 0 && span.To == 24*60:
			v.fail("%s leaves no time to say anything: write for example 21:00-08:00", v.text)
		default:
			p.Quiet = span
		}
	}
	s.describe("working_days", "name of a calendar", nil)
	if v, ok := s.value("working_days"); ok {
		p.Days = calendars[v.calendar(calendars)]
	}
	s.done()
	return p
}
