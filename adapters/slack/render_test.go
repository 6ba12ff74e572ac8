package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/chat"
)

var update = flag.Bool("update", false, "write the golden files anew")

// offline is a platform for what needs no Slack.
func offline(t *testing.T) *Platform {
	t.Helper()
	p, err := New(Options{BotToken: "xoxb-test", AppToken: "xapp-test", Words: englishWords})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// messages are what the golden files show.
func messages() map[string]chat.Message {
	options := func(n int) []chat.Option {
		var all []chat.Option
		for i := range n {
			all = append(all, chat.Option{Value: fmt.Sprintf("org-%d", i), Label: fmt.Sprintf("Organisation %d", i)})
		}
		return all
	}
	return map[string]chat.Message{
		"card": {
			Title: "Case K7M-4QZ-X: the meter does not communicate",
			Blocks: []chat.Block{
				chat.Paragraph("A bill more than a year late.\n30 days to contest it."),
				chat.Fields{{Label: "State", Value: "open"}, {Label: "Due", Value: "Monday 2 March, 09:00\n(two working days)"}, {Label: "Deadline", Value: ""}},
				chat.Quote{Text: "We have passed it on.", By: "the service line"},
				chat.Items{"3 January: a call, 20 minutes", "5 January: a letter\nof three pages", " "},
			},
			Actions: []chat.Action{
				{ID: "verdict.yes", Value: "K7M-4QZ-X", Label: "Answered", Style: chat.Primary},
				{ID: "verdict.no", Value: "K7M-4QZ-X", Label: "Climb now", Style: chat.Danger},
				{ID: "why", Label: "Why this date?"},
				{ID: "class", Value: "K7M-4QZ-X", Label: "Class…", Options: []chat.Option{{Value: "answer", Label: "Answer"}, {Value: "refusal", Label: "Refusal"}}},
			},
		},
		"linked": {Title: "Only an address of Slack's opens", Blocks: []chat.Block{chat.Fields{
			{Label: "Link", Value: "https://fakers.slack.com/archives/C0000000008/p1774857600000014", Link: true},
			{Value: "https://fakers.slack.com/archives/C0000000008/p1774857600000014?thread_ts=1774857600.000001&cid=C0000000008", Link: true},
			{Label: "Elsewhere", Value: "https://evil.example/archives/C0000000008/p1774857600000014", Link: true},
			{Label: "Somebody's", Value: "https://fakers.slack.com/archives/C0000000008/p1774857600000014"},
			{Label: "More", Value: "https://fakers.slack.com/archives/C0000000008/p1774857600000014 <!here>", Link: true},
		}}},
		"title":      {Title: "Only a title"},
		"empty":      {Blocks: []chat.Block{chat.Paragraph(" \n "), chat.Quote{By: "nobody"}, chat.Fields{{Label: "Empty"}}, chat.Items{""}}},
		"unlabelled": {Blocks: []chat.Block{chat.Fields{{Value: "a value alone"}, {Label: "And", Value: "one with a label"}}, chat.Quote{Text: "somebody's words"}}},
		"hostile": {
			Title: "<!channel> *bold* \u202etitle",
			Blocks: []chat.Block{
				chat.Paragraph("<@U0123456789> <https://evil.example|click me> :smile: &lt;!here&gt; @everyone"),
				chat.Quote{Text: "> quoted\n```code```", By: "<!here>"},
				chat.Fields{{Label: "<#C1>", Value: "in\u200bvisible"}},
				chat.Items{"* item", "no \xff text"},
			},
			Actions: []chat.Action{{ID: "a", Label: "<!channel> :smile:"}, {ID: "b", Label: "Pick", Options: []chat.Option{{Value: "x", Label: "*x*"}, {Value: "no label"}}}},
		},
		"many_buttons": {Title: "Many", Actions: func() (all []chat.Action) {
			for i := range 30 {
				all = append(all, chat.Action{ID: "same", Value: fmt.Sprint(i), Label: fmt.Sprintf("Button %d", i)})
			}
			return all
		}()},
		"many_options": {Title: "Many", Actions: []chat.Action{{ID: "org", Label: "Organisation", Options: options(130)}}},
		"long_labels": {Title: "Long", Actions: []chat.Action{
			{ID: "a", Value: strings.Repeat("v", valueLimit), Label: strings.Repeat("label ", 30)},
			{ID: "b", Label: strings.Repeat("place ", 40), Options: []chat.Option{{Value: strings.Repeat("o", 140), Label: strings.Repeat("option ", 20)}}},
		}},
		"long": {
			Title: "A long story",
			Blocks: []chat.Block{
				chat.Paragraph(strings.Repeat("It was said again and again. ", 200)),
				chat.Quote{Text: strings.Repeat("Come back in a week. ", 300), By: "the clerk"},
				chat.Fields{{Label: "What was tried", Value: strings.Repeat("a call, a letter, a visit\n", 50)}},
			},
			Actions: []chat.Action{{ID: "why", Label: "Why this date?"}},
		},
		"exact": {Exact: true, Blocks: []chat.Block{chat.Paragraph("The very text.\n\nTo the letter.  ")}},
		"preview": {
			Exact:   true,
			Title:   "To be approved",
			Blocks:  []chat.Block{chat.Quote{Text: "The very text.\n\nTo the letter.  "}, chat.Items{"no name is in it", "the requester agrees"}},
			Actions: []chat.Action{{ID: "approve", Value: "K7M-4QZ-X", Label: "Approve", Style: chat.Primary}, {ID: "refuse", Value: "K7M-4QZ-X", Label: "Refuse", Style: chat.Danger}},
		},
	}
}

func TestGolden(t *testing.T) {
	p := offline(t)
	for name, m := range messages() {
		t.Run(name, func(t *testing.T) {
			pieces, err := p.pieces(m)
			if err != nil {
				t.Fatal(err)
			}
			for _, piece := range pieces {
				withinLimits(t, piece)
			}
			golden(t, name, shown(t, pieces))
		})
	}
}

// An edit is the first message alone.
func TestGoldenEdit(t *testing.T) {
	one, err := offline(t).edited(messages()["long"])
	if err != nil {
		t.Fatal(err)
	}
	withinLimits(t, one)
	golden(t, "long_edit", shown(t, []piece{one}))
}

// shown is pieces as they are sent.
func shown(t *testing.T, pieces []piece) []byte {
	t.Helper()
	type one struct {
		Text   string `json:"text"`
		Blocks any    `json:"blocks"`
	}
	var all []one
	for _, p := range pieces {
		all = append(all, one{p.text, p.blocks})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "message", name+".json")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-update writes it anew); got\n%s", file, got)
	}
}
