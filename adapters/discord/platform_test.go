package discord

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// stand is a Platform on a fake Discord, with Ann and Ben in its only server.
type stand struct {
	*discordfake.Server
	now        func() time.Time
	p          *Platform
	guild      string
	ann, ben   string
	team, news string // channels: an ordinary one, one for announcements
	forum      string
}

func newStand(t testing.TB, o discordfake.Options) *stand {
	t.Helper()
	began := time.Now()
	o.Now = func() time.Time { return noon.Add(time.Since(began)) } // a bubble's clock begins before Discord's IDs do
	s := &stand{Server: discordfake.New(t, o), now: o.Now}
	s.guild = s.AddGuild(discordfake.Guild{Name: "Example"})
	s.ann = s.AddUser(discordfake.User{Name: "ann", GlobalName: "Ann Example", Locale: "fr"})
	s.ben = s.AddUser(discordfake.User{Name: "ben"})
	s.team = s.AddChannel(discordfake.Channel{Name: "team"})
	s.news = s.AddChannel(discordfake.Channel{Name: "news", Kind: discordfake.Announcement})
	s.forum = s.AddChannel(discordfake.Channel{Name: "cases", Kind: discordfake.Forum})
	s.p = s.platform(t)
	return s
}

// platform is another process of the same bot: it remembers nothing.
func (s *stand) platform(t testing.TB) *Platform {
	t.Helper()
	p, err := New(Options{
		Token: s.Token(), APIURL: s.APIURL(), Guild: s.guild, Dial: s.Dial, Now: s.now,
		MessageContent: true, Words: testWords(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.rest.client.CloseIdleConnections)
	return p
}

func (s *stand) post(t *testing.T, at chat.Place, m chat.Message) chat.Posted {
	t.Helper()
	posted, err := s.p.Post(t.Context(), at, m)
	if err != nil {
		t.Fatalf("posting %q: %v", m.Title, err)
	}
	return posted
}

// read is what somebody reads in all messages that they see, by message.
func (s *stand) read(by string) []string {
	var all []string
	for _, m := range s.Seen(by) {
		all = append(all, m.Read)
	}
	return all
}

// message is the message with an ID as somebody sees it.
func (s *stand) message(t *testing.T, by string, ref chat.Ref) discordfake.Message {
	t.Helper()
	all := s.Seen(by)
	i := slices.IndexFunc(all, func(m discordfake.Message) bool { return m.ID == string(ref) })
	if i < 0 {
		t.Fatalf("%s is not seen", ref)
	}
	return all[i]
}

// clean checks that nothing was refused as wrong, and nothing sent too early.
func (s *stand) clean(t *testing.T) {
	t.Helper()
	if wrong := append(s.Refusals(), s.Violations()...); len(wrong) > 0 {
		t.Errorf("Discord complains: %q", wrong)
	}
	for _, c := range s.Calls("") {
		for _, allowed := range allowedMentions(t, c) {
			if allowed != `{"parse":[],"replied_user":false}` {
				t.Errorf("%s allows mentions: %q", c.Route, allowed)
			}
		}
	}
}

// allowedMentions are the mentions that a call's messages allow: a message is the
// body, or stands in an answer to an interaction or in a forum's post.
func allowedMentions(t *testing.T, c discordfake.Call) (all []string) {
	t.Helper()
	type outer struct {
		Embeds  json.RawMessage `json:"embeds"`
		Allowed json.RawMessage `json:"allowed_mentions"`
	}
	var body struct {
		outer
		Data    outer `json:"data"`
		Message outer `json:"message"`
	}
	if len(c.Body) == 0 || c.Body[0] != '{' {
		return nil
	}
	if err := json.Unmarshal(c.Body, &body); err != nil {
		t.Errorf("%s: %v", c.Route, err)
	}
	for _, m := range []outer{body.outer, body.Data, body.Message} {
		if m.Embeds != nil {
			all = append(all, string(m.Allowed))
		}
	}
	return all
}

func failureOf(t *testing.T, err error, want chat.Failure, code string) {
	t.Helper()
	if !isFailure(err, want) || code != "" && codeOf(err) != code {
		t.Errorf("got %v, want failure %d with code %q", err, want, code)
	}
}

func titled(title string) chat.Message { return chat.Message{Key: title, Title: title} }

var noon = time.Date(2026, 3, 24, 12, 0, 0, 0, time.UTC)

const aMoment = 100 * time.Millisecond
