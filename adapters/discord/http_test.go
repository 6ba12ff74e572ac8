package discord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// overHTTP is an office whose interactions come over HTTP.
func overHTTP(t *testing.T, h chat.Handler) *office {
	t.Helper()
	f := open(t, h, discordfake.Options{}, func(o *Options) {
		// The fake's key is always the same.
		o.PublicKey = discordfake.New(t, discordfake.Options{}).PublicKey()
	})
	synctest.Wait() // until the commands are registered
	return f
}

func TestHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := answers(chat.Answer{Message: sentence("Noted.")})
		f := overHTTP(t, h)
		if err := f.Ping(); err != nil {
			t.Error(err)
		}
		if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
			t.Fatal(err)
		}
		f.reads(t, f.ann, "Noted.")
		if status, err := f.Replay(); err != nil || status != http.StatusConflict {
			t.Errorf("a copy is answered %d, %v", status, err)
		}
		f.reads(t, f.ann, "Noted.")
		if got := h.handled(); len(got) != 1 || got[0].Deed != (chat.Command{Name: "case", Text: `note case=K7M-4QZ-X text="call again"`}) {
			t.Errorf("%+v", got)
		}
		f.clean(t)
		// Discord still finds somebody there; nothing else is taken.
		if err := f.end(t); err != nil {
			t.Error(err)
		}
		if err := f.Ping(); err != nil {
			t.Error(err)
		}
		if err := f.Command(f.ann, f.team, "case note", noting); err == nil {
			t.Error("taken after the end")
		}
	})
}

// What is lost without the privileged intent is said over HTTP too: words are found
// where the bot looks, and cannot be read there either.
func TestHTTPWithoutContent(t *testing.T) {
	for _, granted := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, &handler{}, reading, func(o *Options) {
				o.PublicKey = discordfake.New(t, discordfake.Options{}).PublicKey()
				o.MessageContent = granted
			})
			synctest.Wait()
			if said := strings.Contains(f.log.String(), "without the Message Content intent"); said == granted {
				t.Errorf("granted: %t, said: %t: %s", granted, said, f.log.String())
			}
		})
	}
}

// keyed is a platform with a key of its own, and what signs for it.
func keyed(t testing.TB) (*Platform, func(stamp, body string) string) {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	o := solitary(t).options
	o.PublicKey = hex.EncodeToString(private.Public().(ed25519.PublicKey))
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p, func(stamp, body string) string {
		return hex.EncodeToString(ed25519.Sign(private, []byte(stamp+body)))
	}
}

func TestHTTPRefuses(t *testing.T) {
	p, sign := keyed(t)
	at := func(d time.Duration) string { return strconv.FormatInt(noon.Add(d).Unix(), 10) }
	const ping = `{"type":1}`
	for name, tt := range map[string]struct {
		method, body, stamp, signature string
		want                           int
	}{
		"a ping":              {"POST", ping, at(0), sign(at(0), ping), 200},
		"an old one":          {"POST", ping, at(-freshFor), sign(at(-freshFor), ping), 200},
		"too old":             {"POST", ping, at(-freshFor - time.Second), sign(at(-freshFor-time.Second), ping), 401},
		"too early":           {"POST", ping, at(freshFor + time.Second), sign(at(freshFor+time.Second), ping), 401},
		"another time":        {"POST", ping, at(time.Second), sign(at(0), ping), 401},
		"another body":        {"POST", `{"type":2}`, at(0), sign(at(0), ping), 401},
		"no signature":        {"POST", ping, at(0), "", 401},
		"half a signature":    {"POST", ping, at(0), sign(at(0), ping)[:64], 401},
		"no hexadecimal":      {"POST", ping, at(0), strings.Repeat("z", 128), 401},
		"no time":             {"POST", ping, "", sign("", ping), 401},
		"not a time":          {"POST", ping, "noon", sign("noon", ping), 401},
		"too long":            {"POST", strings.Repeat(" ", bodyLimit+1), at(0), sign(at(0), strings.Repeat(" ", bodyLimit+1)), 413},
		"no JSON":             {"POST", "x", at(0), sign(at(0), "x"), 400},
		"asked, not told":     {"GET", "", at(0), sign(at(0), ""), 405},
		"nobody to handle it": {"POST", `{"type":2}`, at(0), sign(at(0), `{"type":2}`), 503},
	} {
		r := httptest.NewRequestWithContext(t.Context(), tt.method, "/interactions", strings.NewReader(tt.body))
		r.Header.Set(timestampHeader, tt.stamp)
		r.Header.Set(signatureHeader, tt.signature)
		w := httptest.NewRecorder()
		if p.HTTP().ServeHTTP(w, r); w.Code != tt.want {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	if solitary(t).HTTP().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "POST", "/", nil)); w.Code != http.StatusNotFound {
		t.Errorf("without a key: %d", w.Code)
	}
}

// Nothing that is sent breaks anything, and only what is signed gets through.
func FuzzHTTP(f *testing.F) {
	p, sign := keyed(f)
	stamp := strconv.FormatInt(noon.Unix(), 10)
	for _, seed := range []string{
		``, `{"type":1}`, `{"type":2}`, `[]`, "\xff", `{"type":5,"data":{"components":[{"component":{"value":null}}]}}`,
		`{"id":"9","application_id":"1","token":"t","type":3,"user":{"id":"2"},"channel":{"id":"4","type":11},"message":{"id":"4"},"data":{"custom_id":"0:@form:x/page/-1"}}`,
		`{"id":"9","application_id":"1","token":"t","type":2,"member":{"user":{"id":"2"}},"channel":{"id":"4"},"data":{"name":"case","type":1,"options":[{"name":"open","type":1,"options":[{"name":"org","value":{}}]}]}}`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, body string, genuine bool) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set(timestampHeader, stamp)
		signature := sign(stamp, body+"x")
		if genuine {
			signature = sign(stamp, body)
		}
		r.Header.Set(signatureHeader, signature)
		w := httptest.NewRecorder()
		p.HTTP().ServeHTTP(w, r)
		if genuine == (w.Code == http.StatusUnauthorized) {
			t.Errorf("genuine %v: %d", genuine, w.Code)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop() // nobody is asked where it was
		for _, event := range []string{interactionEvent, messageEvent, changeEvent} {
			in, err := p.translate(ctx, delivery{event: event, payload: []byte(body), own: "1"})
			if err == nil && in.act.Deed != nil && (in.act.ID == "" || in.act.By.Account == "") {
				t.Errorf("%s: an act of nobody: %+v", body, in.act)
			}
		}
	})
}

// A signature in capitals is the same signature.
func TestHTTPReplayInCapitals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, sign := keyed(t)
		q := p.newQueue(t.Context(), &handler{})
		p.inbound.begin(q)
		defer q.finish()
		stamp, body := strconv.FormatInt(p.now().Unix(), 10), `{"id":"123456789012345678","type":2,"token":"x"}`
		want := http.StatusAccepted
		for _, signature := range []string{sign(stamp, body), strings.ToUpper(sign(stamp, body))} {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			r.Header.Set(signatureHeader, signature)
			r.Header.Set("X-Signature-Timestamp", stamp)
			w := httptest.NewRecorder()
			p.HTTP().ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("answered %d, want %d", w.Code, want)
			}
			want = http.StatusConflict
		}
	})
}
