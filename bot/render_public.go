package bot

import (
	"cmp"

	"relance/adapters/chat"
	"relance/escalation"
)

// standing says that the public reads a post of the case.
func standing(c escalation.Case) bool {
	out := c.Post.Out
	return (out != nil || c.Post.Link != "") && (out == nil || out.Withdrawn == nil)
}

// publicButtons are what can be done about a post that is out: correct it, and
// take it back in one of the given ways. Who sees them and who may use them is for
// the caller to choose.
func (v view) publicButtons(ways ...string) []chat.Action {
	if !standing(v.c) {
		return nil
	}
	var buttons []chat.Action
	if v.c.State == escalation.StatePublished {
		hash := v.c.Post.Hash
		if v.c.Post.Out != nil {
			hash = v.c.Post.Out.Hash
		}
		buttons = append(buttons, v.button(actCorrect, hash, chat.Plain))
	}
	for _, way := range ways {
		buttons = append(buttons, v.button(way, "", chat.Danger))
	}
	return buttons
}

// takenDown is the sentence that takes the place of a withdrawn post: when, and by
// whom in which role.
func (v view) takenDown(n escalation.Notice) chat.Message {
	by := v.c.Post.Out.Withdrawn
	return chat.Message{Key: n.Key, Exact: true, Blocks: []chat.Block{
		v.says("post.withdrawn", "Date", v.date(by.At), "Who", v.Word("actor", string(cmp.Or(by.Role, escalation.ActorRequester)))),
	}}
}

// postStays says that a withdrawn post has to be taken away by hand, or to be looked
// for.
func (v view) postStays(n escalation.Notice) chat.Message {
	which := "stays"
	if v.c.Post.Unknown {
		which = "stays.unknown"
	}
	m := v.message(n, v.Say(which+".title", "ID", string(v.c.ID)), v.says(which+".why"))
	if v.c.Post.Link != "" {
		m.Blocks = append(m.Blocks, valued(v.link(v.c.Post.Link)))
	}
	if recalled := v.c.Post.Recalled; recalled != nil && v.c.Post.Unknown {
		m.Blocks = append(m.Blocks, chat.Quote{Text: recalled.Text})
	}
	m.Blocks = append(m.Blocks, v.says(which+".next"))
	m.Actions = []chat.Action{v.button(actTrail, "", chat.Plain)}
	return m
}

// landed tells the requester that a text is public although it was taken back, and
// what becomes of it.
func (v view) landed(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("landed.title", "ID", string(v.c.ID)), v.says("landed.why"), chat.Quote{Text: n.Text},
		valued(v.link(v.c.Post.Link)))
	switch out := v.c.Post.Out; {
	case out == nil || out.Hash != n.Hash:
		m.Blocks = append(m.Blocks, v.says("landed.over"))
	case out.Withdrawn != nil:
		m.Blocks = append(m.Blocks, v.says("landed.withdrawn"))
	case v.c.State == escalation.StateAwaitingApproval:
		m.Blocks = append(m.Blocks, v.says("landed.next"))
	}
	m.Actions = append(v.publicButtons(actUnpublish), v.button(actTrail, "", chat.Plain))
	return m
}

// keepButton gives a correction up, where there is one before people.
func (v view) keepButton() []chat.Action {
	if v.c.State != escalation.StateAwaitingApproval || v.c.Post.Out == nil {
		return nil
	}
	return []chat.Action{v.button(actKeep, v.c.Post.Hash, chat.Plain)}
}
