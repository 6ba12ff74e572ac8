package discordfake_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
)

// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
func TestHTTP(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	key, err := hex.DecodeString(w.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	inline := true
	tokens := make(chan object, 10)
	w.DeliverTo(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		signature, _ := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
		if !ed25519.Verify(key, append([]byte(r.Header.Get("X-Signature-Timestamp")), body...), signature) {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		var in object
		_ = json.Unmarshal(body, &in)
		rw.Header().Set("Content-Type", "application/json")
		answer := say("over HTTP", 0)
		switch {
		case in["type"] == 1.0:
			answer = object{"type": 1}
		case !inline:
			rw.WriteHeader(http.StatusAccepted)
			tokens <- in
			return
		}
		_ = json.NewEncoder(rw).Encode(answer)
	}))
	if err := w.Ping(); err != nil {
		t.Error(err)
	}
	if err := w.Command(w.ann, w.room, "case list", nil); err != nil {
		t.Error(err)
	}
	if seen := w.Seen(w.ben); len(seen) != 1 || seen[0].Read != "over HTTP" {
		t.Errorf("ben sees %+v", seen)
	}
	stale := httptest.NewRequest(http.MethodPost, discordfake.InteractionsPath, strings.NewReader(`{"type":1}`))
	w.Sign(stale, []byte(`{"type":1}`), w.time().Add(-time.Hour))
	if at := stale.Header.Get("X-Signature-Timestamp"); at != strconv.FormatInt(w.time().Add(-time.Hour).Unix(), 10) {
		t.Errorf("signed at %s", at)
	}
	if status, err := w.Replay(); err != nil || status != http.StatusOK {
		t.Errorf("a handler without a memory answered a replay %d, %v", status, err)
	}
	inline = false
	done := make(chan error)
	go func() { done <- w.Command(w.ann, w.room, "case list", nil) }()
	in := <-tokens
	if a := w.callAs("", "POST", "interactions/"+in["id"].(string)+"/"+in["token"].(string)+"/callback", say("later", 0)); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if r := w.Refusals(); len(r) > 0 {
		t.Errorf("refused: %q", r)
	}
}
