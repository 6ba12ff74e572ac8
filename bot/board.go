package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// pressing is how near an outside deadline is to come before everything else.
const pressing = 3 * 24 * time.Hour

// board adds the running cases, the most urgent first, and how many wait for what.
func (t *turn) board(ctx context.Context, m *chat.Message, running []escalation.Case) {
	if len(running) == 0 {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("digest.empty")))
		return
	}
	t.someCases(m, "answer.list.running", running, func(c escalation.Case) string {
		v, err := t.bot.view(ctx, c, t.say, t.at)
		if err != nil {
			t.bot.Logger.Warn("shown in short on somebody's page", "case", c.ID, "error", err)
			return t.caseLine(c)
		}
		return v.boardLine()
	})
	m.Blocks = append(m.Blocks, t.counts(running))
	if len(running) == mostCases {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("digest.more", "Limit", mostCases)))
	}
}

// counts are how many cases are in each state.
func (t *turn) counts(cases []escalation.Case) chat.Fields {
	in := map[string]int{}
	for _, c := range cases {
		in[standsAt(c)]++
	}
	var counts chat.Fields
	for _, s := range []string{openForTeam, string(escalation.StateOpen), string(escalation.StateHeld), string(escalation.StateAwaitingApproval), string(escalation.StateDraft)} {
		if in[s] > 0 {
			counts = append(counts, chat.Field{Label: t.say.Say("home.count." + s), Value: strconv.Itoa(in[s])})
		}
	}
	return counts
}

// byUrgency puts first what an outside deadline presses, then by whose turn it is,
// the team's first, then by the nearest date.
func byUrgency(now time.Time) func(a, b escalation.Case) int {
	return func(a, b escalation.Case) int {
		return cmp.Or(
			rank(presses(a, now))-rank(presses(b, now)),
			turnRank(a)-turnRank(b),
			nearestDate(a).Compare(nearestDate(b)),
			cmp.Compare(a.ID, b.ID),
		)
	}
}

// turnRank is whose turn it is, as a number.
func turnRank(c escalation.Case) int { return slices.Index(turnsByUrgency[:], whoseTurn(c)) }

func presses(c escalation.Case, now time.Time) bool {
	return c.Deadline != nil && c.Deadline.At.After(now) && c.Deadline.At.Before(now.Add(pressing))
}

// nearestDate is the first date of a case; one that has none comes last.
func nearestDate(c escalation.Case) time.Time {
	nearest := c.Opened.AddDate(100, 0, 0)
	for _, timer := range c.Timers {
		if timer.At.Before(nearest) {
			nearest = timer.At
		}
	}
	return nearest
}
