package bot

import (
	"slices"

	"relance/adapters/chat"
	"relance/escalation"
)

// pending shows, below a case, what waits for whoever looks at it, with its
// buttons: the message that asked for it may be far up, or gone.
func (t *turn) pending(v view, m *chat.Message) {
	for _, n := range asking(v.c) {
		if !v.c.Wants(n) {
			continue
		}
		asked := v.renderers()[n.Kind](n)
		if _, err := authorise(t.by, asked.Actions[0].ID, v.c); err != nil {
			continue // somebody else's turn
		}
		m.Blocks = append(m.Blocks, asked.Blocks...)
		m.Exact = m.Exact || asked.Exact
		t.addActions(v, m, asked.Actions)
	}
	t.addActions(v, m, v.publicButtons(actUnpublish, actTakeDown))
	for _, task := range v.c.Tasks {
		t.addActions(v, m, v.work(escalation.Notice{Kind: escalation.NoticeTask, Task: task.ID}, task, v).Actions)
	}
}

// asking are the questions that a case may have before a person, as notices.
func asking(c escalation.Case) []escalation.Notice {
	return []escalation.Notice{
		{Kind: escalation.NoticeVerdict, Reply: c.Hold.Reply},
		{Kind: escalation.NoticeTurn, Reply: c.Hold.Reply},
		{Kind: escalation.NoticeConsent, Hash: c.Post.Hash},
		{Kind: escalation.NoticeApproval, Hash: c.Post.Hash},
	}
}

// addActions adds the buttons that somebody may use and that are not there yet.
func (t *turn) addActions(v view, m *chat.Message, actions []chat.Action) {
	for _, a := range actions {
		there := slices.ContainsFunc(m.Actions, func(b chat.Action) bool { return a.ID == b.ID && a.Value == b.Value })
		if _, err := authorise(t.by, a.ID, v.c); err == nil && !there {
			m.Actions = append(m.Actions, a)
		}
	}
}
