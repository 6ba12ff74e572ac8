package slackfake_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"relance/adapters/slack/slackfake"
)

func TestHistoryLags(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{Lag: func() time.Duration { return 3 * time.Second }})
		ts := f.post(t, f.press, "late")
		listed := func() int {
			history, err := f.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: f.press})
			if err != nil {
				t.Fatal(err)
			}
			return len(history.Messages)
		}
		refused(t, "a thread that is not there yet", f.call(t, "conversations.replies", map[string]string{"channel": f.press, "ts": ts}), "thread_not_found")
		for _, step := range []struct {
			after time.Duration
			want  int
		}{{0, 0}, {3*time.Second - 1, 0}, {1, 1}} {
			time.Sleep(step.after)
			if got := listed(); got != step.want {
				t.Errorf("after %s more %d messages are listed, want %d", step.after, got, step.want)
			}
		}
		if len(f.Seen(f.ann)) != 1 {
			t.Error("ann does not see it")
		}
	})
}

func TestHistoryPages(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	var posted []string
	for i := range 7 {
		posted = append(posted, f.post(t, f.press, fmt.Sprint(i)))
	}
	f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "in a thread", "thread_ts": posted[0], "unfurl_media": "false"})
	read := func(p slack.GetConversationHistoryParameters) (all []string, pages int) {
		p.ChannelID = f.press
		for {
			history, err := f.api.GetConversationHistoryContext(t.Context(), &p)
			if err != nil {
				t.Fatal(err)
			}
			pages++
			for _, m := range history.Messages {
				all = append(all, m.Timestamp)
			}
			if p.Cursor = history.ResponseMetaData.NextCursor; p.Cursor == "" {
				return all, pages
			}
		}
	}
	newest := slices.Clone(posted)
	slices.Reverse(newest)
	if got, pages := read(slack.GetConversationHistoryParameters{Limit: 3}); !slices.Equal(got, newest) || pages != 3 {
		t.Errorf("%q in %d pages, want %q in 3", got, pages, newest)
	}
	span := slack.GetConversationHistoryParameters{Oldest: posted[2], Latest: posted[4]}
	if got, _ := read(span); !slices.Equal(got, posted[3:4]) {
		t.Errorf("between: %q", got)
	}
	span.Inclusive = true
	if got, _ := read(span); !slices.Equal(got, []string{posted[4], posted[3], posted[2]}) {
		t.Errorf("inclusive: %q", got)
	}
	replies, _, _, err := f.api.GetConversationRepliesContext(t.Context(), &slack.GetConversationRepliesParameters{ChannelID: f.press, Timestamp: posted[0]})
	if err != nil || len(replies) != 2 || replies[0].Timestamp != posted[0] || replies[0].ReplyCount != 1 || replies[1].Text != "in a thread" {
		t.Errorf("replies %+v, %v", replies, err)
	}
	for args, code := range map[string]string{"limit": "invalid_limit", "cursor": "invalid_cursor", "oldest": "invalid_ts_oldest", "latest": "invalid_ts_latest"} {
		refused(t, args, f.call(t, "conversations.history", map[string]string{"channel": f.press, args: "x"}), code)
	}
}

func TestMetadata(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	meta := slack.SlackMetadata{EventType: "relance_said", EventPayload: map[string]any{"key": "k1"}}
	_, ts, err := f.api.PostMessageContext(t.Context(), f.press, slack.MsgOptionText("a", true), slack.MsgOptionMetadata(meta), slack.MsgOptionDisableMediaUnfurl())
	if err != nil {
		t.Fatal(err)
	}
	hidden := func(include bool) slack.SlackMetadata {
		history, err := f.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: f.press, IncludeAllMetadata: include})
		if err != nil || len(history.Messages) != 1 {
			t.Fatalf("history %+v, %v", history, err)
		}
		return history.Messages[0].Metadata
	}
	if got := hidden(true); got.EventPayload["key"] != "k1" {
		t.Errorf("metadata %+v", got)
	}
	if got := hidden(false); got.EventType != "" {
		t.Errorf("metadata that nobody asked for: %+v", got)
	}
	update := map[string]string{"channel": f.press, "ts": ts, "text": "b", "parse": "none"}
	f.call(t, "chat.update", update)
	if got := hidden(true); got.EventPayload["key"] != "k1" {
		t.Errorf("an edit without metadata took them away: %+v", got)
	}
	update["metadata"] = "{}"
	f.call(t, "chat.update", update)
	if got := hidden(true); got.EventType != "" {
		t.Errorf("an edit with empty metadata left %+v", got)
	}
}
