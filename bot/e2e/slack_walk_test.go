package e2e_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relance/bot/app"
	"relance/bot/story"
)

// TestWalkOnSlack goes from the first command to the public post as people do on
// Slack, in both languages.
func TestWalkOnSlack(t *testing.T) {
	walks(t, "slack",
		func(t *testing.T, st story.Story) app.Scenery { return newWorkspace(t, st) },
		func(w walk, scenery app.Scenery) {
			on, _ := scenery.(*workspace)
			slackWalk{w, on}.whole()
		})
}

// slackWalk is a walk on Slack.
type slackWalk struct {
	walk
	*workspace
}

// whole is the walk.
func (w slackWalk) whole() {
	w.do(w.fake.Command(w.users["ann"], "", "/case", "open"))
	w.fills("ann", "org", "GazCo", "subject", "The meter does not communicate",
		"story", "My new gas meter has never sent a figure. You bill me on what you guess, more than a year late.", "consent", "yes")
	w.form("open", "ann")
	w.do(w.fake.Submit(w.users["ann"]))
	w.due()
	w.sees("opened", "ann", "@ann", false)
	w.sees("card", "noor", "team", false)
	w.sees("log", "noor", "team", true)
	w.sees("letter", "lea", "gazco-service", false)
	w.do(w.fake.OpenHome(w.users["ann"]))
	w.home("home", "ann")

	w.until("2026-03-12 10:00")
	_, err := w.fake.Say(w.users["lea"], w.channels["gazco-service"], "", w.label["passed on"])
	w.do(err)
	w.due()
	w.keep("reply", slackScene{Where: "#gazco-service", By: "lea", Time: "10:00", Text: w.label["passed on"]})
	w.sees("task", "noor", "team", true)
	w.do(w.click(w.users["noor"], w.label["worth"], "transmitted"))
	w.fills("noor", "owner", "technical department")
	w.form("class", "noor")
	w.do(w.fake.Submit(w.users["noor"]))

	w.until("2026-03-30 10:00")
	w.sees("consent", "ann", "@ann", false)
	w.do(w.click(w.users["ann"], w.label["consent"], ""))
	w.due()
	w.sees("moderators", "sam", "moderators", false)
	w.do(w.click(w.users["sam"], w.label["approve"], ""))
	w.due()
	w.sees("approved", "sam", "moderators", false)
	w.sees("post", "ann", "public", false)
	w.sees("card-end", "noor", "team", false)
}

// sees keeps the newest message of the bot that somebody sees in a room, in its
// threads, or, with "@", in private.
func (w slackWalk) sees(name, by, where string, thread bool) {
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
		s := slackScene{Where: "#" + room, Thread: thread, Time: w.clock(time.Unix(int64(seconds), 0)), Text: m.Text, Blocks: m.Blocks}
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

// fills answers questions of the open form: names and values in turn.
func (w slackWalk) fills(by string, answers ...string) {
	w.Helper()
	for i := 0; i < len(answers); i += 2 {
		w.do(w.fake.Fill(w.users[by], answers[i], answers[i+1]))
	}
}

// slackScene is what is kept: see .ci/slack.go.
type slackScene struct {
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
func (w slackWalk) form(name, by string) {
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
	w.keep(name, slackScene{Title: view.Title, Submit: view.Submit, Close: view.Close, Errors: view.Errors, Filled: filled, Blocks: view.Blocks})
}

// home keeps the bot's page as somebody sees it.
func (w slackWalk) home(name, by string) {
	w.Helper()
	view, open := w.fake.Home(w.users[by])
	if !open {
		w.Fatalf("%s sees no page of the bot", by)
	}
	w.keep(name, slackScene{Where: "home", Blocks: view.Blocks})
}
