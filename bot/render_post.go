package bot

import (
	"slices"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// compose drafts the public post. It names roles, never a person of the
// organisation, and nothing of the requester: what else may be said about them
// is theirs to add when they are asked for their consent.
func (v view) compose() string {
	parts := []string{v.Say("post.title", "Organisation", v.c.Organisation.Name, "Subject", v.c.Subject)}
	if told := v.counter(); told != "" {
		parts = append(parts, v.Say("post.counter", "Counter", told))
	}
	if lines := v.silences(); len(lines) > 0 {
		parts = append(parts, v.Say("post.silences", "Organisation", v.c.Organisation.Name)+"\n- "+strings.Join(lines, "\n- "))
	}
	parts = append(parts,
		v.Say("post.answer", "Organisation", v.c.Organisation.Name),
		v.Say("post.trail", "ID", string(v.c.ID), "Head", v.c.Head.Short()))
	return strings.Join(parts, "\n\n")
}

// silences says for each rung that was asked when, how often, how often it was
// reminded, and what came of it: a reminder is no telling, see [escalation.Counter].
func (v view) silences() []string {
	type rung struct {
		first           time.Time
		asked, reminded int
	}
	rungs := map[int]rung{}
	var order []int
	for _, l := range v.c.Climb.Letters {
		if l.Delivered.IsZero() {
			continue
		}
		r, known := rungs[l.Rung]
		if !known {
			order = append(order, l.Rung)
		}
		if r.first.IsZero() || l.Delivered.Before(r.first) {
			r.first = l.Delivered
		}
		if l.Reminder == 0 {
			r.asked++
		} else {
			r.reminded++
		}
		rungs[l.Rung] = r
	}
	slices.Sort(order)
	var lines []string
	for _, i := range order {
		r := rungs[i]
		asked, reminded := "", ""
		if r.asked > 1 {
			asked = v.Say("count.times", "Count", r.asked)
		}
		if r.reminded > 0 {
			reminded = v.Say("count.times", "Count", r.reminded)
		}
		lines = append(lines, v.Say("post.silence", "Rung", v.rungName(i), "Date", v.date(r.first), "Asked", asked, "Reminded", reminded))
	}
	return lines
}

func (v view) quorum() int { return max(1, v.rung(v.c.Climb.Rung).Quorum) }

// votes is "1 of 2": people, not accounts.
func (v view) votes() string {
	n := escalation.CountVotes(v.c.Post.Votes, v.c.Requester.ID, v.c.Requester.Linked)
	return v.Say("votes", "Votes", n, "Quorum", v.quorum())
}

// noQuorum says aloud that the post waits for moderators.
func (v view) noQuorum(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("no_quorum.title", "ID", string(v.c.ID)), v.says("no_quorum.waiting", "Votes", v.votes()))
	m.Actions = []chat.Action{v.button(actWhy, "", chat.Plain)}
	return m
}

// denied brings a text back to the team with the reason.
func (v view) denied(n escalation.Notice) chat.Message {
	by, next := "", "denied.next"
	if d := v.c.Post.Denial; d != nil {
		by = d.Name
		if d.Role == escalation.ActorRequester {
			next = "denied.next.requester"
		}
	}
	m := v.message(n, v.Say("denied.title", "ID", string(v.c.ID)),
		v.says("denied.why"), chat.Quote{Text: n.Text, By: by}, v.says(next))
	m.Actions = []chat.Action{v.button(actEditPost, n.Hash, chat.Primary)}
	return m
}

// post is the approved text and nothing else.
func (v view) post(n escalation.Notice) chat.Message {
	return chat.Message{Key: n.Key, Blocks: []chat.Block{chat.Paragraph(n.Text)}, Exact: true}
}
