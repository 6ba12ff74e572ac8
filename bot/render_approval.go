package bot

import (
	"cmp"
	"slices"

	"relance/adapters/chat"
	"relance/escalation"
)

// approval shows moderators exactly what would be public, and what to look for.
func (v view) approval(n escalation.Notice) chat.Message { return v.moderation(n, nil) }

// moderation is a text before the moderators as it stands now: exactly what would
// be public, who has decided what and when, and, once nothing can be decided about
// it any more, no buttons for that.
func (v view) moderation(n escalation.Notice, trail []escalation.Entry) chat.Message {
	asked := v.c.Wants(escalation.Notice{Kind: escalation.NoticeApproval, Hash: n.Hash})
	m := v.message(n, v.Say("approval.title.over", "ID", string(v.c.ID), "Organisation", v.c.Organisation.Name))
	if asked {
		m.Title = v.Say("approval.title", "ID", string(v.c.ID), "Organisation", v.c.Organisation.Name)
	}
	if asked && n.Reminder > 0 {
		m.Blocks = append(m.Blocks, v.says("approval.reminder", "Number", n.Reminder))
	}
	if n.Hash == v.c.Post.Hash {
		m.Exact = true
		m.Blocks = append(m.Blocks, v.says(approvalText(v.c, asked)), chat.Quote{Text: v.c.Post.Text})
	}
	if asked && v.c.Post.Out != nil {
		m.Blocks = append(m.Blocks, v.says("approval.corrects"), valued(v.link(v.c.Post.Link)))
	}
	m.Blocks = append(m.Blocks, v.approvalFields(n.Hash, asked))
	if lines := v.decisions(n.Hash, trail); len(lines) > 0 {
		m.Blocks = append(m.Blocks, v.says("approval.decisions"), chat.Items(lines))
	}
	if !asked {
		m.Blocks = append(m.Blocks, v.says("approval.over", "State", v.stateName()))
		if out := v.c.Post.Out; out != nil && out.Hash == n.Hash {
			m.Actions = v.publicButtons(actTakeDown)
		}
		return m
	}
	m.Blocks = append(m.Blocks,
		v.says("approval.check"),
		chat.Items{v.Say("approval.check.names"), v.Say("approval.check.private"), v.Say("approval.check.facts"), v.Say("approval.check.tone")},
		v.says("approval.rule"))
	m.Actions = []chat.Action{
		v.button(actApprove, n.Hash, chat.Primary),
		v.button(actEditPost, n.Hash, chat.Plain),
		v.button(actTrail, "", chat.Plain),
		v.button(actDeny, n.Hash, chat.Danger),
	}
	return m
}

// approvalText is the sentence above the text: what everybody would see, what they
// see, or what they do not.
func approvalText(c escalation.Case, asked bool) string {
	out := c.Post.Out
	switch {
	case asked:
		return "approval.text"
	case out != nil && out.Hash == c.Post.Hash && out.Withdrawn == nil:
		return "approval.text.public"
	}
	return "approval.text.was"
}

func (v view) approvalFields(hash string, asked bool) chat.Block {
	consented, votes, link, room := "", "", "", ""
	if asked {
		consented, votes, room = v.dateTime(v.c.Post.Consent.At), v.votes(), cmp.Or(v.public, v.Say("address.public"))
	}
	if out := v.c.Post.Out; out != nil && out.Hash == hash {
		link = v.c.Post.Link
	}
	return valued(
		chat.Field{Label: v.Say("label.public"), Value: room},
		chat.Field{Label: v.Say("label.consented"), Value: consented},
		chat.Field{Label: v.Say("label.votes"), Value: votes},
		chat.Field{Label: v.Say("label.digest"), Value: hash},
		v.link(link),
	)
}

// mostDecisions is how many lines about one text are shown, the last ones.
const mostDecisions = 12

// decisions are the lines of the trail about one text since the requester agreed to
// it last, up to what ended it.
func (v view) decisions(hash string, trail []escalation.Entry) []string {
	from := -1
	for i, e := range trail {
		if e.Kind == escalation.EntryConsented && e.Fields["hash"] == hash {
			from = i
		}
	}
	if from < 0 {
		return nil
	}
	var lines []string
	for _, e := range trail[from:] {
		if e.Kind == escalation.EntryDrafted {
			lines = append(lines, v.Say("approval.another", "Time", v.dateTime(e.At), "Digest", e.Fields["hash"], "Who", doneBy(v.Speaker, e.Actor)))
			break
		}
		if decides(e) {
			lines = append(lines, TrailLine(v.Speaker, v.zone, e))
		}
		if ends := []escalation.EntryKind{escalation.EntryWithdrawn, escalation.EntryClosed, escalation.EntryHeld, escalation.EntryReopened, escalation.EntryCorrectionDropped}; slices.Contains(ends, e.Kind) {
			break
		}
	}
	return lines[max(0, len(lines)-mostDecisions):]
}

// decides says that an entry is about what becomes of a text.
func decides(e escalation.Entry) bool {
	switch e.Kind {
	case escalation.EntryConsented, escalation.EntryApproved, escalation.EntryQuorum, escalation.EntryDenied,
		escalation.EntryPublished, escalation.EntryPostCorrected, escalation.EntryPostWithdrawn, escalation.EntryPostReplaced,
		escalation.EntryPostStays, escalation.EntryPostMissing, escalation.EntryPostWaits, escalation.EntryCorrectionDropped,
		escalation.EntryWithdrawn, escalation.EntryClosed, escalation.EntryHeld, escalation.EntryReopened:
		return true
	case escalation.EntryNotDelivered, escalation.EntryUnknownOutcome:
		return e.Fields["address"] == string(escalation.ToPublic)
	}
	return false
}

// movedOn takes the place of an earlier message about the same matter.
func (v view) movedOn(key string) chat.Message {
	return chat.Message{Key: key, Title: v.Say("approval.title.over", "ID", string(v.c.ID), "Organisation", v.c.Organisation.Name),
		Blocks: []chat.Block{v.says("approval.moved")}}
}
