package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// look asks the platforms of the contacts who have a letter of the present round
// whether anything has come that the bot has not heard, and hands it over first.
// Only then the case may climb.
func (b *Bot) look(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	failed := ""
	since := awaited(c)
	for _, address := range slices.Sorted(maps.Keys(since)) {
		p, place, ok := b.contactPlace(address)
		if !ok {
			continue // a letter by hand: a person logs the answer
		}
		acts, err := p.Heard(ctx, place, since[address])
		if err != nil {
			_, failed = failure(err)
			b.Logger.Warn("a look was impossible", "case", c.ID, "address", address, "error", err)
			continue
		}
		for _, act := range acts {
			if err := b.hear(ctx, p.Name(), c.ID, address, act, at); err != nil {
				return nothing, err
			}
		}
	}
	return escalation.Outcome{Fact: escalation.Looked{Notice: n.Key, Failed: failed}}, nil
}

// awaited are the addresses an answer may come from, with the time of the letter.
func awaited(c escalation.Case) map[string]time.Time {
	since := map[string]time.Time{}
	for _, l := range c.Climb.Letters {
		if l.Round == c.Climb.Round && l.Reminder == 0 && !l.Delivered.IsZero() {
			since[l.Address] = l.Delivered
		}
	}
	return since
}

// hear records what somebody said in a contact's room. Its operation ID is that
// of the act, as when it is heard at once: what is heard twice is recorded once.
func (b *Bot) hear(ctx context.Context, platform string, id escalation.CaseID, address string, act chat.Act, at time.Time) error {
	said, ok := act.Deed.(chat.Said)
	if !ok || !concerns(said.Text, id) {
		return nil
	}
	event := escalation.Event{
		ID: platform + ":" + act.ID, Case: id, At: at,
		Actor: escalation.Actor{ID: address, Name: act.By.Name, Role: escalation.ActorContact},
		Fact:  escalation.Replied{From: address, Text: said.Text, Link: said.Link, Proposed: propose(said.Text), At: act.At},
	}
	if _, err := b.Recorder.Record(ctx, event); err != nil {
		if escalation.CodeOf(err) != "" && escalation.CodeOf(err) != escalation.CodeNotRecorded && escalation.CodeOf(err) != escalation.CodeNotConfirmed {
			b.Logger.Warn("what was said is not taken", "case", id, "act", act.ID, "error", err)
			return nil
		}
		return fmt.Errorf("what was said in %s: %w", address, err)
	}
	return nil
}

// concerns says that a message may be about the case: it names this one, or none.
func concerns(text string, id escalation.CaseID) bool {
	named := false
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\u00a0,.;:!?()[]<>\"'«»“”", r) }) {
		if !strings.Contains(word, "-") {
			continue // a word of seven letters may pass for an ID; nobody writes one without hyphens by chance
		}
		other, err := escalation.ParseCaseID(word)
		if err != nil {
			continue
		}
		if other == id {
			return true
		}
		named = true
	}
	return !named
}
