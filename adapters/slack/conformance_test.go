package slack_test

import (
	"net/url"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
)

func TestConformance(t *testing.T) {
	chattest.Run(t, func(t *testing.T) chattest.Subject {
		s := slackfake.New(t, slackfake.Options{Scopes: slack.Scopes()})
		ann, ben := s.AddUser(slackfake.User{Name: "ann"}), s.AddUser(slackfake.User{Name: "ben"})
		room := slackfake.Channel{Name: "team", Members: []string{ann, ben}}
		other := slackfake.Channel{Name: "moderators", Private: true, Members: []string{ann, ben}}
		p, err := slack.New(slack.Options{
			BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Dial: s.Dial,
			Words: conformanceWords(), Pace: slack.Pace{PerChannel: -1},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if wrong := s.Refusals(); len(wrong) > 0 {
				t.Errorf("Slack would refuse: %q", wrong)
			}
		})
		team, moderators := s.AddChannel(room), s.AddChannel(other)
		return chattest.Subject{
			Platform: p, People: office{s}, Ann: ann, Ben: ben,
			Room: team, Other: moderators, NoRoom: "C9999999999",
			Limit: slack.ExactLimit,
			Names: map[string]chat.Place{
				"#team": {Room: team}, "team": {Room: team}, team: {Room: team}, "#moderators": {Room: moderators},
				"@ann": {Person: ann}, ann: {Person: ann},
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
	})
}

func conformanceWords() slack.Words {
	return slack.Words{
		ReadOn: "…read on", Submit: "Send", Cancel: "Cancel", Yes: "Yes",
		NotOpened: "The form did not open: try again.", Failed: "Something broke: look before you try again.",
	}
}
