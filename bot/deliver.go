package bot

import (
	"context"
	"time"

	"relance/escalation"
)

var _ escalation.Deliverer = (*Bot)(nil)

// nothing is the outcome of a notice that leaves no fact behind.
var nothing = escalation.Outcome{}

// Deliver says what a notice asks for: it finds the place, the words of the
// reader's language, and lets the platform say them. It implements
// [escalation.Deliverer].
func (b *Bot) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	switch n.Kind {
	case escalation.NoticeLetter, escalation.NoticeInfo:
		return b.write(ctx, c, n, at)
	case escalation.NoticePost:
		return b.publish(ctx, c, n, at)
	case escalation.NoticeTakeDown:
		return b.takeDown(ctx, c, n, at)
	case escalation.NoticeRecall:
		return b.recall(ctx, c, n, at)
	case escalation.NoticeCard:
		return b.showCard(ctx, c, n, at)
	case escalation.NoticeLook:
		return b.look(ctx, c, n, at)
	case escalation.NoticeCompose:
		return b.draft(ctx, c, at)
	}
	return b.tell(ctx, c, n, at)
}

// draft composes the public post in the requester's language: they consent to it
// first.
func (b *Bot) draft(ctx context.Context, c escalation.Case, at time.Time) (escalation.Outcome, error) {
	lang, err := b.languageOf(ctx, c.Requester)
	if err != nil {
		return nothing, err
	}
	v, err := b.view(ctx, c, b.speaker(lang), at)
	if err != nil {
		return nothing, err
	}
	text := v.compose()
	most, err := b.showable(ctx, c, text, at)
	if err != nil {
		return nothing, err
	}
	return escalation.Outcome{Fact: escalation.Drafted{Text: wholeLines(text, most)}}, nil
}
