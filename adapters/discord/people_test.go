package discord_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/discord/discordfake"
)

// What only some platforms have.
var (
	_ chattest.Pointer = (*folk)(nil)
	_ chattest.Reviser = (*folk)(nil)
	_ chattest.Rower   = (*folk)(nil)
)

// folk are the people of a server, who do and see what the conformance suite wants
// of them.
type folk struct {
	*discordfake.Server
	guild string
	http  bool // what they do is delivered over HTTP

	mu    sync.Mutex
	wrong map[string]string // what was said of the last form, by person
}

// connected waits until the bot hears: what people do before is lost.
func (f *folk) connected(t *testing.T) {
	t.Helper()
	if !f.http && !f.AwaitSession(patience) {
		t.Fatal("the bot never listened")
	}
	late, tick := time.NewTimer(patience), time.NewTicker(time.Millisecond)
	defer late.Stop()
	defer tick.Stop()
	for len(f.Commands(f.guild)) == 0 {
		select {
		case <-tick.C:
		case <-late.C:
			t.Fatal("the bot never registered its commands")
		}
	}
}

// bare is the subcommand that stands for the command alone, which Discord does not
// have beside others.
const bare = "help"

// Command puts the words of a command into its options, in their order: one word
// into each, and into the last whatever is left.
func (f *folk) Command(t *testing.T, by string, at chat.Place, name, text string) {
	t.Helper()
	f.connected(t)
	command, rest := name+" "+bare, text
	if sub, more, _ := strings.Cut(text, " "); sub != "" {
		command, rest = name+" "+sub, strings.TrimSpace(more)
	}
	names, _ := f.Parameters(f.guild, command)
	options := map[string]string{}
	for i, option := range names {
		word, more, _ := strings.Cut(rest, " ")
		if i == len(names)-1 {
			word, more = rest, ""
		}
		if word != "" {
			options[option] = word
		}
		rest = more
	}
	if err := f.Server.Command(by, channel(at), command, options); err != nil {
		t.Errorf("/%s %s: %v", name, text, err)
	}
}

// channel is where something is done in a place.
func channel(at chat.Place) string {
	if at.Room != "" && at.Thread != "" {
		return string(at.Thread)
	}
	return at.Room
}

// Say starts the thread of a message where there is none yet. What is said in
// private below a message is a reply to it.
func (f *folk) Say(t *testing.T, by string, at chat.Place, text string) {
	t.Helper()
	f.connected(t)
	var err error
	switch {
	case at.Room == "" && at.Thread != "":
		_, err = f.Reply(by, "", string(at.Thread), text)
	case at.Thread == "" || f.threaded(by, string(at.Thread)):
		_, err = f.Server.Say(by, channel(at), text)
	default:
		_, err = f.StartThread(by, at.Room, string(at.Thread), "a thread", text)
	}
	if err != nil {
		t.Errorf("saying %q: %v", text, err)
	}
}

// threaded tells whether somebody sees the thread of a message.
func (f *folk) threaded(by, root string) bool {
	for _, m := range f.Server.Seen(by) {
		if m.Thread == root {
			return true
		}
	}
	return false
}

func (f *folk) Click(t *testing.T, by string, seen chattest.Seen, label, option string) {
	t.Helper()
	f.connected(t)
	m, ok := f.find(by, seen.Ref)
	if !ok {
		t.Errorf("%s does not see %q", by, seen.Ref)
		return
	}
	var err error
	if option == "" {
		err = f.Server.Click(by, m, label)
	} else {
		err = f.Pick(by, m, label, option)
	}
	if err != nil {
		t.Errorf("clicking %q %q: %v", label, option, err)
	}
}

func (f *folk) find(by string, ref chat.Ref) (discordfake.Message, bool) {
	for _, m := range f.Server.Seen(by) {
		if m.ID == string(ref) {
			return m, true
		}
	}
	return discordfake.Message{}, false
}

// What stands under a form: the button under what is wrong, for Discord closes a
// form that was sent, and the menu of its pages.
const (
	correct = "Correct"
	change  = "Change an answer…"
)

// Form is the form that is open. After a form that was wrong it is the one that
// opens when the person corrects it.
func (f *folk) Form(_ *testing.T, by string) (chattest.Form, bool) {
	m, ok := f.Modal(by)
	if !ok {
		m, ok = f.correct(by)
	}
	if !ok {
		return chattest.Form{}, false
	}
	form := chattest.Form{Title: m.Title, Wrong: map[string]string{}}
	f.mu.Lock()
	defer f.mu.Unlock()
	lines := strings.Split(f.wrong[by], "\n")
	for _, in := range m.Inputs {
		form.Inputs = append(form.Inputs, in.CustomID)
		if i := slices.Index(lines, in.Label); i >= 0 && i+1 < len(lines) {
			form.Wrong[in.CustomID] = lines[i+1]
		}
	}
	return form, true
}

// correct opens the form once more that the last message for a person complains of.
func (f *folk) correct(by string) (discordfake.Modal, bool) {
	last, ok := f.under(by)
	if !ok || !slices.Contains(last.Labels, correct) || f.Server.Click(by, last, correct) != nil {
		return discordfake.Modal{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wrong = map[string]string{by: last.Read}
	return f.Modal(by)
}

// under is the message about a form, if it is the last that a person sees.
func (f *folk) under(by string) (discordfake.Message, bool) {
	all := f.Server.Seen(by)
	if len(all) == 0 || !all[len(all)-1].Ephemeral {
		return discordfake.Message{}, false
	}
	return all[len(all)-1], true
}

func (f *folk) Submit(t *testing.T, by string, fields map[string]string) {
	t.Helper()
	rest := maps.Clone(fields)
	f.page(t, by, rest)
	for last, ok := f.under(by); ok && slices.Contains(last.Labels, change); last, ok = f.under(by) {
		if len(rest) == 0 {
			f.click(t, by, last, last.Labels[0]) // it sends
			return
		}
		if before := len(rest); !f.turn(t, by, last, rest) || len(rest) == before {
			t.Fatalf("nothing asks for %v", rest)
		}
	}
	if len(rest) > 0 {
		t.Errorf("nothing asks for %v", rest)
	}
}

// turn finds a page that asks for one of the answers, or adds a row that does.
func (f *folk) turn(t *testing.T, by string, last discordfake.Message, rest map[string]string) bool {
	t.Helper()
	for _, o := range last.Selects[0].Options {
		if err := f.Pick(by, last, change, o.Value); err != nil {
			t.Errorf("turning to page %s: %v", o.Value, err)
		}
		m, _ := f.Modal(by)
		if slices.ContainsFunc(m.Inputs, func(in discordfake.Input) bool { _, asks := rest[in.CustomID]; return asks }) {
			f.page(t, by, rest)
			return true
		}
		if err := f.Close(by); err != nil {
			t.Errorf("closing page %s: %v", o.Value, err)
		}
	}
	i := slices.Index(last.Labels, more)
	if i >= 0 {
		f.click(t, by, last, more)
		f.page(t, by, rest)
	}
	return i >= 0
}

// more is the button that adds a row in the suite.
const more = "One more"

// page fills in what the open form asks for, and sends it.
func (f *folk) page(t *testing.T, by string, rest map[string]string) {
	t.Helper()
	m, _ := f.Modal(by)
	for _, in := range m.Inputs {
		value, given := rest[in.CustomID]
		if !given {
			continue
		}
		delete(rest, in.CustomID)
		if in.Kind == checkbox && value == "yes" {
			value = "true"
		}
		if err := f.Fill(by, in.CustomID, value); err != nil {
			t.Errorf("answering %q with %q: %v", in.CustomID, value, err)
		}
	}
	if err := f.Server.Submit(by); err != nil {
		t.Errorf("sending the form: %v", err)
	}
}

// checkbox is a type of component
// (https://docs.discord.com/developers/components/reference#component-object-component-types).
const checkbox = 23

func (f *folk) click(t *testing.T, by string, m discordfake.Message, label string) {
	t.Helper()
	if err := f.Server.Click(by, m, label); err != nil {
		t.Errorf("clicking %q: %v", label, err)
	}
}

// SubmitRows adds a row where there is none for an answer. An empty row has a blank
// answer.
func (f *folk) SubmitRows(t *testing.T, by string, fields map[string]string, rows map[string][]map[string]string) {
	t.Helper()
	all := maps.Clone(fields)
	for name, rows := range rows {
		for i, row := range rows {
			for column, answer := range row {
				all[fmt.Sprintf("%s.%d.%s", name, i+1, column)] = answer
			}
			if len(row) == 0 {
				all[fmt.Sprintf("%s.%d.whom", name, i+1)] = ""
			}
		}
	}
	f.Submit(t, by, all)
}

func (f *folk) Seen(_ *testing.T, by string) []chattest.Seen {
	var seen []chattest.Seen
	for _, m := range f.Server.Seen(by) {
		now := chattest.Seen{
			Place: chat.Place{Room: m.Channel, Thread: chat.Ref(m.Thread)}, Ref: chat.Ref(m.ID), By: m.By,
			Private: m.DM || m.Ephemeral, Text: m.Read, Labels: m.Labels, Effects: m.Effects,
		}
		if m.DM {
			now.Place = chat.Place{Person: by, Thread: chat.Ref(m.Answers)}
		}
		if m.By == f.Application() {
			now.By = ""
		}
		seen = append(seen, now)
	}
	return seen
}

// shortcuts are the commands of a message's menu, by their neutral names.
var shortcuts = map[string]string{"open": "Open a case from this message", "file": "Add to a case's file"}

func (f *folk) Shortcut(t *testing.T, by, name string, seen chattest.Seen) {
	t.Helper()
	f.connected(t)
	if err := f.MessageCommand(by, shortcuts[name], channel(seen.Place), string(seen.Ref)); err != nil {
		t.Errorf("shortcut %s: %v", name, err)
	}
}

func (f *folk) Revise(t *testing.T, by string, seen chattest.Seen, text string) {
	t.Helper()
	if err := f.Server.Revise(by, channel(seen.Place), string(seen.Ref), text); err != nil {
		t.Errorf("changing %q: %v", seen.Ref, err)
	}
}
