package discord

import (
	"context"
	"errors"
	"sync"
	"time"

	"relance/adapters/chat"
)

const (
	// saidTries is how often words are handed on that could not be recorded, saidPause
	// the time between: Discord does not deliver them again. Ours.
	saidTries = 3
	saidPause = 2 * time.Second
	// tellWithin is how long an answer to what was written is tried to be told, and
	// tellPause the least time between: the nonce keeps it one message all the while.
	// tellLast is how long the end waits for it. Ours.
	tellWithin = 2 * time.Minute
	tellPause  = time.Second
	tellLast   = 3 * time.Second
)

// said hands on what somebody wrote, and tells the answer in private: there is no
// other way to tell one person alone who has clicked nothing.
func (q *queue) said(a chat.Act) {
	answer, _ := q.handle(a, handleWithin)
	for try := 1; answer.Unrecorded && try < saidTries && pause(q.ctx, saidPause); try++ {
		answer, _ = q.handle(a, handleWithin)
	}
	m := told(answer)
	if m == nil {
		return
	}
	q.telling.begin(func(ctx context.Context) { q.tell(ctx, a, *m) })
}

// tell tells somebody alone what is the answer to their words. While its turn has not
// come, or Discord is out, it is tried again.
func (q *queue) tell(ctx context.Context, a chat.Act, m chat.Message) {
	at := a.Place
	if at.Person == "" {
		at = chat.Place{Person: a.By.Account}
	}
	m.Key = "answer:" + a.ID
	until := q.platform.now().Add(tellWithin)
	for {
		_, err := q.platform.Post(ctx, at, m)
		e, _ := errors.AsType[*chat.Error](err)
		if err == nil {
			return
		}
		wait := tellPause
		if e != nil {
			wait = max(wait, e.After)
		}
		again := e != nil && (e.Failure == chat.Temporary || e.Failure == chat.Unknown) && !q.platform.now().Add(wait).After(until)
		if !again || !pause(ctx, wait) {
			q.platform.log.Warn("discord: an answer reached nobody", "user", a.By.Account, "error", err)
			return
		}
	}
}

// teller tells answers beside the workers, each for as long as that takes.
type teller struct {
	ctx   context.Context
	stop  context.CancelFunc
	going sync.WaitGroup
}

func newTeller(ctx context.Context) *teller {
	ctx, stop := context.WithCancel(ctx)
	return &teller{ctx: ctx, stop: stop}
}

// begin tells an answer. Its context ends when finish waits no more.
func (t *teller) begin(tell func(context.Context)) {
	t.going.Go(func() { tell(t.ctx) })
}

// finish waits for the answers that are on their way, but not for long.
func (t *teller) finish() {
	late := time.AfterFunc(tellLast, t.stop)
	defer late.Stop()
	t.going.Wait()
	t.stop()
}
