package story

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"relance/escalation"
)

var (
	whereForm = regexp.MustCompile(`^([<?!])\s*([#@])([\pL\pN._-]+)(\s+thread)?\s*:\s*(.*)$`)
	aboutForm = regexp.MustCompile(`^(= card|trail|state)(?:\s+(\$[\pL\pN_]+))?\s*:\s*(.*)$`)
)

// expect reads an expectation. lines are the line and those that go on with it.
func (p *parser) expect(n int, text string, lines []string) error {
	if len(p.story.Blocks) == 0 {
		return p.fail(n, "nothing has happened yet: an expectation stands below what leads to it")
	}
	if err := p.known(n, text); err != nil {
		return err
	}
	e := Expect{Line: n, Text: text}
	// The parts of a message may be on lines of their own; the head is on the first.
	first := ""
	if m := whereForm.FindStringSubmatch(lines[0]); m != nil {
		e.Kind, first = ExpectKind(m[1]), m[5]
		e.Where = Where{Thread: m[4] != ""}
		if m[2] == "#" {
			e.Where.Room = strings.ToLower(m[3])
		} else {
			e.Where.Person = strings.ToLower(m[3])
		}
		if e.Kind != ExpectMessage && e.Where.Person == "" {
			return p.fail(n, "only a person is asked or told something: write %s @ann: …", m[1])
		}
	} else if m := aboutForm.FindStringSubmatch(lines[0]); m != nil {
		e.Kind, e.Case, first = ExpectKind(strings.TrimSuffix(m[1], " card")), m[2], m[3]
	} else {
		return p.fail(n, "this is neither something that happens nor an expectation: see docs/stories.md for the few forms there are")
	}
	if e.Kind == ExpectState {
		state, problem := parseState(strings.Join(append([]string{first}, lines[1:]...), " "))
		if problem != "" {
			return p.fail(n, "%s", problem)
		}
		e.State = state
	} else if e.Parts, e.Never = parts(append([]string{first}, lines[1:]...)); len(e.Parts) == 0 {
		return p.fail(n, "what is expected there? Write some of its words behind the colon")
	} else if len(e.Never) > 0 && e.Kind == ExpectTrail {
		return p.fail(n, "what is not to be said can be asked of a message or the card, not of the trail: another line may say it")
	}
	last := &p.story.Blocks[len(p.story.Blocks)-1]
	last.Expects = append(last.Expects, e)
	return nil
}

var quoted = regexp.MustCompile(`^(!?)"((?:[^"\\]|\\.)*)"\s*`)

// parts reads what must be there: quoted pieces, or plain words with … between
// pieces; and what must not: quoted pieces with ! before them.
func parts(lines []string) (all, never []string) {
	for _, line := range lines {
		for line = strings.TrimSpace(line); line != ""; {
			if m := quoted.FindStringSubmatch(line); m != nil {
				piece := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(m[2])
				if m[1] == "" {
					all = append(all, piece)
				} else {
					never = append(never, piece)
				}
				line = line[len(m[0]):]
				continue
			}
			for piece := range strings.SplitSeq(line, "…") {
				all = append(all, strings.TrimSpace(piece))
			}
			line = ""
		}
	}
	empty := func(s string) bool { return s == "" }
	return slices.DeleteFunc(all, empty), slices.DeleteFunc(never, empty)
}

// parseState reads "open rung 2", "held verdict", "closed withdrawn".
func parseState(text string) (s State, problem string) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return s, "in which state? Write for example: state: open rung 2"
	}
	s.State = words[0]
	known := []string{
		string(escalation.StateDraft), string(escalation.StateOpen), string(escalation.StateHeld), string(escalation.StateAwaitingApproval),
		string(escalation.StateAnswered), string(escalation.StatePublished), string(escalation.StateClosed),
	}
	if !slices.Contains(known, s.State) {
		return s, "unknown state " + strconv.Quote(s.State) + ": write one of " + strings.Join(known, ", ")
	}
	words = words[1:]
	if len(words) > 0 && words[0] != "rung" {
		s.Reason, words = words[0], words[1:]
	}
	if len(words) == 0 {
		return s, ""
	}
	n, err := strconv.Atoi(words[len(words)-1])
	if len(words) != 2 || words[0] != "rung" || err != nil || n < 1 {
		return s, "write a state like: open rung 2, held verdict, closed withdrawn"
	}
	s.Rung = n
	return s, ""
}
