package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// Lines and tasks belong into the thread of the case's card. While it is not up
// they wait for it, at first a little, and after cardPatience they are said at the
// top of the room: a platform may let only one message through in a second.
const (
	cardPatience = 10 * time.Minute
	cardFirst    = 2 * time.Second
	cardLast     = time.Minute
)

var errNoCard = errors.New("bot: the card is not up yet")

// tell says a notice to people of the house: the requester, the team, moderators.
func (b *Bot) tell(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	spots, err := b.spots(ctx, c, n, at)
	if err != nil {
		return nothing, err
	}
	for _, s := range spots {
		if b.memory.hasTold(n.Key, s.name()) {
			continue
		}
		if err := b.tellIn(ctx, s, c, n, at); err != nil {
			return nothing, err
		}
		b.memory.setTold(n.Key, s.name())
	}
	b.memory.done(n.Key)
	return nothing, nil
}

func (b *Bot) spots(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) ([]spot, error) {
	switch n.To {
	case escalation.ToRequester:
		s, ok, err := b.requesterSpot(ctx, c)
		if err != nil {
			return nil, err
		}
		if ok {
			return []spot{s}, nil
		}
		b.Logger.Warn("the requester's platform is not served: the team is told", "case", c.ID, "notice", n.Key)
		return b.threads(c), nil
	case escalation.ToModerators:
		return b.moderatorRooms(), nil
	}
	if n.Kind == escalation.NoticeEscalated && n.Reminder == 0 {
		return b.teamRooms(), nil // a thread is read by those who are in it
	}
	if waited := at.Sub(n.NotBefore); waited < cardPatience {
		switch awaited, err := b.awaitsCard(ctx, c); {
		case err != nil:
			return nil, err
		case awaited:
			return nil, &escalation.RetryError{At: at.Add(min(max(waited, cardFirst), cardLast)), Err: errNoCard}
		}
	}
	return b.threads(c), nil
}

func (b *Bot) tellIn(ctx context.Context, s spot, c escalation.Case, n escalation.Notice, at time.Time) error {
	v, err := b.view(ctx, c, s.speaker, at)
	if n.Kind == escalation.NoticeBroken && errors.Is(err, escalation.ErrNoRules) {
		err = nil // of a case that cannot be read, or whose rules are gone, that is all there is to say
	}
	if err != nil {
		return err
	}
	m, ok, err := b.render(ctx, v, n)
	if err != nil || !ok {
		return err
	}
	toTeam := s.place.Person == "" && n.To == escalation.ToRequester
	if toTeam {
		m = v.inStead(m)
	}
	repeated := n.Doubts > 0
	if repeated {
		posted, what, err := b.find(ctx, s, n.Key, n.NotBefore, at)
		switch {
		case err != nil:
			return err
		case what == wasSaid:
			b.told(ctx, s, v, n, posted, at)
			return nil
		case what == wasNeverSaid && n.Doubts < doubtsMost:
			repeated = false
		case n.Doubts > 1:
			b.Logger.Error("a notice was said once or twice, nobody knows: it is not said again", "case", c.ID, "notice", n.Key, "kind", n.Kind)
			return nil
		}
	}
	if repeated {
		m.Blocks = append([]chat.Block{v.says("repeat")}, m.Blocks...)
	}
	posted, err := s.platform.Post(ctx, s.place, m)
	if err == nil {
		b.told(ctx, s, v, n, posted, at)
		return nil
	}
	switch kind, code := failure(err); kind {
	case chat.Temporary:
		return b.retryAfter(err, at)
	case chat.Unknown:
		return b.maybeSaid(s, n.Key, err, at)
	default:
		b.Logger.Error("a notice cannot be said", "case", c.ID, "notice", n.Key, "kind", n.Kind, "place", s.name(), "code", code, "error", err)
	}
	if n.To == escalation.ToRequester && !toTeam {
		return b.tellTeamInStead(ctx, c, n, at)
	}
	return nil
}

// told remembers what is kept up to date from now on.
func (b *Bot) told(ctx context.Context, s spot, v view, n escalation.Notice, posted chat.Posted, at time.Time) {
	if n.Kind == escalation.NoticeApproval {
		b.nowAsked(ctx, s, v, n, posted, at)
	}
}

// tellTeamInStead shows the team what could not be said to the requester.
func (b *Bot) tellTeamInStead(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) error {
	for _, s := range b.threads(c) {
		if err := b.tellIn(ctx, s, c, n, at); err != nil {
			return err
		}
	}
	return nil
}

// inStead is a message to the requester as the team sees it: what it says, and
// that somebody must pass it on. Its buttons are the requester's alone.
func (v view) inStead(m chat.Message) chat.Message {
	m.Blocks = append([]chat.Block{v.says("unreachable", "Requester", v.c.Requester.Name)}, m.Blocks...)
	m.Actions, m.Exact = nil, false
	return m
}

// render finds the words of a notice; false when there is nothing to say any
// more, because what it asks for has happened meanwhile.
func (b *Bot) render(ctx context.Context, v view, n escalation.Notice) (m chat.Message, ok bool, err error) {
	switch n.Kind {
	case escalation.NoticeTask, escalation.NoticeEscalated:
		return b.renderTask(v, n)
	case escalation.NoticeLog:
		trail, err := b.Store.Trail(ctx, v.c.ID)
		if err != nil {
			return chat.Message{}, false, fmt.Errorf("the trail for its thread: %w", err)
		}
		m := v.log(n, trail)
		return m, len(m.Blocks) > 0, nil
	case escalation.NoticeApproval:
		trail, err := b.Store.Trail(ctx, v.c.ID)
		if err != nil {
			return chat.Message{}, false, fmt.Errorf("the trail for the moderators: %w", err)
		}
		return v.moderation(n, trail), true, nil
	}
	say, known := v.renderers()[n.Kind]
	if !known {
		b.Logger.Error("a notice of an unknown kind is left unsaid", "case", v.c.ID, "notice", n.Key, "kind", n.Kind)
		return chat.Message{}, false, nil
	}
	return say(n), true, nil
}

func (v view) renderers() map[escalation.NoticeKind]func(escalation.Notice) chat.Message {
	return map[escalation.NoticeKind]func(escalation.Notice) chat.Message{
		escalation.NoticePreview:   v.preview,
		escalation.NoticeTurn:      v.turn,
		escalation.NoticeVerdict:   v.verdict,
		escalation.NoticeConsent:   v.consent,
		escalation.NoticeApproval:  v.approval,
		escalation.NoticeNoQuorum:  v.noQuorum,
		escalation.NoticeDenied:    v.denied,
		escalation.NoticePostStays: v.postStays,
		escalation.NoticeLanded:    v.landed,
		escalation.NoticeDeadline:  v.deadline,
		escalation.NoticeBlocked:   v.blocked,
		escalation.NoticeState:     v.state,
		escalation.NoticeBroken:    v.broken,
	}
}

func (b *Bot) renderTask(v view, n escalation.Notice) (chat.Message, bool, error) {
	t, open := v.task(n.Task)
	if !open {
		return chat.Message{}, false, nil
	}
	return v.work(n, t, v.forOrganisation(b)), true, nil
}
