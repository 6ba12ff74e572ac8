package slack

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	// writeBuffer holds any acknowledgement, which makes it one frame: Slack does not
	// put several together again (see ackLimit).
	writeBuffer = 32 * 1024
	// flushWithin is how long the end of Run waits for the last acknowledgements to
	// leave. Ours.
	flushWithin = time.Second
)

// socket is one Run over Socket Mode.
// https://docs.slack.dev/apis/events-api/using-socket-mode
type socket struct {
	platform *Platform
	client   *socketmode.Client
	queue    *queue
	sent     sentCount
	queued   atomic.Int64 // acknowledgements given to the client
}

// listen hands what the socket delivers to the queue until the context ends, and
// returns when all of it is acknowledged. It ends before only where waiting does
// not help.
func (p *Platform) listen(ctx context.Context, q *queue) error {
	s := &socket{platform: p, queue: q}
	s.sent.left = make(chan struct{}, 1)
	dialer := &websocket.Dialer{
		NetDialContext:   p.options.Dial,
		HandshakeTimeout: dialTimeout,
		WriteBufferSize:  writeBuffer,
		WriteBufferPool:  &s.sent,
	}
	if p.options.Dial == nil {
		dialer.Proxy = http.ProxyFromEnvironment
	}
	s.client = socketmode.New(p.api, socketmode.OptionDialer(dialer))
	// The client outlives ctx: what was begun has to be acknowledged over it.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	var client sync.WaitGroup
	client.Go(func() { ended <- s.client.RunContext(life) })
	err := s.receive(ctx, ended)
	q.finish()
	s.flush()
	end()
	client.Wait()
	return err
}

// receive takes every event off the client at once: one that waits for its reader
// hangs it.
func (s *socket) receive(ctx context.Context, ended <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-ended:
			return hopeless(err)
		case e := <-s.client.Events:
			if err := s.take(e); err != nil {
				return err
			}
		}
	}
}

// take deals with one event of the client. The error is one that ends Run.
func (s *socket) take(e socketmode.Event) error {
	log := s.platform.log
	switch e.Type {
	case socketmode.EventTypeConnected:
		log.Info("slack: connected")
	case socketmode.EventTypeHello: // from here on Slack delivers
		s.platform.link.Up(time.Now())
	case socketmode.EventTypeConnecting: // at the start, and whenever a connection was lost
		s.platform.link.Down(time.Now(), "it is being connected")
	case socketmode.EventTypeConnectionError:
		trouble, is := e.Data.(*slackgo.ConnectionErrorEvent)
		if !is {
			return nil
		}
		if code := codeOf(trouble.ErrorObj); remedies[code] != "" {
			return hopeless(trouble.ErrorObj)
		}
		if limit, is := errors.AsType[*slackgo.RateLimitedError](trouble.ErrorObj); is {
			s.platform.options.Limited(limit.RetryAfter)
		}
		s.platform.link.Down(time.Now(), "Slack cannot be reached")
		log.Warn("slack: no connection", "error", trouble.ErrorObj, "wait", trouble.Backoff)
	case socketmode.EventTypeErrorWriteFailed:
		log.Warn("slack: an acknowledgement was not sent")
	case socketmode.EventTypeIncomingError:
		log.Debug("slack: the connection broke")
	case socketmode.EventTypeErrorBadMessage:
		if bad, is := e.Data.(*socketmode.ErrorBadMessage); is {
			s.unknown(bad.Message)
		}
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		s.deliver(e.Request.Type, e.Request.EnvelopeID, e.Request.Payload)
	}
	return nil
}

// unknown deals with an envelope that the client cannot read: it may be one that
// is read here, which needs less of it. Else acknowledging it is all that can be
// done, so that it is not delivered for ever.
func (s *socket) unknown(raw json.RawMessage) {
	var envelope socketmode.Request
	_ = json.Unmarshal(raw, &envelope) // what is missing is seen below
	switch {
	case envelope.EnvelopeID == "":
		s.platform.log.Warn("slack: an envelope without an ID")
	case envelope.Type == commandKind, envelope.Type == interactiveKind, envelope.Type == eventKind:
		s.deliver(envelope.Type, envelope.EnvelopeID, envelope.Payload)
	default:
		s.platform.log.Warn("slack: an envelope of an unknown type")
		// Not here: a client without a connection would wait for one, and nobody read
		// its events meanwhile.
		s.deliver(unknownKind, envelope.EnvelopeID, nil)
	}
}

// deliver puts an envelope into the queue.
func (s *socket) deliver(kind, envelope string, payload []byte) {
	s.queue.offer(delivery{
		kind:    kind,
		payload: payload,
		at:      s.platform.now(),
		ack:     func(reply any) error { return s.acknowledge(envelope, reply) },
	})
}

// acknowledge gives an acknowledgement to the client, which sends it when it can.
func (s *socket) acknowledge(envelope string, reply any) error {
	ctx, stop := context.WithTimeout(context.Background(), ackWithin)
	defer stop()
	s.queued.Add(1)
	err := s.client.AckCtx(ctx, envelope, reply)
	if err != nil {
		s.queued.Add(-1)
	}
	return err
}

// flush waits until the acknowledgements have left: the client forgets those that
// it has not sent when it ends.
func (s *socket) flush() {
	patience := time.NewTimer(flushWithin)
	defer patience.Stop()
	for s.sent.count.Load() < s.queued.Load() {
		select {
		case <-s.sent.left:
		case <-patience.C:
			s.platform.log.Warn("slack: the last acknowledgements may not have arrived")
			return
		}
	}
}

// sentCount counts what leaves over a connection. The client has no other way to
// tell: a connection gives its buffer back when a message is written.
type sentCount struct {
	buffers sync.Pool
	count   atomic.Int64
	left    chan struct{}
}

// Get implements [websocket.BufferPool].
func (s *sentCount) Get() any { return s.buffers.Get() }

// Put implements [websocket.BufferPool].
func (s *sentCount) Put(buffer any) {
	s.buffers.Put(buffer)
	s.count.Add(1)
	select {
	case s.left <- struct{}{}:
	default:
	}
}
