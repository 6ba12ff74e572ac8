package slackfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Socket Mode. https://docs.slack.dev/apis/events-api/using-socket-mode/

// pingEvery is how often a socket is pinged; clients give up on one that is not.
const pingEvery = 10 * time.Second

// socket is one open connection of the app.
type socket struct {
	conn *websocket.Conn
	news chan struct{} // something to write

	mu    sync.Mutex
	queue [][]byte
}

func openConnection(q *request) (object, error) {
	ticket := q.workspace.id("ticket-")
	q.tickets[ticket] = true
	return object{"url": "ws://" + q.host + "/link?ticket=" + ticket + "&app_id=" + appID}, nil
}

// serveSocket is a connection from its ticket to its end.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	good := s.tickets[ticket] && !s.closed
	delete(s.tickets, ticket)
	if good {
		s.work.Add(1)
		defer s.work.Done()
	}
	s.mu.Unlock()
	if !good {
		s.wrong("socket", "invalid_ticket")
		http.Error(w, "invalid ticket", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	k := &socket{conn: conn, news: make(chan struct{}, 1)}
	n, full := s.register(k)
	if full {
		k.push(s.disconnectFrame("too_many_websockets"))
	} else {
		k.push(marshal(object{
			"type": "hello", "num_connections": n, "connection_info": object{"app_id": appID},
			"debug_info": object{"host": s.host, "approximate_connection_time": 18060},
		}))
	}
	ended := make(chan struct{})
	s.work.Go(func() { k.write(ended) })
	s.read(k)
	close(ended)
	s.unregister(k)
}

// register opens a socket for deliveries.
func (s *Server) register(k *socket) (open int, full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		k.conn.Close()
		return 0, true
	}
	if len(s.sockets) >= maxSockets {
		return len(s.sockets), true
	}
	s.sockets = append(s.sockets, k)
	close(s.came)
	s.came = make(chan struct{})
	return len(s.sockets), false
}

func (s *Server) unregister(k *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = slices.DeleteFunc(s.sockets, func(x *socket) bool { return x == k })
}

// read takes acknowledgements until the connection ends.
func (s *Server) read(k *socket) {
	for {
		_, raw, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		s.acknowledge(raw)
	}
}

func (s *Server) acknowledge(raw []byte) {
	var ack struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	switch err := json.Unmarshal(raw, &ack); {
	case err != nil:
		s.wrong("socket", "malformed acknowledgement", string(raw))
		return
	case len(raw) >= maxAnswer:
		s.wrong("socket", "acknowledgement too big")
		return
	}
	s.mu.Lock()
	t := s.tries[ack.ID]
	delete(s.tries, ack.ID)
	s.acks[ack.ID] = true
	s.mu.Unlock()
	if t != nil {
		t.acked <- ack.Payload
	}
}

// push queues a frame; it never waits.
func (k *socket) push(frame []byte) {
	k.mu.Lock()
	k.queue = append(k.queue, frame)
	k.mu.Unlock()
	select {
	case k.news <- struct{}{}:
	default:
	}
}

// write sends what is queued, and pings.
func (k *socket) write(ended <-chan struct{}) {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		var err error
		select {
		case <-ended:
			return
		case <-ping.C:
			err = k.conn.WriteControl(websocket.PingMessage, []byte("fake"), time.Now().Add(pingEvery))
		case <-k.news:
			err = k.flush()
		}
		if err != nil {
			k.conn.Close()
			return
		}
	}
}

// flush writes the queue. After an empty frame the connection is closed.
func (k *socket) flush() error {
	k.mu.Lock()
	queue := k.queue
	k.queue = nil
	k.mu.Unlock()
	for _, frame := range queue {
		if frame == nil {
			return k.conn.Close()
		}
		if err := k.conn.WriteMessage(websocket.TextMessage, frame); err != nil {
			return err
		}
	}
	return nil
}

func marshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // of the fake's own making
	}
	return raw
}
