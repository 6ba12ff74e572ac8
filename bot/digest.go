package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// Digest posts the state of all running cases in the team's room of every
// platform, once for each day on the clock of the bot's zone: calling it again
// the same day does nothing. An *escalation.RetryError says when to call it again:
// somebody else may be saying it.
func (b *Bot) Digest(ctx context.Context, now time.Time) error {
	day := escalation.DateOf(now.In(b.Zone)).String()
	var cases []escalation.Case
	var failed []error
	for _, p := range b.Platforms {
		room := b.Rooms[p.Name()].Team
		if room == "" {
			continue
		}
		last, err := b.Book.Get(ctx, shelfDigest, p.Name())
		if err != nil {
			return fmt.Errorf("the day of the last digest: %w", err)
		}
		if string(last) == day {
			continue
		}
		if cases == nil {
			if cases, err = b.runningCases(ctx); err != nil {
				return fmt.Errorf("running cases: %w", err)
			}
		}
		if err := b.postDigest(ctx, spot{p, chat.Place{Room: room}, b.speaker("")}, day, cases, now); err != nil {
			failed = append(failed, fmt.Errorf("digest on %s: %w", p.Name(), err))
			continue
		}
		if err := b.Book.Put(ctx, shelfDigest, p.Name(), []byte(day)); err != nil {
			failed = append(failed, fmt.Errorf("the day of the last digest: %w", err))
		}
	}
	b.sweepMessages(ctx, now)
	return errors.Join(failed...)
}

// postDigest says the digest in one room. Where an earlier try, another process or
// this one before it ended, may have said it, the platform is asked; one that cannot
// be asked may show it twice, and says so.
func (b *Bot) postDigest(ctx context.Context, s spot, day string, cases []escalation.Case, now time.Time) error {
	m := b.digest(ctx, b.naming(s.platform.Name()), cases, now)
	m.Key = "digest/" + day
	place := escalation.Reservation{
		Key: "digest/" + s.platform.Name() + "/" + day, Op: rand.Text(), At: now, Window: keptFor, Limit: 1,
	}
	_, first, err := b.Book.Reserve(ctx, place)
	if err != nil {
		return fmt.Errorf("the place of the digest: %w", err)
	}
	if err = b.sayKept(ctx, s, m, !first, now); err != nil && first && !errors.Is(err, escalation.ErrMaybeSaid) {
		if err := b.Book.Release(context.WithoutCancel(ctx), place); err != nil {
			b.Logger.Warn("the place of the digest was not given back", "error", err)
		}
	}
	return err
}

// keptFor is how long before a message that is said once a day it may have been said.
const keptFor = 24 * time.Hour

// sayKept says a message with a key for which a place of the day is taken. again: an
// earlier try may have said it, so that the platform is asked first.
func (b *Bot) sayKept(ctx context.Context, s spot, m chat.Message, again bool, now time.Time) error {
	if again {
		_, what, err := b.find(ctx, s, m.Key, now.Add(-keptFor), now)
		switch {
		case err != nil:
			return errors.Join(escalation.ErrMaybeSaid, err)
		case what == wasSaid:
			b.memory.settle(m.Key, s.name())
			return nil
		case what == cannotTell:
			m.Blocks = append([]chat.Block{chat.Paragraph(s.speaker.Say("repeat"))}, m.Blocks...)
		}
	}
	_, err := s.platform.Post(ctx, s.place, m)
	if err == nil {
		b.memory.settle(m.Key, s.name())
		return nil
	}
	if kind, _ := failure(err); kind == chat.Unknown {
		return b.maybeSaid(s, m.Key, err, now)
	}
	return b.retryAfter(err, now)
}

// digestListed is how many cases the digest names for each whose turn it may be.
const digestListed = 10

// digest tells whose turn it is in which case, the most urgent first, and what is to
// be done there.
func (b *Bot) digest(ctx context.Context, n naming, cases []escalation.Case, now time.Time) chat.Message {
	s := b.speaker("")
	m := chat.Message{Title: s.Say("digest.title", "Date", s.Date(now, b.Zone))}
	if len(cases) == 0 {
		m.Blocks = []chat.Block{chat.Paragraph(s.Say("digest.empty"))}
		return m
	}
	slices.SortStableFunc(cases, byUrgency(now))
	turns := map[string][]string{}
	for _, c := range cases {
		v, err := b.view(ctx, c, s, now)
		if err != nil {
			b.Logger.Warn("left out of the digest", "case", c.ID, "error", err)
			continue
		}
		turn := whoseTurn(c)
		turns[turn] = append(turns[turn], v.boardLine())
	}
	m.Blocks = append(m.Blocks, chat.Paragraph(s.Say("digest.count", "Count", len(cases))))
	for _, turn := range turnsByUrgency {
		lines := turns[turn]
		if len(lines) == 0 {
			continue
		}
		m.Blocks = append(m.Blocks, chat.Paragraph(s.Say("digest.turn."+turn)), chat.Items(lines[:min(len(lines), digestListed)]))
		if more := len(lines) - digestListed; more > 0 {
			m.Blocks = append(m.Blocks, chat.Paragraph(s.Say("home.more", "Count", more, "Command", n.command(reqList))))
		}
	}
	if len(cases) == mostCases {
		m.Blocks = append(m.Blocks, chat.Paragraph(s.Say("digest.more", "Limit", mostCases)))
	}
	return m
}

// digestLine is one case in one line; of a post before the moderators it says
// how many have decided.
func (v view) digestLine() string {
	votes := ""
	if v.c.State == escalation.StateAwaitingApproval && v.c.Post.Consent != nil {
		votes = v.votes()
	}
	return v.Say("digest.case", "ID", string(v.c.ID), "Organisation", v.c.Organisation.Name, "Subject", v.c.Subject,
		"State", v.stateName(), "Next", v.next(), "Votes", votes)
}

// boardLine is a case in one line, and what is to be done in it.
func (v view) boardLine() string {
	return v.Say("home.line", "Case", v.digestLine(), "Tasks", v.openTasks())
}
