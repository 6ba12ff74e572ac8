package bot

import (
	"context"
	"slices"

	"relance/adapters/chat"
	"relance/escalation"
)

// Lengths of answers.
const (
	lastEntries = 10 // of the trail, when a case is shown
	mostListed  = 25 // cases of a list
)

// readingRequests only read.
func readingRequests() []request {
	all := []request{
		{name: reqShow, words: "show", about: aboutAny, do: show},
		{name: reqList, words: "list", do: list},
		{name: reqSearch, words: "search", do: search,
			fields: []field{{name: "words", limit: limitSearch, need: true, place: true, rest: true}}},
		{name: actWhy, words: "why", about: aboutAny, do: why},
		{name: actTrail, words: "trail", about: aboutAny, do: trail},
		{name: reqExport, words: "export", about: aboutAny, do: export,
			fields: []field{{name: "format", kind: fieldChoice, place: true, options: fixed(formatMarkdown, formatJSON), family: familyFormat, aliases: map[string]string{formatMD: formatMarkdown}}}},
	}
	for i := range all {
		all[i].reads = true
	}
	return all
}

// show is the case at a glance and the last lines of its trail.
func show(ctx context.Context, t *turn) (chat.Answer, error) {
	v, err := t.bot.view(ctx, t.c, t.say, t.at)
	if err != nil {
		return chat.Answer{}, err
	}
	entries, err := t.bot.Store.Trail(ctx, t.c.ID)
	if err != nil {
		return chat.Answer{}, err
	}
	m := v.card(escalation.Entry{})
	m.Actions = slices.DeleteFunc(m.Actions, func(a chat.Action) bool {
		_, err := authorise(t.by, a.ID, t.c)
		return err != nil
	})
	m.Blocks = append(m.Blocks, t.trailLines(entries[max(0, len(entries)-lastEntries):]))
	t.pending(v, &m)
	return chat.Answer{Message: &m}, nil
}

// trail is the whole paper trail.
func trail(ctx context.Context, t *turn) (chat.Answer, error) {
	entries, err := t.bot.Store.Trail(ctx, t.c.ID)
	if err != nil {
		return chat.Answer{}, err
	}
	return chat.Answer{Message: &chat.Message{
		Title:  t.say.Say("answer.trail", "ID", string(t.c.ID), "Count", len(entries)),
		Blocks: []chat.Block{t.trailLines(entries)},
	}}, nil
}

func (t *turn) trailLines(entries []escalation.Entry) chat.Items {
	var items chat.Items
	for _, e := range entries {
		items = append(items, TrailLine(t.say, t.bot.Zone, e))
	}
	return items
}

func why(ctx context.Context, t *turn) (chat.Answer, error) {
	m := t.bot.why(ctx, t.c, t.say)
	return chat.Answer{Message: &m}, nil
}

// list is what is the person's own, and, for who sees every case, what is running.
func list(ctx context.Context, t *turn) (chat.Answer, error) {
	own, err := t.bot.casesOf(ctx, t.by)
	if err != nil {
		return chat.Answer{}, err
	}
	m := &chat.Message{}
	slices.SortStableFunc(own, byUrgency(t.at))
	t.listed(m, "answer.list.own", own)
	if maySee(t.by, escalation.Case{}) {
		running, err := t.bot.runningCases(ctx)
		if err != nil {
			return chat.Answer{}, err
		}
		slices.SortStableFunc(running, byUrgency(t.at))
		t.listed(m, "answer.list.running", running)
	}
	if len(m.Blocks) == 0 {
		return t.tell("answer.list.none", "Command", t.naming().command(reqOpen)), nil
	}
	return chat.Answer{Message: m}, nil
}

// listed adds cases to a message, one line each, under a heading that counts them.
func (t *turn) listed(m *chat.Message, heading string, cases []escalation.Case) {
	if len(cases) == 0 {
		return
	}
	var items chat.Items
	for _, c := range cases[:min(len(cases), mostListed)] {
		items = append(items, t.caseLine(c))
	}
	m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say(heading, "Count", len(cases))), items)
	if more := len(cases) - mostListed; more > 0 {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("answer.list.more", "Count", more)))
	}
}

// caseLine is a case in one line.
func (t *turn) caseLine(c escalation.Case) string {
	v := view{Speaker: t.say, c: c, zone: t.bot.Zone, at: t.at}
	return t.say.Say("answer.case_line", "ID", string(c.ID), "Subject", c.Subject, "Organisation", c.Organisation.Name, "State", v.stateName())
}
