package slack

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"relance/adapters/chat"
)

const (
	// ackWithin is how soon Slack wants to hear that a delivery arrived
	// (https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response,
	// and likewise for commands and events). Later it has told the person that it
	// failed, and reads no answer in the acknowledgement.
	ackWithin = 3 * time.Second
	// handleWithin leaves time for the way back, and handleAtLeast is for what had to
	// wait. Both ours.
	handleWithin  = 2500 * time.Millisecond
	handleAtLeast = time.Second
	// namesWithin is how long an act waits for the names in it. Ours.
	namesWithin = 500 * time.Millisecond

	// workers is how many acts are handled at the same time, queueLimit how many wait
	// for it: a handler of 200 ms works off a full queue within the time there is.
	workers    = 64
	queueLimit = 512
)

// delivery is what Slack delivers at one time.
type delivery struct {
	kind    string
	payload []byte
	at      time.Time // when it arrived
	// ack says that it arrived, once, with what is to be shown or nil. An error: Slack
	// may not know.
	ack func(reply any) error
}

// queue is what was delivered and is not handled yet.
type queue struct {
	platform *Platform
	handler  chat.Handler
	ctx      context.Context // that of Run, without its end

	mu      sync.RWMutex
	ended   bool
	waiting chan delivery
	working sync.WaitGroup
}

func (p *Platform) newQueue(ctx context.Context, h chat.Handler) *queue {
	return &queue{platform: p, handler: h, ctx: context.WithoutCancel(ctx), waiting: make(chan delivery, queueLimit)}
}

func (q *queue) start() {
	for range workers {
		q.working.Go(func() {
			for d := range q.waiting {
				q.serve(d)
			}
		})
	}
}

// offer puts a delivery into the queue. What is refused must not be acknowledged:
// Slack delivers it again.
func (q *queue) offer(d delivery) bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	if q.ended {
		return false
	}
	select {
	case q.waiting <- d:
		return true
	default:
		q.platform.log.Warn("slack: more arrives than can be handled; Slack will deliver it again", "event", d.kind)
		return false
	}
}

// finish takes no more and returns when all that was taken is handled.
func (q *queue) finish() {
	q.mu.Lock()
	if !q.ended {
		q.ended = true
		close(q.waiting)
	}
	q.mu.Unlock()
	q.working.Wait()
}

// serve handles a delivery: what it means is recorded by the handler, then
// acknowledged.
func (q *queue) serve(d delivery) {
	p := q.platform
	d.ack = once(d.ack)
	defer func() {
		if broken := recover(); broken != nil { // or one delivery would end the bot, again and again
			p.log.Error("slack: a delivery could not be handled", "event", d.kind, "panic", chat.Unworded(broken), "stack", string(debug.Stack()))
			p.acknowledge(d, nil)
		}
	}()
	in, err := q.translate(d)
	switch {
	case err != nil:
		p.log.Warn("slack: a delivery means nothing", "event", d.kind, "error", err)
		p.acknowledge(d, nil)
	case in.grow != nil:
		p.acknowledge(d, nil)
		p.grow(q.ctx, *in.grow)
	case in.surface == nowhere:
		p.acknowledge(d, nil)
	default:
		p.answer(q.ctx, d, in, q.handle(d, in))
	}
}

// once makes an acknowledgement one that is given at most once.
func once(ack func(any) error) func(any) error {
	given := false
	return func(reply any) error {
		if given {
			return nil
		}
		given = true
		return ack(reply)
	}
}

// translate finds out what a delivery means, without waiting long for names.
func (q *queue) translate(d delivery) (incoming, error) {
	ctx, stop := context.WithTimeout(q.ctx, namesWithin)
	defer stop()
	return q.platform.translate(ctx, d.kind, d.payload, d.at)
}

// handle asks the handler. One that breaks down is answered for: whatever it knew
// of the act may be recorded or not, and its person has to look.
func (q *queue) handle(d delivery, in incoming) (answer chat.Answer) {
	p := q.platform
	left := max(handleWithin-p.now().Sub(d.at), handleAtLeast)
	ctx, stop := context.WithTimeout(q.ctx, left)
	defer stop()
	defer func() {
		if broken := recover(); broken != nil {
			p.log.Error("slack: the handler broke down", "act", in.act.ID, "panic", chat.Unworded(broken), "stack", string(debug.Stack()))
			answer = p.sorry(in)
		}
	}()
	return q.handler.Handle(ctx, in.act)
}

// sorry is what a person is told when something broke down. A form stays open with
// all that was typed into it.
func (p *Platform) sorry(in incoming) chat.Answer {
	if in.surface == onSubmit && len(in.asked) > 0 {
		return chat.Answer{Wrong: map[string]string{"": p.options.Words.Failed}}
	}
	return chat.Answer{Message: sentence(p.options.Words.Failed)}
}

func sentence(text string) *chat.Message {
	return &chat.Message{Blocks: []chat.Block{chat.Paragraph(text)}}
}
