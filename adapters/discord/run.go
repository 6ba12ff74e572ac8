package discord

import (
	"context"
	"errors"
	"sync"
	"time"

	"relance/adapters/chat"
)

// inbound is what hearing needs while a Platform runs.
type inbound struct {
	menu    menu                  // the commands, as Discord has them
	shown   chat.Memory           // interactions that are answered, or being answered
	replays chat.Memory           // signatures that were used
	heard   shelf[string, string] // texts of messages, by their IDs, to tell what was changed
	forms   forms

	mu    sync.Mutex
	queue *queue // nil: nobody handles acts
}

// Run hands every act to h until the context ends, and returns when what was begun
// is finished and answered. Without Options.PublicKey acts come over the gateway;
// with it interactions come through [Platform.HTTP], and what people write is found
// by Heard alone.
//
// Acts are handed on several at a time, whoever and whatever they are about. What
// Discord delivers twice is handed on twice, with the same ID; it is answered once.
// An error says in one sentence what to do: a token that is not accepted does not
// become better by waiting.
func (p *Platform) Run(ctx context.Context, h chat.Handler) error {
	q := p.newQueue(ctx, h)
	if !p.inbound.begin(q) {
		return errors.New("discord: it is running already")
	}
	defer p.inbound.end()
	defer func() { p.link.Down(time.Now(), "nobody listens") }()
	if !p.options.MessageContent {
		p.log.Warn("discord: without the Message Content intent the bot reads only what is written to it in private or mentions it; buttons, forms and commands work, answers in threads have to be added by \"Add to a case's file\" or by hand")
	}
	var enrolling sync.WaitGroup
	defer enrolling.Wait()
	if wait := p.enrol(ctx); wait > 0 {
		enrolling.Go(func() { p.enrolLater(ctx, wait) })
	}
	defer q.finish()
	if p.options.PublicKey == "" {
		return p.listen(ctx, q)
	}
	p.link.Up(time.Now())
	<-ctx.Done()
	return nil
}

// begin makes a queue the one that acts go into, unless there is one.
func (i *inbound) begin(q *queue) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.queue != nil {
		return false
	}
	q.start()
	i.queue = q
	return true
}

func (i *inbound) end() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.queue = nil
}

// current is the queue that acts go into, or nil.
func (i *inbound) current() *queue {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.queue
}
