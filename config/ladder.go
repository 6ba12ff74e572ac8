package config

import (
	"maps"
	"slices"
	"time"

	"relance/escalation"
)

func readLadders(root *section) map[string]escalation.Ladder {
	ladders := map[string]escalation.Ladder{}
	for _, n := range root.sections("ladders") {
		l := defaultRules()
		l.Name = n.name
		n.wait("preview", &l.Preview)
		n.wait("unclassed", &l.Unclassed)
		n.wait("promise_cap", &l.PromiseCap)
		n.wait("take", &l.Take)
		readTurn(n.section.section("turn"), &l.Turn)
		readRemind(n.section.section("task"), &l.Task)
		readRemind(n.section.section("approval"), &l.Approval)
		readLook(n.section.section("look"), &l.Look)
		readWarnings(n.section, &l.Warnings)
		for _, s := range n.list("rungs") {
			l.Rungs = append(l.Rungs, readRung(s))
		}
		n.done()
		n.domain(n.path, l.Validate())
		ladders[n.name] = l
	}
	return ladders
}

// defaultRules are what a ladder does where it says nothing. The example
// configuration states each of them.
func defaultRules() escalation.Ladder {
	workingDay := escalation.Wait{Days: 1, Working: true}
	return escalation.Ladder{
		Preview:    escalation.Wait{Time: 24 * time.Hour},
		Unclassed:  escalation.Wait{Time: 16 * time.Hour, Working: true},
		PromiseCap: escalation.Wait{Days: 60},
		Take:       escalation.Wait{Days: 2, Working: true},
		Turn: escalation.Turn{
			Every: escalation.Wait{Days: 3}, Reminders: 2,
			Grace: escalation.Wait{Days: 14}, Then: escalation.TurnClose,
		},
		Task:     escalation.Remind{Every: workingDay, Reminders: 2},
		Approval: escalation.Remind{Every: workingDay, Reminders: 2},
		Look:     escalation.Look{Retry: escalation.Wait{Time: time.Hour}, Limit: 3},
		Warnings: []escalation.Wait{{Days: 7}, {Days: 2}},
	}
}

func readTurn(s *section, t *escalation.Turn) {
	s.wait("every", &t.Every)
	s.count("reminders", &t.Reminders)
	s.wait("grace", &t.Grace)
	oneOf(s, "then", &t.Then, escalation.TurnClimb, escalation.TurnClose)
	s.done()
}

func readRemind(s *section, r *escalation.Remind) {
	s.wait("every", &r.Every)
	s.count("reminders", &r.Reminders)
	s.done()
}

func readLook(s *section, l *escalation.Look) {
	s.wait("retry", &l.Retry)
	s.count("limit", &l.Limit)
	s.done()
}

// readWarnings replaces the warnings; an empty list is none.
func readWarnings(s *section, warnings *[]escalation.Wait) {
	s.describe("warnings", "list of lengths of time", *warnings)
	values := s.values("warnings")
	if _, written := s.fields["warnings"]; !written {
		return
	}
	*warnings = nil
	for _, v := range values {
		var w escalation.Wait
		v.wait(&w)
		*warnings = append(*warnings, w)
	}
}

func readRung(s *section) escalation.Rung {
	r := escalation.Rung{Kind: escalation.RungLetter}
	s.text("name", &r.Name)
	oneOf(s, "kind", &r.Kind, escalation.RungLetter, escalation.RungPost)
	if r.Kind == escalation.RungLetter {
		r.Order = escalation.Together
	}
	var role string
	s.text("role", &role)
	r.Role = escalation.Role(role)
	oneOf(s, "order", &r.Order, escalation.Together, escalation.OneByOne)
	s.wait("wait", &r.Wait)
	s.count("reminders", &r.Reminders)
	s.wait("every", &r.Every)
	s.wait("gap", &r.Gap)
	s.wait("extension", &r.Extension)
	s.count("earned", &r.Earned)
	s.count("quorum", &r.Quorum)
	s.done()
	return r
}

// readDefaultLadder reads which ladder a case climbs whose organisation names none.
func (c *Config) readDefaultLadder(root *section) {
	root.describe("default_ladder", "name of a ladder", nil)
	v, ok := root.value("default_ladder")
	names := slices.Sorted(maps.Keys(c.ladders))
	switch {
	case ok:
		c.defaultLadder = v.ladder(c.ladders)
	case len(names) == 1:
		c.defaultLadder = names[0]
	case len(names) == 0:
		root.fail(root.line, "ladders", "missing: without a ladder nothing climbs; relance comes with an example")
	default:
		root.fail(root.line, "default_ladder", "missing: the ladder of cases whose organisation names none: %s", instead("", names))
	}
}

// ladder is the name of a ladder that exists.
func (v value) ladder(ladders map[string]escalation.Ladder) string {
	if _, ok := ladders[v.text]; !ok {
		v.fail("unknown ladder %q: %s", v.text, instead(v.text, slices.Collect(maps.Keys(ladders))))
		return ""
	}
	return v.text
}
