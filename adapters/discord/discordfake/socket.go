package discordfake

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes of the gateway.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opMembers        = 8
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

// Close codes of the gateway.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
const (
	closeUnknown           = 4000
	closeUnknownOpcode     = 4001
	closeDecode            = 4002
	closeNotAuthenticated  = 4003
	closeAuthFailed        = 4004
	closeAuthenticated     = 4005
	closeInvalidSeq        = 4007
	closeRateLimited       = 4008
	closeInvalidShard      = 4010
	closeInvalidVersion    = 4012
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// versions are those of the gateway that are neither deprecated nor gone.
// https://docs.discord.com/developers/reference#api-versioning-api-versions
var versions = []string{"9", "10"}

// socket is a connection to the gateway.
type socket struct {
	conn     *websocket.Conn
	version  string
	compress atomic.Bool // each payload, as identify asked
	stream   *zlib.Writer
	buffer   bytes.Buffer // of the stream
	out      chan any     // payloads, or a closing
	gone     chan struct{}
	once     sync.Once

	// The server locks.
	session *session
	sent    []time.Time // what the app sent lately
}

// send queues a payload. A connection that takes no more is cut, as Discord does.
func (k *socket) send(payload any) {
	select {
	case k.out <- payload:
	default:
		k.cut()
	}
}

// cut ends a connection without a word.
func (k *socket) cut() {
	k.once.Do(func() {
		close(k.gone)
		k.conn.Close()
	})
}

// What is queued beside payloads: a close frame with a code, a frame as it is.
type (
	closing int
	frame   string
)

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k := &socket{conn: conn, version: r.URL.Query().Get("v"), out: make(chan any, 4096), gone: make(chan struct{})}
	if r.URL.Query().Get("compress") == "zlib-stream" {
		k.stream = zlib.NewWriter(&k.buffer)
	}
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		k.cut()
		return
	}
	s.gateway.sockets = append(s.gateway.sockets, k)
	delay := s.gateway.delayClose
	silent := s.gateway.silent > 0
	if silent {
		s.gateway.silent--
	}
	s.work.Go(func() { s.write(k) })
	s.mu.Unlock()
	conn.SetCloseHandler(func(code int, _ string) error {
		wait(k.gone, delay)
		return conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	})
	switch q := r.URL.Query(); {
	case silent:
	case !slices.Contains(versions, q.Get("v")):
		k.send(closing(closeInvalidVersion))
	case q.Get("encoding") != "json" || q.Get("compress") == "zstd-stream":
		k.send(closing(closeDecode)) // the fake speaks JSON only
	default:
		k.send(object{"op": opHello, "d": object{"heartbeat_interval": heartbeatInterval.Milliseconds()}, "s": nil, "t": nil})
	}
	s.listen(k)
}

// wait waits, but not beyond the end of a connection.
func wait(gone <-chan struct{}, d time.Duration) {
	if d <= 0 {
		return
	}
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-late.C:
	case <-gone:
	}
}

// write sends what is queued.
func (s *Server) write(k *socket) {
	for {
		select {
		case <-k.gone:
			return
		case payload := <-k.out:
			if code, ok := payload.(closing); ok {
				_ = k.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(int(code), ""), time.Now().Add(time.Second))
				k.cut()
				return
			}
			if k.put(payload) != nil {
				k.cut()
				return
			}
		}
	}
}

// put writes one payload, compressed as the app asked.
// https://docs.discord.com/developers/events/gateway#encoding-and-compression
func (k *socket) put(payload any) error {
	text, ok := payload.(frame)
	if !ok {
		text = frame(raw(payload))
	}
	switch {
	case k.stream != nil:
		k.buffer.Reset()
		if _, err := io.WriteString(k.stream, string(text)); err != nil {
			return err
		}
		if err := k.stream.Flush(); err != nil {
			return err
		}
		return k.conn.WriteMessage(websocket.BinaryMessage, k.buffer.Bytes())
	case k.compress.Load():
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		if _, err := io.WriteString(z, string(text)); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		return k.conn.WriteMessage(websocket.BinaryMessage, b.Bytes())
	}
	return k.conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// listen reads what the app sends until the connection ends. A connection whose
// heartbeat is overdue is closed.
func (s *Server) listen(k *socket) {
	for {
		_ = k.conn.SetReadDeadline(time.Now().Add(2 * heartbeatInterval))
		_, body, err := k.conn.ReadMessage()
		if err != nil {
			s.lost(k, err)
			return
		}
		s.heard(k, body)
	}
}

// lost ends a connection. Its session can be resumed for a while, unless the app
// said goodbye.
// https://docs.discord.com/developers/events/gateway#initiating-a-disconnect
func (s *Server) lost(k *socket, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ses := k.session; ses != nil && ses.socket == k {
		ses.socket, ses.lost = nil, s.now()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
			s.end(ses)
		}
	}
	k.session = nil
	k.cut()
}

// heard handles one payload of the app.
func (s *Server) heard(k *socket, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var p struct {
		Op   *int            `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	now := s.now()
	k.sent = append(k.sent, now)
	if n := len(k.sent) - gatewaySends - 1; n >= 0 && now.Sub(k.sent[n]) < gatewayWindow {
		s.violation("gateway: more than %d payloads in %v", gatewaySends, gatewayWindow)
		s.shut(k, closeRateLimited, "too many payloads")
		return
	}
	if len(body) > maxGatewayPayload || json.Unmarshal(body, &p) != nil || p.Op == nil {
		s.shut(k, closeDecode, string(body))
		return
	}
	switch op := *p.Op; {
	case op == opHeartbeat:
		if !s.gateway.zombie {
			k.send(object{"op": opAck})
		}
	case op == opIdentify:
		s.identify(k, p.Data)
	case op == opResume:
		s.resume(k, p.Data)
	case k.session == nil:
		s.shut(k, closeNotAuthenticated, "not identified")
	case op != opPresence && op != opVoice && op != opMembers:
		s.shut(k, closeUnknownOpcode, "unknown opcode")
	}
}

// shut closes a connection for what the app did wrong.
func (s *Server) shut(k *socket, code int, why string) {
	s.wrong("gateway", &apiError{code: code, message: why})
	k.send(closing(code))
}
