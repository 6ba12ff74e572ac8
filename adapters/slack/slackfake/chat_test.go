package slackfake_test

import (
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"relance/adapters/slack/slackfake"
)

func TestPostEditDelete(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	ts := f.post(t, f.press, "hello <b> & *you*")
	reply := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "a reply", "thread_ts": ts, "unfurl_media": "false"})
	seen := f.Seen(f.ben)
	if len(seen) != 2 || seen[0].TS != ts || seen[0].Read != "hello <b> & *you*" || seen[0].By != f.BotUser() || seen[1].Thread != ts || seen[1].TS != reply["ts"] {
		t.Fatalf("ben sees %+v", seen)
	}
	if _, _, _, err := f.api.UpdateMessageContext(t.Context(), f.press, ts, slack.MsgOptionText("changed", true), slack.MsgOptionParse(false)); err != nil {
		t.Fatal(err)
	}
	if m := f.Seen(f.ben)[0]; m.Read != "changed" || !m.Edited || m.TS != ts {
		t.Errorf("after an edit ben sees %+v", m)
	}
	if _, _, err := f.api.DeleteMessageContext(t.Context(), f.press, ts); err != nil {
		t.Fatal(err)
	}
	if seen := f.Seen(f.ben); len(seen) != 1 || seen[0].Read != "a reply" {
		t.Errorf("after the deletion ben sees %+v", seen)
	}
	link := f.call(t, "chat.getPermalink", map[string]string{"channel": f.press, "message_ts": reply["ts"].(string)})
	if link["permalink"] != seen[1].Permalink || link["permalink"] == "" {
		t.Errorf("permalink %v, seen %q", link["permalink"], seen[1].Permalink)
	}
	if wrong := f.Refusals(); len(wrong) != 0 {
		t.Errorf("refused: %q", wrong)
	}
}

// What may happen to an app that does everything right.
func TestStateForbids(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	closed := f.AddChannel(slackfake.Channel{Name: "closed", NoBot: true, Members: []string{f.ann}})
	secret := f.AddChannel(slackfake.Channel{Name: "secret", NoBot: true, Private: true, Members: []string{f.ann}})
	old := f.AddChannel(slackfake.Channel{Name: "old", Members: []string{f.ann}})
	kept := f.post(t, old, "kept")
	f.Archive(old)
	gone := f.AddChannel(slackfake.Channel{Name: "gone"})
	f.DeleteChannel(gone)
	left := f.AddUser(slackfake.User{Name: "left", Deleted: true})
	robot := f.AddUser(slackfake.User{Name: "robot", Bot: true})
	theirs, err := f.Say(f.ann, f.press, "", "hers")
	if err != nil {
		t.Fatal(err)
	}
	say := func(channel string) map[string]string {
		return map[string]string{"channel": channel, "text": "x"}
	}
	with := func(args map[string]string, key, value string) map[string]string {
		args[key] = value
		return args
	}
	tests := []struct {
		method string
		args   map[string]string
		code   string
	}{
		{"chat.postMessage", say("C9999999999"), "channel_not_found"},
		{"chat.postMessage", say(closed), "not_in_channel"},
		{"chat.postMessage", say(secret), "channel_not_found"},
		{"chat.postMessage", say(old), "is_archived"},
		{"chat.postMessage", say(gone), "channel_not_found"},
		{"chat.postMessage", say(f.ann), "channel_not_found"}, // a person is no channel
		{"chat.postEphemeral", with(say(f.press), "user", left), "user_not_in_channel"},
		{"chat.update", with(say(f.press), "ts", "1.000001"), "message_not_found"},
		{"chat.update", with(say(f.press), "ts", theirs), "cant_update_message"},
		{"chat.update", with(say(old), "ts", kept), "is_inactive"},
		{"chat.delete", map[string]string{"channel": f.press, "ts": theirs}, "cant_delete_message"},
		{"chat.getPermalink", map[string]string{"channel": f.press, "message_ts": "1.000001"}, "message_not_found"},
		{"conversations.history", map[string]string{"channel": closed}, "not_in_channel"},
		{"conversations.history", map[string]string{"channel": secret}, "channel_not_found"},
		{"conversations.replies", map[string]string{"channel": f.press, "ts": "1.000001"}, "thread_not_found"},
		{"conversations.open", map[string]string{"users": "U9999999999"}, "user_not_found"},
		{"conversations.open", map[string]string{"users": left}, "user_disabled"},
		{"conversations.open", map[string]string{"users": robot}, "cannot_dm_bot"},
		{"conversations.join", map[string]string{"channel": old}, "is_archived"},
		{"users.info", map[string]string{"user": "U9999999999"}, "user_not_found"},
		{"usergroups.users.list", map[string]string{"usergroup": "S9999999999"}, "no_such_subteam"},
	}
	for _, tt := range tests {
		refused(t, tt.method, f.call(t, tt.method, tt.args), tt.code)
	}
	if wrong := f.Refusals(); len(wrong) != 0 {
		t.Errorf("held against the app: %q", wrong)
	}
}

// A root that is gone is no error for Slack: the reply stands at the top.
func TestReplyToNothing(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	answer := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "x", "thread_ts": "1700000000.000001", "unfurl_media": "false"})
	if m := answer["message"].(map[string]any); m["thread_ts"] != nil {
		t.Errorf("answered %v, want no thread_ts", m)
	}
	if seen := f.Seen(f.ann); len(seen) != 1 || seen[0].Thread != "" {
		t.Errorf("ann sees %+v", seen)
	}
}

func TestEphemeral(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	if _, err := f.api.PostEphemeralContext(t.Context(), f.press, f.ann, slack.MsgOptionText("for you", true)); err != nil {
		t.Fatal(err)
	}
	if seen := f.Seen(f.ann); len(seen) != 1 || !seen[0].Ephemeral || seen[0].Read != "for you" {
		t.Errorf("ann sees %+v", seen)
	}
	if seen := f.Seen(f.ben); len(seen) != 0 {
		t.Errorf("ben sees %+v", seen)
	}
	history, err := f.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: f.press})
	if err != nil || len(history.Messages) != 0 {
		t.Errorf("history %+v, %v", history, err)
	}
}

func TestDirectMessage(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	c, _, _, err := f.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{f.ann}})
	if err != nil {
		t.Fatal(err)
	}
	f.post(t, c.ID, "privately")
	if seen := f.Seen(f.ann); len(seen) != 1 || !seen[0].DM || seen[0].Channel != c.ID {
		t.Errorf("ann sees %+v", seen)
	}
	if seen := f.Seen(f.ben); len(seen) != 0 {
		t.Errorf("ben sees %+v", seen)
	}
}

func TestPeopleAndGroups(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	group := f.AddGroup("moderators", f.ann, f.ben)
	u := f.call(t, "users.info", map[string]string{"user": f.ann, "include_locale": "true"})["user"].(map[string]any)
	if u["locale"] != "fr-FR" || u["name"] != "ann" {
		t.Errorf("ann is %v", u)
	}
	users, err := f.api.GetUserGroupMembersContext(t.Context(), group)
	if err != nil || !slices.Equal(users, []string{f.ann, f.ben}) {
		t.Errorf("the group is %q, %v", users, err)
	}
	groups, err := f.api.GetUserGroupsContext(t.Context())
	if err != nil || len(groups) != 1 || groups[0].Handle != "moderators" {
		t.Errorf("groups %+v, %v", groups, err)
	}
	members, _, err := f.api.GetUsersInConversationContext(t.Context(), &slack.GetUsersInConversationParameters{ChannelID: f.press})
	if err != nil || len(members) != 3 {
		t.Errorf("members %q, %v", members, err)
	}
	channels, _, err := f.api.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{})
	if err != nil || len(channels) != 1 || channels[0].Name != "press" {
		t.Errorf("channels %+v, %v", channels, err)
	}
}
