package discordfake_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
)

type object = map[string]any

// world is a server with two people and a channel, and the app as a bare HTTP
// client.
type world struct {
	*discordfake.Server
	t        *testing.T
	client   *http.Client
	guild    string
	ann, ben string
	room     string
	clock    atomic.Int64 // nanoseconds since start
}

// start is when every test begins.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func (w *world) time() time.Time { return start.Add(time.Duration(w.clock.Load())) }

func (w *world) pass(d time.Duration) { w.clock.Add(int64(d)) }

func newWorld(t *testing.T, o discordfake.Options) *world {
	t.Helper()
	w := &world{t: t}
	o.Now = w.time
	w.Server = discordfake.New(t, o)
	w.client = &http.Client{Transport: &http.Transport{DialContext: w.Dial}}
	t.Cleanup(w.client.CloseIdleConnections)
	w.guild = w.AddGuild(discordfake.Guild{Name: "Fakers"})
	w.ann = w.AddUser(discordfake.User{Name: "ann", Locale: "fr"})
	w.ben = w.AddUser(discordfake.User{Name: "ben"})
	w.room = w.AddChannel(discordfake.Channel{Name: "team"})
	return w
}

// answer is what the API said.
type answer struct {
	status int
	code   int
	header http.Header
	body   []byte
	object object
}

// call calls the API as the app does.
func (w *world) call(method, path string, body any) answer {
	w.t.Helper()
	return w.callAs("Bot "+w.Token(), method, path, body)
}

func (w *world) callAs(authorization, method, path string, body any) answer {
	w.t.Helper()
	var in io.Reader
	if text, ok := body.(string); ok {
		in = bytes.NewReader([]byte(text))
	} else if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		in = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.APIURL()+path, in)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	r.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	res, err := w.client.Do(r)
	if err != nil {
		return answer{}
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{status: res.StatusCode, header: res.Header, body: b, object: object{}}
	_ = json.Unmarshal(b, &a.object)
	if code, ok := a.object["code"].(float64); ok {
		a.code = int(code)
	}
	return a
}

// post says something that must be said, and returns its ID.
func (w *world) post(channel string, body object) string {
	w.t.Helper()
	a := w.call("POST", "channels/"+channel+"/messages", body)
	if a.status != http.StatusOK {
		w.t.Fatalf("%d %s", a.status, a.body)
	}
	return a.object["id"].(string)
}

// see is the message with an ID as a person sees it.
func (w *world) see(by, id string) (discordfake.Message, bool) {
	for _, m := range w.Seen(by) {
		if m.ID == id {
			return m, true
		}
	}
	return discordfake.Message{}, false
}

func TestPost(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	id := w.post(w.room, object{"content": "hello **you** \\*all\\*"})
	m, ok := w.see(w.ann, id)
	if !ok || m.Read != "hello you *all*" || m.By != w.Application() || m.ChannelName != "team" {
		t.Errorf("ann sees %+v", m)
	}
	if len(m.Effects) != 1 || m.Effects[0] != "bold" {
		t.Errorf("effects %q", m.Effects)
	}
	if r := w.Refusals(); len(r) > 0 {
		t.Errorf("refused: %q", r)
	}
}
