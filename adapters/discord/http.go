package discord

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

// bodyLimit bounds a request, in bytes. Ours: Discord publishes no figure; five long
// answers with the person, the server and the message around them stay under it.
const bodyLimit = 1 << 20

// HTTP receives the interactions that Discord sends where the gateway is not wanted,
// under whatever path. It takes only what is signed for Options.PublicKey, is of the
// last five minutes, and came for the first time. Before and after Run nothing is
// taken but Discord's question whether anybody is there. The answers go the same
// way as those over the gateway.
func (p *Platform) HTTP() http.Handler { return http.HandlerFunc(p.serveHTTP) }

func (p *Platform) serveHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case p.options.PublicKey == "":
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
	if err := verify(r.Header, body, p.options.PublicKey, p.now()); err != nil {
		p.log.Warn("discord: a request was refused", "error", err)
		refuse(w, http.StatusUnauthorized)
		return
	}
	p.receive(w, strings.ToLower(r.Header.Get(signatureHeader)), body) // hexadecimal: capitals make no other
}

// receive hands a genuine request to the queue. It is answered by a request of the
// bot's own, which Discord is told with a 202
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback).
func (p *Platform) receive(w http.ResponseWriter, signature string, body []byte) {
	sent, err := unpack[struct {
		Type int `json:"type"`
	}](body)
	switch {
	case err != nil:
		p.log.Warn("discord: a request means nothing", "error", err)
		refuse(w, http.StatusBadRequest)
		return
	case sent.Type == askedPing:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"type":1}`) // whoever asked has gone
		return
	}
	queue := p.inbound.current()
	if queue == nil {
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	if !p.inbound.replays.First(signature) {
		p.log.Warn("discord: a request came a second time")
		refuse(w, http.StatusConflict)
		return
	}
	if !queue.offer(delivery{event: interactionEvent, payload: body, at: p.now()}) {
		p.inbound.replays.Forget(signature)
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func refuse(w http.ResponseWriter, status int) { http.Error(w, http.StatusText(status), status) }
