package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes of the gateway
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes).
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

const (
	// greetWithin is how long the gateway may take to say hello, writeWithin how long
	// a payload may take to leave, closeWithin a goodbye. Ours.
	greetWithin = 10 * time.Second
	// readyWithin is how long it may take from there until the session goes. Ours.
	readyWithin = 60 * time.Second
	writeWithin = 10 * time.Second
	closeWithin = time.Second
	// payloadLimit bounds what is read at a time, in bytes. Ours: a server with all
	// its channels and threads has room.
	payloadLimit = 32 << 20

	// closeGoodbye ends the session, closeResumable, like any code but 1000 and 1001,
	// does not (https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
	closeGoodbye   = websocket.CloseNormalClosure
	closeResumable = 4900
)

var (
	errSilent    = errors.New("discord: the gateway does not say hello")
	errZombie    = errors.New("discord: the gateway does not answer heartbeats any more")
	errReconnect = errors.New("discord: the gateway asks for another connection")
	errInvalid   = errors.New("discord: the session is over")
)

// payload is what goes over the gateway.
// https://docs.discord.com/developers/events/gateway-events#payload-structure
type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Name string          `json:"t"`
}

// gatewayConn is one connection to the gateway.
type gatewayConn struct {
	ws      *websocket.Conn
	last    *atomic.Int64 // the sequence number of the last event
	heart   sync.WaitGroup
	stopped chan struct{}

	writing sync.Mutex
	closing sync.Once
	acked   atomic.Bool // the last heartbeat was answered
	zombie  atomic.Bool
}

// dial opens a connection.
func (g *gateway) dial(ctx context.Context, address string) (*gatewayConn, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("discord: the address of the gateway is none")
	}
	if at.Path == "" {
		at.Path = "/"
	}
	at.RawQuery = url.Values{"v": {"10"}, "encoding": {"json"}}.Encode()
	dialer := &websocket.Dialer{NetDialContext: g.p.options.Dial, HandshakeTimeout: dialTimeout}
	if g.p.options.Dial == nil {
		dialer.Proxy = http.ProxyFromEnvironment
	}
	ws, answer, err := dialer.DialContext(ctx, at.String(), http.Header{"User-Agent": {userAgent}})
	if answer != nil {
		answer.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("discord: no connection to the gateway: %w", err)
	}
	ws.SetReadLimit(payloadLimit)
	c := &gatewayConn{ws: ws, last: &g.seq, stopped: make(chan struct{})}
	c.acked.Store(true)
	return c, nil
}

// greet waits for hello, and lets the heart beat from then on.
func (c *gatewayConn) greet() error {
	_ = c.ws.SetReadDeadline(time.Now().Add(greetWithin)) // a connection has deadlines
	hello, err := c.next()
	if err != nil {
		return errors.Join(errSilent, err)
	}
	_ = c.ws.SetReadDeadline(time.Now().Add(readyWithin))
	var data struct {
		Interval int64 `json:"heartbeat_interval"` // milliseconds
	}
	if hello.Op != opHello || json.Unmarshal(hello.Data, &data) != nil || data.Interval <= 0 {
		return errSilent
	}
	c.heart.Go(func() { c.beat(time.Duration(data.Interval) * time.Millisecond) })
	return nil
}

// beat sends heartbeats, the first at a random moment. A connection on which the
// last one was not answered is dead, however open it looks
// (https://docs.discord.com/developers/events/gateway#heartbeat-interval).
func (c *gatewayConn) beat(every time.Duration) {
	timer := time.NewTimer(rand.N(every))
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-c.stopped:
			return
		}
		if !c.acked.Swap(false) {
			c.zombie.Store(true)
			c.hangUp(closeResumable)
			return
		}
		if c.heartbeat() != nil {
			c.hangUp(closeResumable)
			return
		}
		timer.Reset(every)
	}
}

func (c *gatewayConn) heartbeat() error {
	var last any
	if seq := c.last.Load(); seq > 0 {
		last = seq
	}
	return c.send(opHeartbeat, last)
}

// send sends a payload.
func (c *gatewayConn) send(op int, data any) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(writeWithin))
	return c.ws.WriteJSON(map[string]any{"op": op, "d": data})
}

// next reads a payload.
func (c *gatewayConn) next() (payload, error) {
	var p payload
	_, raw, err := c.ws.ReadMessage()
	switch {
	case c.zombie.Load():
		return p, errZombie
	case err != nil:
		return p, err
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return payload{Op: -1}, nil // nothing that is known; the connection is fine
	}
	return p, nil
}

// settled lets the connection be as silent as its heart allows, once the session
// goes.
func (c *gatewayConn) settled() { _ = c.ws.SetReadDeadline(time.Time{}) }

// hangUp ends the connection with a code, without waiting for an echo.
func (c *gatewayConn) hangUp(code int) {
	c.closing.Do(func() {
		close(c.stopped)
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(closeWithin)) // or it is gone already
		_ = c.ws.Close()
	})
}

// farewell is the code with which a connection is closed: once the context has ended
// the session ends with it.
func farewell(ctx context.Context) int {
	if ctx.Err() != nil {
		return closeGoodbye
	}
	return closeResumable
}

// close is hangUp, and waits for the heart to stop. It is for whoever reads, and let
// the heart beat.
func (c *gatewayConn) close(code int) {
	c.hangUp(code)
	c.heart.Wait()
}
