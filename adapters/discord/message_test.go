package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// What is changed is told once, with another ID; a preview that is added is not a
// change.
func TestChangedWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		f := open(t, h, reading, nil)
		id := f.say(t, f.ann, f.team, "befor")
		synctest.Wait()
		if err := f.Revise(f.ann, f.team, id, "before"); err != nil {
			t.Fatal(err)
		}
		heard(t, h, "befor", "changed: before")
		f.Redeliver()
		heard(t, h, "befor", "changed: before")
		acts := h.handled()
		if acts[0].ID == acts[1].ID || !strings.HasPrefix(acts[1].ID, acts[0].ID+":") || acts[1].At.Before(acts[0].At) {
			t.Errorf("%+v", acts)
		}
	})
}

func TestPreviewIsNoChange(t *testing.T) {
	p := solitary(t)
	said := `{"id":"5","channel_id":"4","type":0,"content":"see https://example.org","timestamp":"2026-03-24T12:00:00+00:00","author":{"id":"2","username":"ann"}%s}`
	for _, tt := range []struct {
		event, more string
		acts        bool
	}{
		{messageEvent, ``, true},
		{changeEvent, `,"embeds":[{"url":"https://example.org"}]`, false},
		{changeEvent, `,"edited_timestamp":"2026-03-24T12:01:00+00:00","pinned":true`, false},
	} {
		in, err := p.translate(t.Context(), delivery{event: tt.event, payload: fmt.Appendf(nil, said, tt.more), own: "1"})
		if err != nil || (in.act.Deed != nil) != tt.acts {
			t.Errorf("%s %s: %+v, %v", tt.event, tt.more, in.act, err)
		}
	}
}

// Other applications are heard, for an organisation's may answer for it; the bot
// itself, and what Discord says, are not.
func TestWhoIsHeard(t *testing.T) {
	p := solitary(t)
	for _, tt := range []struct {
		payload string
		acts    bool
	}{
		{`"type":0,"content":"x","author":{"id":"2","username":"ann"}`, true},
		{`"type":19,"content":"x","author":{"id":"2","username":"ann"}`, true},
		{`"type":0,"content":"x","author":{"id":"3","username":"desk","bot":true}`, true},
		{`"type":20,"content":"x","author":{"id":"3","username":"desk","bot":true},"webhook_id":"3"`, true},
		{`"type":0,"content":"x","author":{"id":"1","username":"relay","bot":true}`, false},
		{`"type":7,"content":"","author":{"id":"2","username":"ann"}`, false},
		{`"type":18,"content":"thread","author":{"id":"2","username":"ann"}`, false},
		{`"type":0,"content":"","author":{"id":"2","username":"ann"}`, false},
		{`"type":0,"content":"","author":{"id":"2","username":"ann"},"attachments":[{"filename":"bill.pdf","size":9}]`, true},
		{`"type":0,"content":"x"`, false},
	} {
		in, err := p.translate(t.Context(), delivery{event: messageEvent, payload: []byte(`{"id":"5","channel_id":"4",` + tt.payload + `}`), own: "1"})
		if err != nil || (in.act.Deed != nil) != tt.acts {
			t.Errorf("%s: %+v, %v", tt.payload, in.act, err)
		}
	}
}

// Words that the bot may not read are not kept as silence of somebody; the log says
// once what is lost.
func TestWithoutContent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := answers(chat.Answer{Message: sentence("Noted.")})
		f := open(t, h, discordfake.Options{Limits: true}, func(o *Options) { o.MessageContent = false })
		f.say(t, f.ann, f.team, "words")
		heard(t, h)
		f.say(t, f.ann, "", "in private")
		heard(t, h, "in private")
		if err := f.Command(f.ann, f.team, "case note", map[string]string{"case": "K7M-4QZ-X", "text": "still works"}); err != nil {
			t.Error(err)
		}
		if n := strings.Count(f.log.String(), "without the Message Content intent"); n != 1 {
			t.Errorf("told %d times", n)
		}
		f.clean(t)
	})
}

// What happens in another server, to which the bot was added too, is not its business.
func TestAnotherServer(t *testing.T) {
	p := solitary(t)
	p.options.Guild = "3"
	who := `"user":{"id":"2","username":"ann"},"channel":{"id":"4","type":0},"application_id":"1","token":"t"`
	for event, payload := range map[string]string{
		messageEvent:     `{"id":"5","channel_id":"4","guild_id":"8","type":0,"content":"x","author":{"id":"2","username":"ann"}}`,
		interactionEvent: `{"id":"9","guild_id":"8","type":2,"data":{"name":"case","type":1},` + who + `}`,
	} {
		for guild, acts := range map[string]bool{"8": false, "3": true} {
			p.rooms.put("4", &roomOfTeam, noon.Add(roomFresh))
			in, err := p.translate(t.Context(), delivery{event: event, own: "1", payload: []byte(strings.ReplaceAll(payload, `"guild_id":"8"`, `"guild_id":"`+guild+`"`))})
			if err != nil || (in.act.Deed != nil) != acts {
				t.Errorf("%s in server %s: %+v, %v", event, guild, in.act, err)
			}
		}
	}
}

// Where something is said: in a thread, in a post of a forum, in answer to a private
// message, in a thread of which the bot has not heard.
func TestWhereItIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		f := open(t, h, reading, nil)
		root := f.say(t, f.ann, f.team, "root")
		if _, err := f.StartThread(f.ann, f.team, root, "a thread", "in it"); err != nil {
			t.Fatal(err)
		}
		post, err := f.StartThread(f.ben, f.forum, "", "a post", "how it begins")
		if err != nil {
			t.Fatal(err)
		}
		f.say(t, f.ann, post, "below")
		card := f.post(t, chat.Place{Person: f.ann}, titled("card"))
		if _, err := f.Reply(f.ann, "", string(card.Ref), "an answer"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		f.p.rooms.drop(root) // as if it were known to nobody
		f.say(t, f.ben, root, "again")
		heard(t, h, "root", "in it", "how it begins", "below", "an answer", "again")
		want := map[string]chat.Place{
			"root": {Room: f.team}, "in it": {Room: f.team, Thread: chat.Ref(root)}, "again": {Room: f.team, Thread: chat.Ref(root)},
			"how it begins": {Room: f.forum}, "below": {Room: f.forum, Thread: chat.Ref(post)},
			"an answer": {Person: f.ann, Thread: card.Ref},
		}
		for _, a := range h.handled() {
			if said, _ := a.Deed.(chat.Said); a.Place != want[said.Text] {
				t.Errorf("%q in %+v, want %+v", said.Text, a.Place, want[said.Text])
			}
		}
		f.clean(t)
	})
}

// solitary is a platform that reaches nothing.
func solitary(t testing.TB) *Platform {
	t.Helper()
	p, err := New(Options{
		Token: "t", APIURL: "http://discord.invalid/", Words: testWords(), Commands: testCommands(),
		CommandTexts: CommandTexts{About: Text{Text: "Cases"}, Open: Text{Text: "Open"}, File: Text{Text: "File"}},
		Now:          func() time.Time { return noon },
		Dial:         func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("nobody is there") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
