package e2e_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
	"relance/bot/app"
	"relance/bot/story"
)

// TestWalkOnDiscord goes from the first command to the public post as people do on
// Discord, in both languages.
func TestWalkOnDiscord(t *testing.T) {
	walks(t, "discord",
		func(t *testing.T, st story.Story) app.Scenery { return newGuild(t, st) },
		func(w walk, scenery app.Scenery) {
			on, _ := scenery.(*guild)
			discordWalk{w, on}.whole()
		})
}

// discordWalk is a walk on Discord.
type discordWalk struct {
	walk
	on *guild
}

// whole is the walk.
func (w discordWalk) whole() {
	ann, noor, lea, sam := w.on.users["ann"], w.on.users["noor"], w.on.users["lea"], w.on.users["sam"]
	service := w.on.channel("gazco-service")
	w.do(w.on.fake.Command(ann, w.on.channel("public"), "case open", map[string]string{"org": "GazCo"}))
	w.answers(ann, "subject", "The meter does not communicate",
		"story", "My new gas meter has never sent a figure. You bill me on what you guess, more than a year late.", "consent", "true")
	w.form("open", ann)
	w.do(w.on.fake.Submit(ann))
	w.due()
	w.sees("open-so-far", "ann", "public", false)
	w.do(w.on.send(ann))
	w.due()
	w.sees("opened", "ann", "public", false)
	w.sees("card", "noor", "team", false)
	w.sees("log", "noor", "team", true)
	w.sees("letter", "lea", "gazco-service", false)

	w.until("2026-03-12 10:00")
	_, err := w.on.fake.Say(lea, service, w.label["passed on"])
	w.do(err)
	w.due()
	w.keep("reply", discordScene{Where: "#gazco-service", By: "lea", Time: "10:00", Text: w.label["passed on"]})
	w.sees("task", "noor", "team", true)
	w.do(w.on.click(noor, w.label["worth"], "transmitted"))
	w.answers(noor, "owner", "technical department")
	w.form("class", noor)
	w.do(w.on.fake.Submit(noor))

	w.until("2026-03-30 10:00")
	w.sees("consent", "ann", "@ann", false)
	w.do(w.on.click(ann, w.label["consent"], ""))
	w.due()
	w.sees("moderators", "sam", "moderators", false)
	w.do(w.on.click(sam, w.label["approve"], ""))
	w.due()
	w.sees("approved", "sam", "moderators", false)
	w.sees("post", "ann", "public", false)
	w.sees("card-end", "noor", "team", false)
}

// answers fills in questions of the open form: names and values in turn.
func (w discordWalk) answers(by string, answers ...string) {
	w.Helper()
	for i := 0; i < len(answers); i += 2 {
		w.do(w.on.fake.Fill(by, answers[i], answers[i+1]))
	}
}

// discordScene is what is kept: see .ci/discord.go.
type discordScene struct {
	Where  string `json:",omitempty"`
	Thread string `json:",omitempty"` // its name
	By     string `json:",omitempty"`
	Time   string `json:",omitempty"`
	Text   string `json:",omitempty"`

	Embeds     any `json:",omitempty"`
	Components any `json:",omitempty"`

	Title  string              `json:",omitempty"` // of a form
	Inputs []discordfake.Input `json:",omitempty"`
}

// form keeps the form that is open before somebody.
func (w discordWalk) form(name, by string) {
	w.Helper()
	modal, open := w.on.fake.Modal(by)
	if !open {
		w.Fatalf("no form is open before %s", by)
	}
	w.keep(name, discordScene{Title: modal.Title, Inputs: modal.Inputs})
}

// sees keeps the newest message of the bot that somebody sees in a room, in its
// threads, or, with "@", in private.
func (w discordWalk) sees(name, by, where string, thread bool) {
	w.Helper()
	room, private := strings.CutPrefix(where, "@")
	for _, m := range slices.Backward(w.on.fake.Seen(w.on.users[by])) {
		if m.By != w.on.fake.Application() || private != m.DM || !private && m.ChannelName != room || (m.Thread != "") != thread {
			continue
		}
		s := discordScene{
			Where: "#" + room, Thread: lotless(m.ThreadName), Time: w.clock(sentAt(w.T, m.ID)), Text: m.Content,
			Embeds: plain(w.T, m.Embeds), Components: plain(w.T, m.Components),
		}
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

// sentAt is when a message was sent
// (https://docs.discord.com/developers/reference#snowflakes).
func sentAt(t *testing.T, id string) time.Time {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.UnixMilli(n>>22 + 1_420_070_400_000)
}

// drawn is what is drawn by lot: cases and hashes are others in each walk, for the ID of
// a form is.
var drawn = []struct {
	what *regexp.Regexp
	kept string
}{
	{regexp.MustCompile(`\b[0-9A-HJ-NP-TV-Z]{3}-[0-9A-HJ-NP-TV-Z]{3}-[0-9A-Z]\b`), "K7M-4QZ-X"},
	{regexp.MustCompile(`\b[0-9a-f]{8}\b`), "8424d1d8"},
	{regexp.MustCompile(`\b[0-9a-f]{16}\b`), "6be48a35a1c5128f"},
}

// lotless is a text with something else in the place of what is drawn by lot.
func lotless(text string) string {
	for _, d := range drawn {
		text = d.what.ReplaceAllString(text, d.kept)
	}
	return text
}

// plain is what a message is made of, without what is drawn by lot and what nobody
// sees of it: marks, and the IDs of what is clicked.
func plain(t *testing.T, raw json.RawMessage) any {
	var all any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return seenOf(all)
}

func seenOf(part any) any {
	switch part := part.(type) {
	case string:
		return lotless(part)
	case []any:
		for i, p := range part {
			part[i] = seenOf(p)
		}
	case map[string]any:
		delete(part, "custom_id")
		delete(part, "url")
		if part["label"] != nil {
			delete(part, "value")
		}
		for name, p := range part {
			part[name] = seenOf(p)
		}
	}
	return part
}
