package story

import (
	"fmt"
	"slices"
	"strings"
)

// Failure is an expectation that was not met, or something shown that nobody
// expected.
type Failure struct {
	File    string
	Line    int
	Want    string // what was expected; empty: nothing was
	Instead string // what was shown that is nearest to it; empty: nothing
}

func (f *Failure) Error() string {
	s := fmt.Sprintf("%s:%d: ", f.File, f.Line)
	if f.Want == "" {
		return s + "nobody expected this:\n" + indent(f.Instead)
	}
	s += "expected " + f.Want
	if f.Instead == "" {
		return s + "\n  and nothing more was shown there"
	}
	return s + "\n  shown instead:\n" + indent(f.Instead)
}

func indent(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }

// check compares what a block expects with what was shown. The things shown in
// one place are expected in their order.
func (c *checker) check(b Block, scene Scene) error {
	left, err := c.match(b, scene)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		s := left[0]
		return &Failure{File: c.story.File, Line: b.Do.line(), Instead: string(s.Kind) + " " + s.Where.String() + ": " + s.Text}
	}
	return nil
}

// match meets the expectations of a block and returns what is left of what was
// shown.
func (c *checker) match(b Block, scene Scene) (left []Shown, err error) {
	if err := c.names.see(b, scene); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", c.story.File, b.Do.line(), err)
	}
	left = slices.Clone(scene.Shown)
	for _, e := range b.Expects {
		if e.Parts, err = c.fill(e, e.Parts); err != nil {
			return nil, err
		}
		if e.Never, err = c.fill(e, e.Never); err != nil {
			return nil, err
		}
		switch e.Kind {
		case ExpectMessage, ExpectAsked, ExpectTold:
			if left, err = c.shown(e, left); err != nil {
				return nil, err
			}
		default:
			if err := c.seen(e, scene); err != nil {
				return nil, err
			}
		}
	}
	return left, nil
}

// fill writes the IDs of cases into what an expectation says.
func (c *checker) fill(e Expect, parts []string) ([]string, error) {
	filled := make([]string, len(parts))
	for i, part := range parts {
		var err error
		if filled[i], err = c.names.fill(part); err != nil {
			return nil, c.failure(e, err.Error())
		}
	}
	return filled, nil
}

// shown takes the first thing out of what was shown in a place, if it is the one.
func (c *checker) shown(e Expect, left []Shown) ([]Shown, error) {
	i := slices.IndexFunc(left, func(s Shown) bool { return s.Where == e.Where && string(s.Kind) == string(e.Kind) })
	if i < 0 {
		return nil, c.failure(e, "")
	}
	if !e.metBy(left[i].Text) {
		return nil, c.failure(e, left[i].Text)
	}
	return slices.Delete(left, i, i+1), nil
}

// seen looks at a case.
func (c *checker) seen(e Expect, scene Scene) error {
	seen, ok := c.names.of(scene, e.Case)
	if !ok {
		return c.failure(e, errNoCase.Error())
	}
	switch e.Kind {
	case ExpectCard:
		if !e.metBy(seen.Card) {
			return c.failure(e, seen.Card)
		}
	case ExpectTrail:
		if !slices.ContainsFunc(seen.Trail, e.metBy) {
			return c.failure(e, nearest(seen.Trail, e.Parts))
		}
	case ExpectState:
		if !seen.State.is(e.State) {
			return c.failure(e, "state: "+seen.State.String())
		}
	}
	return nil
}

func (c *checker) failure(e Expect, instead string) error {
	return &Failure{File: c.story.File, Line: e.Line, Want: e.Text, Instead: instead}
}

// metBy says that a text is what is expected.
func (e Expect) metBy(text string) bool {
	said := func(never string) bool { return contains(text, []string{never}) }
	return contains(text, e.Parts) && !slices.ContainsFunc(e.Never, said)
}

// contains says that a text has all parts, in their order. Line breaks and
// several spaces count as one space.
func contains(text string, parts []string) bool {
	text = strings.Join(strings.Fields(text), " ")
	for _, part := range parts {
		part = strings.Join(strings.Fields(part), " ")
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// nearest is the line that has the most of the parts; of several the last.
func nearest(lines, parts []string) string {
	best, most := "", -1
	for _, line := range lines {
		n := 0
		for _, part := range parts {
			if contains(line, []string{part}) {
				n++
			}
		}
		if n >= most {
			best, most = line, n
		}
	}
	return best
}

// is says that a state is the one asked for, as far as that says anything.
func (s State) is(want State) bool {
	return s.State == want.State && (want.Reason == "" || s.Reason == want.Reason) && (want.Rung == 0 || s.Rung == want.Rung)
}

func (s State) String() string {
	text := s.State
	if s.Reason != "" {
		text += " " + s.Reason
	}
	if s.Rung > 0 {
		text += fmt.Sprintf(" rung %d", s.Rung)
	}
	return text
}
