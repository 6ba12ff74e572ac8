package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/bot/app"
	"relance/bot/story"
)

var update = flag.Bool("update", false, "write the golden files of Slack anew")

// TestWalkOnSlack goes from the first command to the public post as people do on
// Slack, in both languages, and keeps what they see in testdata/slack: the pictures
// of docs/slack are taken of it.
func TestWalkOnSlack(t *testing.T) {
	for _, said := range []words{
		{language: "en", label: map[string]string{
			"passed on": "I have passed your message on to the technical department.",
			"worth":     "What kind of answer is this?", "consent": "I consent to this text", "approve": "Approve",
		}},
		{language: "fr", label: map[string]string{
			"passed on": "Votre message est transmis au service technique.",
			"worth":     "Quelle sorte de réponse ?", "consent": "Je consens à ce texte", "approve": "Approuver",
		}},
	} {
		t.Run(said.language, func(t *testing.T) {
			store := "redis://" + miniredis.RunT(t).Addr()
			synctest.Test(t, func(t *testing.T) { newWalk(t, said, store).whole() })
		})
	}
}

// words are what people click, in one language.
type words struct {
	language string
	label    map[string]string
}

// walk is a stage that is acted on step by step.
type walk struct {
	*testing.T
	words
	*workspace
	stage *app.Stage
}

// newWalk sets the stage of the first story.
func newWalk(t *testing.T, said words, store string) *walk {
	const first = "testdata/story/00-climb.txtar"
	source, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	spoken := strings.NewReplacer("Language: en", "Language: "+said.language, "language: en", "language: "+said.language)
	st, err := story.Parse(first, []byte(spoken.Replace(string(source))))
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{T: t, words: said, workspace: newWorkspace(t, st)}
	w.stage, err = app.NewStage(t.Context(), app.StageOptions{Config: configOf(t, st), Story: st, Store: store, Scenery: w.workspace})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.stage.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return w
}

// whole is the walk.
func (w *walk) whole() {
	w.do(w.fake.Command(w.users["ann"], "", "/case", "open"))
	w.fills("ann", "org", "GazCo", "subject", "The meter does not communicate",
		"story", "My new gas meter has never sent a figure. You bill me on what you guess, more than a year late.", "consent", "yes")
	w.form("open", "ann")
	w.do(w.fake.Submit(w.users["ann"]))
	w.settle()
	w.sees("opened", "ann", "@ann", false)
	w.sees("card", "noor", "team", false)
	w.sees("log", "noor", "team", true)
	w.sees("letter", "lea", "gazco-service", false)
	w.do(w.fake.OpenHome(w.users["ann"]))
	w.home("home", "ann")

	w.until("2026-03-12 10:00")
	_, err := w.fake.Say(w.users["lea"], w.channels["gazco-service"], "", w.label["passed on"])
	w.do(err)
	w.settle()
	w.keep("reply", scene{Where: "#gazco-service", By: "lea", Time: "10:00", Text: w.label["passed on"]})
	w.sees("task", "noor", "team", true)
	w.do(w.click(w.users["noor"], w.label["worth"], "transmitted"))
	w.fills("noor", "owner", "technical department")
	w.form("class", "noor")
	w.do(w.fake.Submit(w.users["noor"]))

	w.until("2026-03-30 10:00")
	w.sees("consent", "ann", "@ann", false)
	w.do(w.click(w.users["ann"], w.label["consent"], ""))
	w.settle()
	w.sees("moderators", "sam", "moderators", false)
	w.do(w.click(w.users["sam"], w.label["approve"], ""))
	w.settle()
	w.sees("approved", "sam", "moderators", false)
	w.sees("post", "ann", "public", false)
	w.sees("card-end", "noor", "team", false)
}

// settle lets everything that is due be said.
func (w *walk) settle() {
	w.Helper()
	w.do(w.stage.Advance(w.Context(), w.stage.Now()))
}

// sees keeps the newest message of the bot that somebody sees in a room, in its
// threads, or, with "@", in private.
func (w *walk) sees(name, by, where string, thread bool) {
	w.Helper()
	room, private := strings.CutPrefix(where, "@")
	for _, m := range slices.Backward(w.fake.Seen(w.users[by])) {
		if m.By != w.fake.BotUser() || private != m.DM || !private && m.ChannelName != room || (m.Thread != "") != thread {
			continue
		}
		seconds, err := strconv.ParseFloat(m.TS, 64)
		if err != nil {
			w.Fatal(err)
		}
		s := scene{Where: "#" + room, Thread: thread, Time: time.Unix(int64(seconds), 0).In(w.stage.Now().Location()).Format("15:04"), Text: m.Text, Blocks: m.Blocks}
		if private {
			s.Where = where
		}
		if m.Ephemeral {
			s.Where = "only @" + by
		}
		w.keep(name, s)
		return
	}
	w.Fatalf("%s sees nothing in %s", by, where)
}

func (w *walk) do(err error) {
	w.Helper()
	synctest.Wait()
	if err != nil {
		w.Fatal(err)
	}
}

// fills answers questions of the open form: names and values in turn.
func (w *walk) fills(by string, answers ...string) {
	w.Helper()
	for i := 0; i < len(answers); i += 2 {
		w.do(w.fake.Fill(w.users[by], answers[i], answers[i+1]))
	}
}

// until lets time pass.
func (w *walk) until(at string) {
	w.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", at, w.stage.Now().Location())
	if err != nil {
		w.Fatal(err)
	}
	w.do(w.stage.Advance(w.Context(), to))
}

// scene is what is kept: see .ci/slack.go.
type scene struct {
	Where  string `json:",omitempty"`
	Thread bool   `json:",omitempty"`
	By     string `json:",omitempty"`
	Time   string `json:",omitempty"`
	Text   string `json:",omitempty"`

	Title  string            `json:",omitempty"`
	Submit string            `json:",omitempty"`
	Close  string            `json:",omitempty"`
	Errors map[string]string `json:",omitempty"`
	Filled map[string]string `json:",omitempty"` // by block_id

	Blocks json.RawMessage `json:",omitempty"`
}

// form keeps the form that is open before somebody.
func (w *walk) form(name, by string) {
	w.Helper()
	view, open := w.fake.View(w.users[by])
	if !open {
		w.Fatalf("no form is open before %s", by)
	}
	filled := map[string]string{}
	for _, in := range view.Inputs {
		if filled[in.Block] = in.Value; in.Value == "" {
			delete(filled, in.Block)
		}
		for _, o := range in.Options {
			if o.Value == in.Value {
				filled[in.Block] = o.Text
			}
		}
	}
	w.keep(name, scene{Title: view.Title, Submit: view.Submit, Close: view.Close, Errors: view.Errors, Filled: filled, Blocks: view.Blocks})
}

// home keeps the bot's page as somebody sees it.
func (w *walk) home(name, by string) {
	w.Helper()
	view, open := w.fake.Home(w.users[by])
	if !open {
		w.Fatalf("%s sees no page of the bot", by)
	}
	w.keep(name, scene{Where: "home", Blocks: view.Blocks})
}

// keep compares a scene with the one that is kept.
func (w *walk) keep(name string, s scene) {
	w.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		w.Fatal(err)
	}
	path := filepath.Join("testdata", "slack", w.language, name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			w.Fatal(err)
		}
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			w.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		w.Fatalf("%v; -update writes it", err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		w.Errorf("%s is not what it was; -update takes this over:\n%s", path, got.Bytes())
	}
}
