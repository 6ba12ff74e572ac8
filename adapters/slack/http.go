package slack

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"time"
)

const (
	// bodyLimit bounds a request, in bytes. Ours: Slack publishes no figure; a form of
	// a hundred long answers stays under it.
	bodyLimit = 4 << 20
	// patience is how long a request waits for its acknowledgement. Slack has given up
	// by then; whether it is recorded is still worth an honest status.
	patience = 10 * time.Second
)

// The last element of each path that Slack is given by the manifest.
const (
	commandsPath      = "commands"
	interactivityPath = "interactivity"
	eventsPath        = "events"
)

// HTTP receives what Slack sends where Socket Mode is not wanted. It answers under
// the paths commands, interactivity and events, whatever stands before them, and
// takes only what is signed with Options.SigningSecret, is of the last five
// minutes, and came for the first time. Before and after Run nothing is taken:
// Slack tries again later.
func (p *Platform) HTTP() http.Handler { return http.HandlerFunc(p.serveHTTP) }

func (p *Platform) serveHTTP(w http.ResponseWriter, r *http.Request) {
	where := path.Base(r.URL.Path)
	switch {
	case p.options.SigningSecret == "" || where != commandsPath && where != interactivityPath && where != eventsPath:
		refuse(w, http.StatusNotFound)
		return
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		status := http.StatusBadRequest
		if _, over := errors.AsType[*http.MaxBytesError](err); over {
			status = http.StatusRequestEntityTooLarge
		}
		refuse(w, status)
		return
	}
	if err := verify(r.Header, body, p.options.SigningSecret, p.now()); err != nil {
		p.log.Warn("slack: a request was refused", "error", err)
		refuse(w, http.StatusUnauthorized)
		return
	}
	if n := r.Header.Get("X-Slack-Retry-Num"); n != "" {
		p.log.Debug("slack: delivered again", "number", n, "reason", r.Header.Get("X-Slack-Retry-Reason"))
	}
	p.receive(w, r, where, body)
}

// receive hands a genuine request to the queue and waits for its acknowledgement.
func (p *Platform) receive(w http.ResponseWriter, r *http.Request, where string, body []byte) {
	kind, payload, reply, err := opened(where, body)
	switch {
	case err != nil:
		p.log.Warn("slack: a request means nothing", "error", err)
		refuse(w, http.StatusBadRequest)
		return
	case reply != nil:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(reply) // whoever asked has gone
		return
	}
	queue := p.inbound.current()
	if queue == nil {
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	signature := r.Header.Get(signatureHeader)
	if !p.inbound.replays.First(signature) {
		p.log.Warn("slack: a request came a second time")
		refuse(w, http.StatusConflict)
		return
	}
	replies := make(chan any, 1)
	taken := queue.offer(delivery{kind: kind, payload: payload, at: p.now(), ack: func(reply any) error {
		replies <- reply
		return nil
	}})
	if !taken {
		p.inbound.replays.Forget(signature)
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case reply := <-replies:
		p.reply(w, reply)
	case <-timer.C:
		refuse(w, http.StatusGatewayTimeout)
	}
}

// opened finds what a body delivers. A reply is for Slack's own questions, which
// nobody has to handle.
func opened(where string, body []byte) (kind string, payload, reply []byte, err error) {
	if where == eventsPath {
		sent, err := unpack[sentEvent](body)
		if err != nil {
			return "", nil, nil, err
		}
		if sent.Type == "url_verification" { // https://docs.slack.dev/reference/events/url_verification
			return "", nil, []byte(sent.Challenge), nil
		}
		return eventKind, body, nil, nil
	}
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil:
		return "", nil, nil, errMalformed
	case form.Get("ssl_check") != "": // https://docs.slack.dev/interactivity/implementing-slash-commands
		return "", nil, []byte{}, nil
	case where == commandsPath:
		payload, err = commandOf(form)
		return commandKind, payload, nil, err
	}
	return interactiveKind, []byte(form.Get("payload")), nil, nil
}

// reply acknowledges a request: with nothing, or with what is to be shown.
func (p *Platform) reply(w http.ResponseWriter, reply any) {
	if reply == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(w).Encode(reply); err != nil {
		p.log.Warn("slack: an acknowledgement may not have arrived", "error", err)
	}
}

func refuse(w http.ResponseWriter, status int) { http.Error(w, http.StatusText(status), status) }
