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
		return t.say.Say("home.line", "Case", v.digestLine(), "Tasks", v.openTasks())
	})
	m.Blocks = append(m.Blocks, t.counts(running))
	if len(running) == mostCases {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("digest.more", "Limit", mostCases)))
	}
}

// counts are how many cases are in each state.
func (t *turn) counts(cases []escalation.Case) chat.Fields {
	in := map[escalation.State]int{}
	for _, c := range cases {
		in[c.State]++
	}
	var counts chat.Fields
	for _, s := range []escalation.State{escalation.StateOpen, escalation.StateHeld, escalation.StateAwaitingApproval, escalation.StateDraft} {
		if in[s] > 0 {
			counts = append(counts, chat.Field{Label: t.say.Say("home.count." + string(s)), Value: strconv.Itoa(in[s])})
		}
	}
	return counts
}

// byUrgency puts first what an outside deadline presses, then by whose turn it is,
// the team's first, then by the nearest date.
func (t *turn) byUrgency(a, b escalation.Case) int {
	return cmp.Or(
		rank(t.presses(a))-rank(t.presses(b)),
		turnRank(a)-turnRank(b),
		nearestDate(a).Compare(nearestDate(b)),
		cmp.Compare(a.ID, b.ID),
	)
}

// turnRank is whose turn it is, as a number. What somebody of the team has to do
// is the team's turn, whatever else the case waits for.
func turnRank(c escalation.Case) int {
	if len(c.Tasks) > 0 {
		return 0
	}
	return slices.Index(turnsByUrgency[:], whoseTurn(c))
}

var turnsByUrgency = [...]string{turnTeam, turnModerators, turnRequester, turnOrganisation}

func (t *turn) presses(c escalation.Case) bool {
	return c.Deadline != nil && c.Deadline.At.After(t.at) && c.Deadline.At.Before(t.at.Add(pressing))
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
