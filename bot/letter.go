package bot

import (
	"slices"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// letter is what a contact receives: the whole file, what is asked, and until
// when an answer is hoped for.
func (v view) letter(n escalation.Notice) chat.Message {
	m := v.message(n, v.subject(), v.opening(n))
	m.Blocks = append(m.Blocks, v.file(n.Key)...)
	m.Blocks = append(m.Blocks, v.says("letter.ask"), v.until(n.Rung, v.due(n)))
	m.Actions = v.ways(n)
	m.Blocks = append(m.Blocks, v.closing(n.Rung, m.Actions)...)
	return m
}

// letterByHand is the same for a person who sends or says it: nobody knows yet
// on which day, so it speaks of a time instead of a date.
func (v view) letterByHand(l escalation.Letter) chat.Message {
	n := escalation.Notice{Key: l.Key, Rung: l.Rung, Reminder: l.Reminder, Address: l.Address}
	m := v.message(n, v.subject(), v.opening(n))
	m.Blocks = append(m.Blocks, v.file(n.Key)...)
	m.Blocks = append(m.Blocks, v.says("letter.ask"),
		v.says("letter.within", "Wait", v.Wait(v.rung(l.Rung).Wait)))
	m.Blocks = append(m.Blocks, v.closing(l.Rung, nil)...)
	return m
}

// info is the requester's answer to what a contact asked, with the file.
func (v view) info(n escalation.Notice, text string) chat.Message {
	m := v.message(n, v.subject(), v.says("info.opening", "Requester", v.c.Requester.Name))
	if r, ok := v.reply(n.Reply); ok && r.Text != "" {
		m.Blocks = append(m.Blocks, v.says("info.asked", "Date", v.date(r.At)), chat.Quote{Text: r.Text, By: v.who(r.From)})
	}
	m.Blocks = append(m.Blocks, v.says("info.answer"), chat.Quote{Text: text, By: v.c.Requester.Name}, v.says("info.file"))
	m.Blocks = append(m.Blocks, v.file(n.Key)...)
	m.Blocks = append(m.Blocks, v.says("letter.ask"))
	if letter, ok := v.asked(n.Address); ok {
		m.Actions = v.ways(letter)
	}
	m.Blocks = append(m.Blocks, v.closing(-1, m.Actions)...)
	return m
}

// subject is the subject line, with every number the recipient may know it by.
func (v view) subject() string {
	return v.Say("letter.subject", "Subject", v.c.Subject, "ID", string(v.c.ID), "References", v.numbers())
}

// opening says what this is; a reminder says of what.
func (v view) opening(n escalation.Notice) chat.Block {
	if n.Reminder == 0 {
		return v.says("letter.opening", "Requester", v.c.Requester.Name)
	}
	first := ""
	if l, ok := v.firstLetter(n); ok {
		first = v.date(l.Delivered)
	}
	return v.says("letter.reminder", "Number", n.Reminder, "Date", first)
}

// firstLetter is the one that a reminder reminds of.
func (v view) firstLetter(n escalation.Notice) (escalation.Letter, bool) {
	letters := slices.Clone(v.c.Climb.Letters)
	slices.Reverse(letters)
	for _, l := range letters {
		if l.Address == n.Address && l.Reminder == 0 && !l.Delivered.IsZero() {
			return l, true
		}
	}
	return escalation.Letter{}, false
}

// due is when the answer is expected: what the clock says once it runs, or what
// it will say when it starts with this letter.
func (v view) due(n escalation.Notice) time.Time {
	if t, ok := v.c.Timer(escalation.TimerClimb); ok && n.Rung == v.c.Climb.Rung {
		return t.At
	}
	return v.rules.Calendar.Add(v.at, v.rung(n.Rung).Wait)
}

func (v view) until(rung int, due time.Time) chat.Block {
	return v.says("letter.until", "Date", v.date(due), "Wait", v.Wait(v.rung(rung).Wait))
}

// stepAfter is the next rung above one that has somebody to ask for this
// requester, or that publishes; -1 where there is none.
func (v view) stepAfter(rung int) int {
	for i := rung + 1; i < len(v.rules.Ladder.Rungs); i++ {
		if v.rung(i).Kind == escalation.RungPost || len(v.recipients(escalation.Notice{Rung: i})) > 0 {
			return i
		}
	}
	return -1
}

// closing says what comes next, how to answer, with which buttons, and what the
// trail is at. A rung below zero has no next step.
func (v view) closing(rung int, ways []chat.Action) []chat.Block {
	var blocks []chat.Block
	switch next := v.stepAfter(rung); {
	case rung < 0 || next < 0:
	case v.rung(next).Kind == escalation.RungPost:
		blocks = append(blocks, v.says("letter.next_post"))
	default:
		blocks = append(blocks, v.says("letter.next", "Rung", v.rungName(next)))
	}
	blocks = append(blocks, v.says("letter.how", "ID", string(v.c.ID)))
	if len(ways) > 0 {
		blocks = append(blocks, v.says("letter.ways"))
	}
	if v.c.Requester.CannotPhone {
		blocks = append(blocks, v.says("letter.no_phone", "Requester", v.c.Requester.Name))
	}
	return append(blocks, v.seal())
}
