package bot

import (
	"relance/adapters/chat"
	"relance/escalation"
)

// blocked says that a rung has no living contact.
func (v view) blocked(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("blocked.title", "ID", string(v.c.ID), "Rung", v.rungName(n.Rung)),
		v.says("blocked.why", "Organisation", v.c.Organisation.Name), v.says("blocked.next"))
	m.Actions = []chat.Action{v.button(actAddContact, "", chat.Primary), v.button(actWhy, "", chat.Plain)}
	return m
}

// broken says that a case was taken off its ladder until a person has looked.
func (v view) broken(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("broken.title", "ID", string(v.c.ID)), v.says("broken.why"), v.says("broken.next"))
	m.Actions = []chat.Action{v.button(actTrail, "", chat.Plain), v.button(actResume, "", chat.Primary)}
	return m
}

// saidAloud says that an entry has a message of its own, which says the same.
func saidAloud(e escalation.Entry) bool {
	return e.Kind == escalation.EntryTaskReminded || e.Kind == escalation.EntryTaskEscalated
}

// log is what has happened since, one quiet line each.
func (v view) log(n escalation.Notice, trail []escalation.Entry) chat.Message {
	var lines []string
	for _, e := range trail {
		if e.N >= n.First && e.N <= n.Last && !saidAloud(e) {
			lines = append(lines, entryLine(v.Speaker, v.zone, e))
		}
	}
	m := v.message(n, "")
	switch len(lines) {
	case 0:
	case 1:
		m.Blocks = []chat.Block{chat.Paragraph(lines[0])}
	default:
		m.Blocks = []chat.Block{chat.Items(lines)}
	}
	return m
}
