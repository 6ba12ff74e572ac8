package bot

import (
	"context"
	"slices"

	"relance/adapters/chat"
	"relance/escalation"
)

// Bounds of the bot's own page: it is one message, and read in passing.
const (
	homeTurns  = 5   // what waits for the visitor, with its buttons
	homeListed = 10  // cases of a list
	homeQuoted = 500 // characters of what somebody said
)

// visit is the bot's own page: what waits for the visitor, their cases, and for
// who sees every case the board.
func (t *turn) visit(ctx context.Context) (chat.Answer, error) {
	own, err := t.bot.casesOf(ctx, t.by)
	if err != nil {
		return chat.Answer{}, err
	}
	var running []escalation.Case
	board := maySee(t.by, escalation.Case{})
	if board {
		if running, err = t.bot.runningCases(ctx); err != nil {
			return chat.Answer{}, err
		}
	}
	hidden := func(c escalation.Case) bool { return !maySee(t.by, c) }
	own, running = slices.DeleteFunc(own, hidden), slices.DeleteFunc(running, hidden)
	slices.SortStableFunc(own, func(a, b escalation.Case) int { return rank(!a.State.Over()) - rank(!b.State.Over()) })

	m := &chat.Message{Title: t.say.Say("home.title")}
	slices.SortStableFunc(running, byUrgency(t.at))
	all := slices.Concat(own, running)
	t.showTurns(m, t.turns(ctx, all))
	if len(own) > 0 {
		t.someCases(m, "answer.list.own", own, t.caseLine)
	}
	if board {
		t.board(ctx, m, running)
	}
	if len(all) == 0 {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("home.empty")))
	}
	m.Actions = append(m.Actions, chat.Action{ID: reqOpen, Label: t.say.Say("button.home.open"), Style: chat.Primary})
	m.Actions = append(m.Actions, t.lookups(all)...)
	return chat.Answer{Message: m}, nil
}

// someCases adds the first cases of a list, and how many there are.
func (t *turn) someCases(m *chat.Message, heading string, cases []escalation.Case, line func(escalation.Case) string) {
	var items chat.Items
	for _, c := range cases[:min(len(cases), homeListed)] {
		items = append(items, line(c))
	}
	m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say(heading, "Count", len(cases))), items)
	if more := len(cases) - homeListed; more > 0 {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("home.more", "Count", more, "Command", t.naming().command(reqList))))
	}
}

// turns are what waits for the visitor, one message each, in the order of the
// cases.
func (t *turn) turns(ctx context.Context, cases []escalation.Case) []chat.Message {
	var all []chat.Message
	var seen []escalation.CaseID
	for _, c := range cases {
		if slices.Contains(seen, c.ID) || c.State.Over() {
			continue
		}
		seen = append(seen, c.ID)
		v, err := t.bot.view(ctx, c, t.say, t.at)
		if err != nil {
			t.bot.Logger.Warn("left out of somebody's page", "case", c.ID, "error", err)
			continue
		}
		for _, n := range asking(c) {
			if !c.Wants(n) {
				continue
			}
			if asked := v.renderers()[n.Kind](n); t.may(asked.Actions[0], c) {
				all = append(all, t.atHome(v, asked))
			}
		}
		for _, task := range c.Tasks {
			if t.isMine(task) {
				all = append(all, t.atHome(v, v.work(escalation.Notice{Kind: escalation.NoticeTask, Task: task.ID}, task, v.forOrganisation(t.bot))))
			}
		}
	}
	return all
}

// isMine says that a task waits for the visitor: one they have taken, or one that
// only moderators can do.
func (t *turn) isMine(k escalation.Task) bool {
	if k.Assignee != "" {
		return t.by.is(k.Assignee)
	}
	return isForModerators(k) && t.by.roles.has(roleModerator)
}

func (t *turn) may(a chat.Action, c escalation.Case) bool {
	_, err := authorise(t.by, a.ID, c)
	return err == nil
}

// atHome is a question as the page has it: its title, what was said in short, and
// its buttons, which name their case. What must be read word for word is shown
// elsewhere, with its buttons.
func (t *turn) atHome(v view, asked chat.Message) chat.Message {
	m := chat.Message{Title: asked.Title}
	look := chat.Action{ID: reqShow, Value: string(v.c.ID), Label: t.say.Say("button.home.show")}
	if asked.Exact || slices.ContainsFunc(asked.Actions, func(a chat.Action) bool { return a.ID == actApprove }) {
		look.Style = chat.Primary
		asked.Actions = []chat.Action{look}
	} else {
		for _, block := range asked.Blocks {
			q, is := block.(chat.Quote)
			if !is {
				continue
			}
			text, cut := shortened(q.Text, homeQuoted)
			m.Blocks = append(m.Blocks, chat.Quote{Text: text, By: q.By})
			if cut {
				asked.Actions = append(asked.Actions, look)
			}
			break
		}
	}
	for _, a := range asked.Actions {
		if t.may(a, v.c) {
			a.Label = t.say.Say("home.button", "Label", a.Label, "ID", string(v.c.ID))
			m.Actions = append(m.Actions, a)
		}
	}
	return m
}

// showTurns adds what waits for the visitor to the page.
func (t *turn) showTurns(m *chat.Message, turns []chat.Message) {
	if len(turns) == 0 {
		return
	}
	m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("home.turn", "Count", len(turns))))
	for _, asked := range turns[:min(len(turns), homeTurns)] {
		m.Blocks = append(m.Blocks, chat.Items{asked.Title})
		m.Blocks = append(m.Blocks, asked.Blocks...)
		m.Actions = append(m.Actions, asked.Actions...)
	}
	if more := len(turns) - homeTurns; more > 0 {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("home.more", "Count", more, "Command", t.naming().command(reqList))))
	}
}

// lookups are selects that look at one of the cases on the page: what is chosen is
// the case.
func (t *turn) lookups(cases []escalation.Case) []chat.Action {
	var options []chat.Option
	for _, c := range cases {
		known := func(o chat.Option) bool { return o.Value == string(c.ID) }
		if len(options) < mostListed && !slices.ContainsFunc(options, known) {
			options = append(options, chat.Option{Value: string(c.ID),
				Label: t.say.Say("home.case", "ID", string(c.ID), "Organisation", c.Organisation.Name, "Subject", c.Subject)})
		}
	}
	if len(options) == 0 {
		return nil
	}
	var selects []chat.Action
	for _, id := range []string{reqShow, actWhy, actTrail} {
		selects = append(selects, chat.Action{ID: id, Label: t.say.Say("button.home." + id + ".of"), Options: options})
	}
	return selects
}
