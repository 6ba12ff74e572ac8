package slack

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"relance/adapters/chat"
)

// inbound is what hearing needs while a Platform runs.
type inbound struct {
	hooks   *http.Client // for response_urls
	shown   chat.Memory  // acts whose answer was shown
	replays chat.Memory  // signatures that were used

	mu    sync.Mutex
	queue *queue // nil: nobody handles acts
}

// Run hands every act to h until the context ends, and returns when what was begun
// is finished, answered and acknowledged. With Options.AppToken acts come over
// Socket Mode, else through [Platform.HTTP].
//
// Acts are handed on several at a time, whoever and whatever they are about. What
// Slack delivers again is handed on again, with the same ID; its answer is shown
// once. An error says in one sentence what to do: a token that is not accepted does
// not become better by waiting.
func (p *Platform) Run(ctx context.Context, h chat.Handler) error {
	q := p.newQueue(ctx, h)
	if !p.inbound.begin(q) {
		return errors.New("slack: it is running already")
	}
	defer p.inbound.end()
	defer func() { p.link.Down(time.Now(), "nobody listens") }()
	ctx, stop := context.WithCancel(ctx)
	var refusal error
	var watching sync.WaitGroup
	watching.Go(func() {
		defer stop()
		refusal = p.untilRefused(ctx)
	})
	err := p.hear(ctx, q)
	stop()
	watching.Wait()
	return cmp.Or(err, refusal)
}

// hear takes acts in until the context ends.
func (p *Platform) hear(ctx context.Context, q *queue) error {
	if p.options.AppToken != "" {
		return p.listen(ctx, q)
	}
	p.link.Up(time.Now())
	<-ctx.Done()
	q.finish()
	return nil
}

// untilRefused waits until the bot token is good for nothing any more: a call was
// refused for it, and so is the question who the bot is. It returns nil when the
// context ends.
func (p *Platform) untilRefused(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.refused:
		}
		_, _, err := p.authTest(ctx)
		if e, is := errors.AsType[*chat.Error](err); is && tokenRemedies[e.Code] != "" {
			return unusable(err)
		}
	}
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
