package bot

import (
	"context"
	"errors"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// record has a fact recorded, and only then answers.
func (t *turn) record(ctx context.Context, fact escalation.Fact) (chat.Answer, error) {
	receipt, err := t.commit(ctx, t.event(t.op(), fact))
	if err != nil {
		return chat.Answer{}, err
	}
	return sentenceAnswer(t.say.Done(receipt.Reason, receipt.Case.ID)), nil
}

// event is a fact as it goes to the domain.
func (t *turn) event(op string, fact escalation.Fact) escalation.Event {
	return escalation.Event{ID: op, Case: t.c.ID, At: t.at, Actor: t.actor, Fact: fact}
}

// commit records one event. A failure of the store becomes one of two refusals:
// nothing was written, or nobody knows. In the second case the bot goes on asking.
func (t *turn) commit(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	receipt, err := t.bot.Recorder.Record(ctx, e)
	switch {
	case err == nil:
		return receipt, nil
	case errors.Is(err, escalation.ErrUnconfirmed):
		t.bot.checking.Go(func() { t.check(context.WithoutCancel(ctx), e) })
		return escalation.Receipt{}, &escalation.Error{Code: escalation.CodeNotConfirmed, Err: err}
	case escalation.CodeOf(err) != "":
		return escalation.Receipt{}, err
	case errors.Is(err, escalation.ErrNotFound):
		return escalation.Receipt{}, refuse(escalation.CodeNoCase, "id", string(e.Case))
	case errors.Is(err, escalation.ErrUpgrade):
		return escalation.Receipt{}, &escalation.Error{Code: escalation.CodeUpgrade, Err: err}
	case errors.Is(err, escalation.ErrCorrupt):
		return escalation.Receipt{}, refuse(escalation.CodeQuarantined, "id", string(e.Case))
	}
	return escalation.Receipt{}, &escalation.Error{Code: escalation.CodeNotRecorded, Err: err}
}

// unsure is a failure of the Book as people are told it. What is kept there is no
// event, and nobody asks for it again: where the reply was lost the person looks,
// or does it once more.
func (t *turn) unsure(err error) error {
	if !errors.Is(err, escalation.ErrUnconfirmed) {
		return err
	}
	t.bot.Logger.Error("an act may not be kept", "op", t.op(), "request", t.request.name, "error", err)
	return object("answer.unconfirmed")
}

// How an event whose outcome is unknown is asked for again: the same event with
// the same ID, which changes nothing where it was written.
const (
	checkFirst = time.Second
	checkLimit = 32 * time.Second
)

// check finds out whether an event was recorded, and tells the person.
func (t *turn) check(ctx context.Context, e escalation.Event) {
	answer := t.tell("answer.unsure")
	for wait := checkFirst; wait <= checkLimit; wait *= 2 {
		<-time.After(wait)
		receipt, err := t.recordWithin(ctx, e)
		if err == nil {
			answer = sentenceAnswer(t.say.Done(receipt.Reason, receipt.Case.ID))
			break
		}
		if escalation.CodeOf(err) != "" {
			answer = t.refusal(err)
			break
		}
		t.bot.Logger.Warn("still not known whether an act is recorded", "op", e.ID, "error", err)
	}
	platform, served := t.bot.platforms[t.platform]
	if !served || t.silent || answer.Message == nil {
		return
	}
	answer.Message.Key = "check/" + e.ID
	if _, err := platform.Post(ctx, chat.Place{Person: t.act.By.Account}, *answer.Message); err != nil {
		t.bot.Logger.Error("could not tell what came of an act", "op", e.ID, "error", err)
	}
}

// recordWithin records an event, or fails in the time an answer may take.
func (t *turn) recordWithin(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return t.bot.Recorder.Record(ctx, e)
}

// Wait returns when everybody who was told "I am checking" has got an answer, two
// minutes after the last act at the latest.
func (b *Bot) Wait() { b.checking.Wait() }
