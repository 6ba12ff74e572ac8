package slack_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
)

func TestConformance(t *testing.T) {
	t.Run("over the socket", func(t *testing.T) {
		chattest.Run(t, func(t *testing.T) chattest.Subject {
			s := slackfake.New(t, slackfake.Options{Scopes: slack.Scopes()})
			p := newPlatform(t, s, slack.Options{AppToken: s.AppToken()})
			return subject(t, s, p, func() bool { return s.AwaitSocket(patience) })
		})
	})
	t.Run("over HTTP", func(t *testing.T) {
		chattest.Run(t, func(t *testing.T) chattest.Subject {
			s := slackfake.New(t, slackfake.Options{Scopes: slack.Scopes()})
			p := newPlatform(t, s, slack.Options{SigningSecret: s.SigningSecret()})
			s.DeliverTo(p.HTTP())
			return subject(t, s, p, func() bool { return listens(t, s, p.HTTP()) })
		})
	})
}

func newPlatform(t *testing.T, s *slackfake.Server, o slack.Options) *slack.Platform {
	t.Helper()
	o.BotToken, o.APIURL, o.Dial = s.BotToken(), s.APIURL(), s.Dial
	o.Words, o.Pace = conformanceWords(), slack.Pace{PerChannel: -1}
	p, err := slack.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// subject is a workspace for one test. heard tells when the bot hears.
func subject(t *testing.T, s *slackfake.Server, p *slack.Platform, heard func() bool) chattest.Subject {
	t.Cleanup(func() {
		if wrong := s.Refusals(); len(wrong) > 0 {
			t.Errorf("Slack would refuse: %q", wrong)
		}
	})
	ann, ben := s.AddUser(slackfake.User{Name: "ann"}), s.AddUser(slackfake.User{Name: "ben"})
	team := s.AddChannel(slackfake.Channel{Name: "team", Members: []string{ann, ben}})
	moderators := s.AddChannel(slackfake.Channel{Name: "moderators", Private: true, Members: []string{ann, ben}})
	return chattest.Subject{
		Platform: p, People: office{s, heard}, Ann: ann, Ben: ben,
		Room: team, Other: moderators, NoRoom: "C9999999999",
		Limit: slack.ExactLimit,
		Names: map[string]chat.Place{
			"#team": {Room: team}, "team": {Room: team}, team: {Room: team}, "#moderators": {Room: moderators},
			"@" + ann: {Person: ann}, ann: {Person: ann},
		},
		Groups: []chattest.Group{
			{Kind: "group", ID: s.AddGroup("mods", ann, ben), Accounts: []string{ann, ben}},
			{Kind: "group", ID: "S9999999999"},
			{Kind: "room", ID: moderators, Accounts: []string{ann, ben}},
			{Kind: "room", ID: "C9999999999"},
		},
		Fail: func(_ *testing.T, f chat.Failure) {
			s.Fail("", slackfake.Fault{
				Error: map[chat.Failure]string{
					chat.Temporary: "request_timeout", chat.Unknown: "fatal_error", chat.Gone: "channel_not_found",
				}[f],
				When: func(args url.Values) bool { return args.Has("text") }, // of chat.postMessage and chat.update
			})
		},
		Again: func(*testing.T) { s.Redeliver() },
	}
}

// listens waits until the bot takes requests: before, it has nobody who handles
// them.
func listens(t *testing.T, s *slackfake.Server, h http.Handler) bool {
	return soon(t, func() bool {
		const nothing = `{"type":"event_callback","event_id":"Ev0","event":{"type":"nothing"}}`
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, slackfake.EventsPath, strings.NewReader(nothing))
		s.Sign(r, nothing, time.Now())
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code != http.StatusServiceUnavailable
	})
}

// patience is how long is waited at most for what must happen, also on a machine that
// has much else to do.
const patience = time.Minute

// soon looks again and again whether something has happened, and reports whether
// it has.
func soon(t *testing.T, happened func() bool) bool {
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	end := time.After(patience)
	for !happened() {
		select {
		case <-again.C:
		case <-end:
			return false
		case <-t.Context().Done():
			return false
		}
	}
	return true
}

func conformanceWords() slack.Words {
	return slack.Words{
		ReadOn: "…read on", Submit: "Send", Cancel: "Cancel", Yes: "Yes", GoesOn: func(label string) string { return label + ", continued" },
		NotOpened: "The form did not open: try again.", Failed: "Something broke: look before you try again.",
	}
}
