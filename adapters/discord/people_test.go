package discord_test

import (
	"strings"
	"sync"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/discord/discordfake"
)

// What only some platforms have.
var (
	_ chattest.Pointer = (*folk)(nil)
	_ chattest.Reviser = (*folk)(nil)
)

// folk are the people of a server, who do and see what the conformance suite wants
// of them.
type folk struct {
	*discordfake.Server
	guild string
	hears bool

	mu    sync.Mutex
	wrong map[string]string // what was said of the last form, by person
}

// connected waits until the bot hears: what people do before is lost.
func (f *folk) connected(t *testing.T) {
	t.Helper()
	if !f.hears {
		t.Skip("the bot speaks and hears nothing yet")
	}
	if !f.AwaitSession(patience) {
		t.Fatal("the bot never listened")
	}
}

// Command puts the words of a command into its options, in their order: one word
// into each, and into the last whatever is left.
func (f *folk) Command(t *testing.T, by string, at chat.Place, name, text string) {
	t.Helper()
	f.connected(t)
	command, rest := name, text
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

// again is the button under what is wrong with a form: Discord closes a form that
// was sent, and it has to be opened anew.
const again = "Try again"

// Form is the form that is open. After a form that was wrong it is the one that
// opens when the person tries again.
func (f *folk) Form(_ *testing.T, by string) (chattest.Form, bool) {
	m, ok := f.Modal(by)
	if !ok {
		m, ok = f.tryAgain(by)
	}
	if !ok {
		return chattest.Form{}, false
	}
	form := chattest.Form{Title: m.Title, Wrong: map[string]string{}}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, in := range m.Inputs {
		form.Inputs = append(form.Inputs, in.CustomID)
		for line := range strings.SplitSeq(f.wrong[by], "\n") {
			if sentence, about := strings.CutPrefix(line, in.Label+": "); about {
				form.Wrong[in.CustomID] = sentence
			}
		}
	}
	return form, true
}

// tryAgain opens the form once more that the last message for a person complains of.
func (f *folk) tryAgain(by string) (discordfake.Modal, bool) {
	all := f.Server.Seen(by)
	if len(all) == 0 {
		return discordfake.Modal{}, false
	}
	last := all[len(all)-1]
	if !last.Ephemeral || f.Server.Click(by, last, again) != nil {
		return discordfake.Modal{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wrong = map[string]string{by: last.Read}
	return f.Modal(by)
}

func (f *folk) Submit(t *testing.T, by string, fields map[string]string) {
	t.Helper()
	for name, value := range fields {
		if err := f.Fill(by, name, value); err != nil {
			t.Errorf("answering %q with %q: %v", name, value, err)
		}
	}
	if err := f.Server.Submit(by); err != nil {
		t.Errorf("sending the form: %v", err)
	}
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
