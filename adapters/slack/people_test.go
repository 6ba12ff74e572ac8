package slack_test

import (
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/slack/slackfake"
)

// office is a workspace with people who do and see what the conformance suite
// wants of them.
type office struct {
	*slackfake.Server
	heard func() bool // waits until the bot hears; false: it never did
}

// connected waits until the bot hears: what people do before is lost.
func (o office) connected(t *testing.T) {
	t.Helper()
	if !o.heard() {
		t.Fatal("the bot never listened")
	}
}

func (o office) Command(t *testing.T, by string, at chat.Place, name, text string) {
	t.Helper()
	o.connected(t)
	if err := o.Server.Command(by, at.Room, "/"+name, text); err != nil {
		t.Errorf("/%s %s: %v", name, text, err)
	}
}

func (o office) Say(t *testing.T, by string, at chat.Place, text string) {
	t.Helper()
	o.connected(t)
	if _, err := o.Server.Say(by, at.Room, string(at.Thread), text); err != nil {
		t.Errorf("saying %q: %v", text, err)
	}
}

func (o office) Click(t *testing.T, by string, seen chattest.Seen, label, option string) {
	t.Helper()
	o.connected(t)
	m, ok := o.find(by, seen.Ref)
	if !ok {
		t.Errorf("%s does not see %q", by, seen.Ref)
		return
	}
	if option == "" {
		if err := o.Server.Click(by, m, label); err != nil {
			t.Errorf("clicking %q: %v", label, err)
		}
		return
	}
	if err := o.Pick(by, m, label, textOf(m, label, option)); err != nil {
		t.Errorf("picking %q from %q: %v", option, label, err)
	}
}

// textOf is what a person reads of the option with a value.
func textOf(m slackfake.Message, label, option string) string {
	for _, s := range m.Selects {
		for _, choice := range s.Options {
			// The adapter puts what the select is about before the option's own value.
			if s.Label == label && strings.HasSuffix(choice.Value, "\x1f"+option) {
				return choice.Text
			}
		}
	}
	return option
}

func (o office) find(by string, ref chat.Ref) (slackfake.Message, bool) {
	for _, m := range o.Server.Seen(by) {
		if m.TS == string(ref) {
			return m, true
		}
	}
	return slackfake.Message{}, false
}

func (o office) Form(_ *testing.T, by string) (chattest.Form, bool) {
	v, ok := o.View(by)
	if !ok {
		return chattest.Form{}, false
	}
	f := chattest.Form{Title: v.Title, Wrong: v.Errors}
	for _, in := range v.Inputs {
		f.Inputs = append(f.Inputs, in.Block)
	}
	return f, true
}

func (o office) Submit(t *testing.T, by string, fields map[string]string) {
	t.Helper()
	for name, value := range fields {
		if err := o.Fill(by, name, value); err != nil {
			t.Errorf("answering %q with %q: %v", name, value, err)
		}
	}
	if err := o.Server.Submit(by); err != nil {
		t.Errorf("sending the form: %v", err)
	}
}

func (o office) Seen(_ *testing.T, by string) []chattest.Seen {
	var seen []chattest.Seen
	for _, m := range o.Server.Seen(by) {
		now := chattest.Seen{
			Place: chat.Place{Room: m.Channel, Thread: chat.Ref(m.Thread)}, Ref: chat.Ref(m.TS), By: m.By,
			Private: m.DM || m.Ephemeral, Text: m.Read, Labels: m.Labels, Effects: m.Effects,
		}
		if m.DM {
			now.Place.Room, now.Place.Person = "", by
		}
		if m.By == o.BotUser() {
			now.By = ""
		}
		seen = append(seen, now)
	}
	return seen
}
