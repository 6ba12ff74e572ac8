package discord

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"relance/adapters/chat"
)

const (
	// answerWithin is how soon Discord wants the first answer to an interaction, and
	// tokenLife how long its token works
	// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback).
	answerWithin = 3 * time.Second
	tokenLife    = 15 * time.Minute
	// deferAfter is when a person is shown that an answer is on its way. It leaves
	// time for the way to Discord. Ours.
	deferAfter = 2 * time.Second
	// handleWithin is how long an act may be handled; suggestWithin is for typing,
	// where nothing can be deferred. Ours.
	handleWithin  = 10 * time.Second
	suggestWithin = 2500 * time.Millisecond

	// workers is how many acts are handled at the same time, queueLimit how many wait
	// for it: a handler of 200 ms works off a full queue within the time there is.
	workers    = 64
	queueLimit = 512
	// readers is how many workers may be busy with what people write, which may take
	// long: the others are there for who waits for an answer within three seconds.
	readers = workers / 2
	// roomWithin is how long what people write waits for room in the queue: Discord
	// delivers it once, and the gateway waits meanwhile. Ours, well under the
	// interval of heartbeats.
	roomWithin = 10 * time.Second
)

// delivery is what Discord delivers at one time.
type delivery struct {
	event   string
	payload []byte
	at      time.Time // when it arrived
	own     string    // of what is written: the bot's user
}

// queue is what was delivered and is not handled yet.
type queue struct {
	platform *Platform
	handler  chat.Handler
	ctx      context.Context // that of Run, without its end

	mu      sync.RWMutex
	ended   bool
	waiting chan delivery // interactions
	written chan delivery // what people write
	working sync.WaitGroup
	telling *teller
}

func (p *Platform) newQueue(ctx context.Context, h chat.Handler) *queue {
	ctx = context.WithoutCancel(ctx)
	return &queue{
		platform: p, handler: h, ctx: ctx, telling: newTeller(ctx),
		waiting: make(chan delivery, queueLimit), written: make(chan delivery, queueLimit),
	}
}

func (q *queue) start() {
	for i := range workers {
		from := q.waiting
		if i < readers {
			from = q.written
		}
		q.working.Go(func() {
			for d := range from {
				q.serve(d)
			}
		})
	}
}

// offer puts a delivery into the queue. An interaction that is refused is told to
// its person as failed, by Discord itself.
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
		q.platform.log.Warn("discord: more arrives than can be handled", "event", d.event)
		return false
	}
}

// offerWaiting puts what somebody wrote into the queue, and waits for room.
func (q *queue) offerWaiting(d delivery) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	if q.ended {
		return
	}
	select {
	case q.written <- d:
		return
	default:
	}
	patience := time.NewTimer(roomWithin)
	defer patience.Stop()
	select {
	case q.written <- d:
	case <-patience.C:
		q.platform.log.Warn("discord: more is written than can be handled; what is left out here is found when the place is looked through", "event", d.event)
	}
}

// finish takes no more and returns when all that was taken is handled. For answers
// that wait for their turn it waits only briefly.
func (q *queue) finish() {
	q.mu.Lock()
	if !q.ended {
		q.ended = true
		close(q.waiting)
		close(q.written)
	}
	q.mu.Unlock()
	q.working.Wait()
	q.telling.finish()
}

// serve handles a delivery.
func (q *queue) serve(d delivery) {
	p := q.platform
	defer func() {
		if broken := recover(); broken != nil { // or one delivery would end the bot
			p.log.Error("discord: a delivery could not be handled", "event", d.event, "panic", chat.Unworded(broken), "stack", string(debug.Stack()))
		}
	}()
	in, err := p.translate(q.ctx, d)
	switch {
	case err != nil:
		p.log.Warn("discord: a delivery means nothing", "event", d.event, "error", err)
	case in.reply != nil:
		q.interact(in)
	case in.act.Deed != nil:
		q.said(in.act)
	}
}

// handle asks the handler. One that breaks down is answered for: whatever it knew
// of the act may be recorded or not, and its person has to look; whole is false then.
func (q *queue) handle(a chat.Act, within time.Duration) (answer chat.Answer, whole bool) {
	ctx, stop := context.WithTimeout(q.ctx, within)
	defer stop()
	defer func() {
		if broken := recover(); broken != nil {
			q.platform.log.Error("discord: the handler broke down", "act", a.ID, "panic", chat.Unworded(broken), "stack", string(debug.Stack()))
			answer, whole = chat.Answer{Message: sentence(q.platform.options.Words.Failed)}, false
		}
	}()
	return q.handler.Handle(ctx, a), true
}

// handled asks the handler about an interaction. When it takes long the person is
// shown that an answer comes. whole is that of handle.
func (q *queue) handled(r *reply, a chat.Act) (answer chat.Answer, whole bool) {
	done := make(chan struct{})
	q.working.Go(func() {
		defer close(done)
		answer, whole = q.handle(a, handleWithin)
	})
	late := time.NewTimer(deferAfter - q.platform.now().Sub(r.at))
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
		r.deferred(q.ctx)
		<-done
	}
	return answer, whole
}

func sentence(text string) *chat.Message {
	return &chat.Message{Blocks: []chat.Block{chat.Paragraph(text)}}
}
