package slackfake

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"
)

// hook is a response_url: a few messages, for a while.
// https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses
type hook struct {
	person   string
	in       *channel
	original *message // that was clicked; nil after a command
	thread   string
	made     time.Time
	uses     int
}

// newHook returns a response_url. The server is locked.
func (s *Server) newHook(h *hook) string {
	id := s.workspace.id("H")
	h.made = s.now()
	s.workspace.hooks[id] = h
	return "http://" + s.host + "/hook/" + id
}

// serveHook takes a post to a response_url.
func (s *Server) serveHook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	args := url.Values{"hook": {r.PathValue("hook")}, "body": {string(body)}}
	s.mu.Lock()
	s.calls = append(s.calls, call{method: "response_url", args: args})
	s.mu.Unlock()
	q := &request{Server: s, method: "response_url", now: s.now(), args: args}
	fault, faulty := s.fault(q.method, args)
	if faulty && !fault.Accept {
		s.fail(w, q, fault)
		return
	}
	s.mu.Lock()
	err = s.respond(s.workspace.hooks[r.PathValue("hook")], body)
	s.mu.Unlock()
	switch {
	case faulty:
		s.fail(w, q, fault)
	case err != nil:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		s.answer(w, q.method, nil, err)
	default:
		io.WriteString(w, "ok")
	}
}

// answerMessage is the body of a post to a response_url, or of an answer to a
// command.
type answerMessage struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	Thread          string          `json:"thread_ts"`
	UnfurlLinks     *bool           `json:"unfurl_links"`
	UnfurlMedia     *bool           `json:"unfurl_media"`
	Parse           string          `json:"parse"`
}

// respond shows what was posted to a hook. The server is locked.
func (s *Server) respond(h *hook, body []byte) error {
	switch {
	case h == nil:
		return bad("no_such_hook")
	case s.now().Sub(h.made) > hookLife:
		return bad("expired_url")
	case h.uses == hookUses:
		return bad("used_url")
	}
	var m answerMessage
	if json.Unmarshal(body, &m) != nil {
		return bad("invalid_payload")
	}
	if m.DeleteOriginal && h.original != nil {
		h.uses++
		s.remove(h.original)
		return nil
	}
	d, err := s.draftOf(m)
	if err != nil {
		return err
	}
	h.uses++
	if m.ReplaceOriginal && h.original != nil {
		before := h.original.object(false)
		s.write(h.original, d)
		if !h.original.ephemeral() {
			h.original.edited = s.workspace.stamp(s.now())
			s.changed(h.original, before)
		}
		return nil
	}
	s.show(h, m, d)
	return nil
}

// show adds an answer to what the person, or everybody, sees. The server is
// locked.
func (s *Server) show(h *hook, a answerMessage, d draft) {
	m := &message{in: h.in, by: botUser, thread: h.thread}
	if a.Thread != "" {
		m.thread = a.Thread
	}
	if a.ResponseType != "in_channel" {
		m.to = h.person
	}
	s.write(m, d)
	s.add(m)
	if !m.ephemeral() {
		s.said(m)
	}
}

// draftOf examines an answer with the rules of a message. The server is locked.
func (s *Server) draftOf(m answerMessage) (draft, error) {
	args := url.Values{"text": {m.Text}, "parse": {m.Parse}}
	if len(m.Blocks) > 0 && string(m.Blocks) != "null" {
		args.Set("blocks", string(m.Blocks))
	}
	for key, flag := range map[string]*bool{"unfurl_links": m.UnfurlLinks, "unfurl_media": m.UnfurlMedia} {
		if flag != nil {
			args.Set(key, map[bool]string{true: "true", false: "false"}[*flag])
		}
	}
	q := &request{Server: s, method: "response_url", now: s.now(), args: args}
	return q.draft()
}
