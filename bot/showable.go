package bot

import (
	"context"
	"sort"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// showing is how a platform will show a text that people agree to.
type showing struct {
	platform chat.Measurer
	message  func(c escalation.Case) chat.Message
}

// showable is how many characters of a text for the public can be shown whole and
// unchanged wherever it will be: to the requester, to the moderators, in public. It
// is asked before anybody agrees to the text.
func (b *Bot) showable(ctx context.Context, c escalation.Case, text string, at time.Time) (most int, err error) {
	all, err := b.showings(ctx, c, at)
	if err != nil {
		return 0, err
	}
	characters := []rune(text)
	fits := func(n int) bool {
		c := proposed(c, string(characters[:n]), at)
		for _, s := range all {
			if s.platform.Fits(s.message(c)) != nil {
				return false
			}
		}
		return true
	}
	if fits(len(characters)) {
		return len(characters), nil
	}
	return sort.Search(len(characters), func(n int) bool { return !fits(n + 1) }), nil
}

// proposed is the case with a text that its requester has agreed to.
func proposed(c escalation.Case, text string, at time.Time) escalation.Case {
	c.State, c.Hold = escalation.StateAwaitingApproval, escalation.Hold{}
	c.Post.Text, c.Post.Hash = text, escalation.TextHash(text)
	c.Post.Consent, c.Post.Votes, c.Post.Denial, c.Post.Approved = &escalation.Vote{At: at}, nil, nil, time.Time{}
	return c
}

// showings are the messages that a text will be in, each as long as it can be: a
// reminder says more than the first question. A platform that does not measure
// says later whether it takes them.
func (b *Bot) showings(ctx context.Context, c escalation.Case, at time.Time) ([]showing, error) {
	var all []showing
	add := func(p chat.Platform, message func(escalation.Case) chat.Message) {
		if m, is := chat.As[chat.Measurer](p); is {
			all = append(all, showing{m, message})
		}
	}
	in := func(s spot, notice escalation.Notice, say func(view, escalation.Notice) chat.Message) error {
		v, err := b.view(ctx, c, s.speaker, at)
		if err != nil {
			return err
		}
		add(s.platform, func(c escalation.Case) chat.Message {
			v, n := v, notice
			v.c, n.Hash, n.Text = c, c.Post.Hash, c.Post.Text
			return say(v, n)
		})
		return nil
	}
	reminder := escalation.Notice{Reminder: 1, At: at}
	requester, known, err := b.requesterSpot(ctx, c)
	if err != nil {
		return nil, err
	}
	if known {
		if err := in(requester, reminder, view.consent); err != nil {
			return nil, err
		}
	}
	for _, s := range b.moderatorRooms() {
		if err := in(s, reminder, view.approval); err != nil {
			return nil, err
		}
	}
	if p, _, is := b.publicPlace(c); is {
		add(p, func(c escalation.Case) chat.Message { return view{}.post(escalation.Notice{Text: c.Post.Text}) })
	}
	return all, nil
}

// wholeLines are the lines of a text that fit into a number of characters, with a
// mark where some are left out. It is for what the bot itself has drafted: whoever
// is asked for their consent reads it, and can change it.
func wholeLines(text string, most int) string {
	characters := []rune(text)
	if len(characters) <= most {
		return text
	}
	const mark = "\n…"
	head := string(characters[:max(0, most-len([]rune(mark)))])
	if i := strings.LastIndexByte(head, '\n'); i > 0 {
		head = head[:i]
	}
	return strings.TrimRight(head, "\n ") + mark
}
