package slack

import (
	"encoding/json"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

func TestPost(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	posted := w.post(t, chat.Place{Room: w.team}, say("K7M-4QZ-X/card", "<!channel> hello"))
	m := w.one(t, w.ann, posted.Ref)
	if m.Read != "<!channel> hello" || m.Text != "&lt;!channel&gt; hello" || len(m.Effects) > 0 || m.Channel != w.team || m.Thread != "" {
		t.Errorf("ann sees %+v", m)
	}
	if posted.Link != m.Permalink {
		t.Errorf("permalink %s, Slack says %s", posted.Link, m.Permalink)
	}
	hidden, err := json.Marshal(m.Metadata)
	if err != nil || m.Metadata == nil || m.Metadata.EventType == "" || strings.Contains(string(hidden), "K7M") {
		t.Errorf("metadata %s", hidden)
	}
	sent := w.Calls("chat.postMessage")[0]
	for key, want := range map[string]string{"parse": "none", "link_names": "false", "unfurl_links": "false", "unfurl_media": "false", "mrkdwn": "false"} {
		if sent.Get(key) != want {
			t.Errorf("%s is %q, want %q", key, sent.Get(key), want)
		}
	}
	if m := w.one(t, w.ann, w.post(t, chat.Place{Room: w.team}, say("", "without a key")).Ref); m.Metadata != nil && m.Metadata.EventType != "" {
		t.Errorf("without a key there is metadata: %+v", m.Metadata)
	}

	reply := w.post(t, chat.Place{Room: w.team, Thread: posted.Ref}, say("reply", "in the thread"))
	if m := w.one(t, w.ann, reply.Ref); m.Thread != string(posted.Ref) || m.Permalink != reply.Link {
		t.Errorf("the reply %+v has the link %s", m, reply.Link)
	}
}

func TestPostInPrivate(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	for _, person := range []string{w.ann, "@" + w.ann} {
		m := w.one(t, w.ann, w.post(t, chat.Place{Person: person}, say("", "your turn")).Ref)
		if !m.DM {
			t.Errorf("to %s: %+v", person, m)
		}
	}
	if n := len(w.Calls("conversations.open")); n != 1 {
		t.Errorf("opened %d times", n)
	}
	if len(w.reading(w.ben, "your turn")) > 0 {
		t.Error("ben sees it")
	}
}

// A room may be given by name; a public one that the bot is not in is joined.
func TestPostJoins(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	for _, room := range []string{"#press", "press", w.press} {
		w.post(t, chat.Place{Room: room}, say("", "to the press"))
	}
	if n := len(w.reading(w.ann, "to the press")); n != 3 || len(w.Calls("conversations.join")) != 1 || len(w.Calls("conversations.list")) != 1 {
		t.Errorf("seen %d times, joined %d times, listed %d times", n, len(w.Calls("conversations.join")), len(w.Calls("conversations.list")))
	}
}

func TestPostNowhere(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	gone := w.AddUser(slackfake.User{Name: "gone", Deleted: true})
	for name, tt := range map[string]struct {
		at   chat.Place
		code string
	}{
		"archived":        {chat.Place{Room: w.attic}, "is_archived"},
		"private":         {chat.Place{Room: w.vault}, "channel_not_found"},
		"unknown":         {chat.Place{Room: "C9999999999"}, "channel_not_found"},
		"unknown name":    {chat.Place{Room: "#nowhere"}, "channel_not_found"},
		"deactivated":     {chat.Place{Person: gone}, "user_disabled"},
		"nobody":          {chat.Place{Person: "U9999999999"}, "user_not_found"},
		"by name":         {chat.Place{Person: "@ann"}, codeNamed},
		"no thread":       {chat.Place{Room: w.team, Thread: "no such message"}, codeThread},
		"nowhere":         {chat.Place{}, codeNowhere},
		"room and person": {chat.Place{Room: w.team, Person: w.ann}, codeNowhere},
	} {
		_, err := w.p.Post(t.Context(), tt.at, say("", "lost"))
		failed(t, name, err, chat.Gone, tt.code)
	}
	_, err := w.p.Post(t.Context(), chat.Place{Room: w.team}, chat.Message{Blocks: []chat.Block{chat.Paragraph(" ")}})
	failed(t, "nothing", err, chat.TooLong, codeEmpty)
	if len(w.reading(w.ann, "lost")) > 0 {
		t.Error("what was refused is seen")
	}
}

// Slack says a reply to a deleted message at the top of the channel. It does not
// stay there.
func TestPostInDeletedThread(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	root, err := w.Say(w.ann, w.team, "", "a question")
	if err != nil {
		t.Fatal(err)
	}
	thread := chat.Place{Room: w.team, Thread: chat.Ref(root)}
	w.post(t, thread, say("", "an answer"))
	if err := w.Delete(w.ann, w.team, root); err != nil {
		t.Fatal(err)
	}
	_, err = w.p.Post(t.Context(), thread, say("", "astray"))
	failed(t, "Post", err, chat.Gone, codeThread)
	if len(w.reading(w.ann, "astray")) > 0 {
		t.Error("it stands at the top of the channel")
	}
}

func TestEdit(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	at := chat.Place{Room: w.team}
	posted := w.post(t, at, say("card", "before"))
	marked := w.one(t, w.ann, posted.Ref).Metadata
	for range 2 { // the second changes nothing
		if err := w.p.Edit(t.Context(), at, posted.Ref, say("card", "<!here> afterwards")); err != nil {
			t.Fatal(err)
		}
	}
	m := w.one(t, w.ann, posted.Ref)
	if m.Read != "<!here> afterwards" || len(m.Effects) > 0 || m.Metadata == nil || m.Metadata.EventPayload["mark"] != marked.EventPayload["mark"] {
		t.Errorf("ann sees %+v, metadata %+v", m, m.Metadata)
	}
	sent := w.Calls("chat.update")[0]
	if sent.Get("parse") != "none" || sent.Get("link_names") != "false" {
		t.Errorf("parse %q, link_names %q", sent.Get("parse"), sent.Get("link_names"))
	}

	said, err := w.Say(w.ann, w.team, "", "ann's own")
	if err != nil {
		t.Fatal(err)
	}
	failed(t, "somebody's words", w.p.Edit(t.Context(), at, chat.Ref(said), say("", "lost")), chat.Gone, "cant_update_message")
	failed(t, "no message", w.p.Edit(t.Context(), at, "1700000000.000100", say("", "lost")), chat.Missing, codeMessage)
	failed(t, "nothing like a message", w.p.Edit(t.Context(), at, "nothing", say("", "lost")), chat.Missing, codeMessage)
	w.Archive(w.team)
	failed(t, "archived", w.p.Edit(t.Context(), at, posted.Ref, say("", "lost")), chat.Gone, "is_inactive")
}

// A token that is revoked loses nothing: it is tried again when an administrator
// may have mended it, who is told once in a while and loudly.
func TestRevoked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		var log strings.Builder
		w.p.log = slog.New(slog.NewTextHandler(&log, nil))
		w.post(t, chat.Place{Room: w.team}, say("first", "all is well"))
		w.Revoke("token_revoked")
		for range 3 {
			_, err := w.p.Post(t.Context(), chat.Place{Room: w.team}, say("k", "at last"))
			failed(t, "revoked", err, chat.Temporary, "token_revoked")
			if e := errorOf(err); e.After != mendTime {
				t.Errorf("again after %s", e.After)
			}
		}
		if n := strings.Count(log.String(), "level=ERROR"); n != 1 || !strings.Contains(log.String(), "token_revoked") || strings.Contains(log.String(), w.BotToken()) {
			t.Errorf("the log says\n%s", log.String())
		}
		time.Sleep(mendTime)
		w.Revoke("")
		w.post(t, chat.Place{Room: w.team}, say("k", "at last"))
	})
}

// long is a message of several parts.
func long(key string) chat.Message {
	return chat.Message{Key: key, Title: "Long", Blocks: []chat.Block{
		chat.Paragraph("first " + strings.Repeat("a", ExactLimit-100)), chat.Paragraph("second " + strings.Repeat("b", ExactLimit-100)), chat.Paragraph("third"),
	}}
}

func TestLongGoesOnInItsThread(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	posted := w.post(t, chat.Place{Room: w.team}, long("k"))
	all := w.Seen(w.ann)
	if len(all) != 2 || all[0].TS != string(posted.Ref) || all[0].Thread != "" && all[0].Thread != all[0].TS || all[1].Thread != string(posted.Ref) {
		t.Fatalf("%d messages: %+v", len(all), all)
	}
	if !strings.HasSuffix(all[0].Read, englishWords.ReadOn) || !strings.HasPrefix(all[1].Read, "second") || !strings.Contains(all[1].Read, "third") {
		t.Errorf("they read %.60q and %.60q", all[0].Read, all[1].Read)
	}

	// In a thread it goes on in that thread.
	w.post(t, chat.Place{Room: w.team, Thread: posted.Ref}, long("other"))
	for _, m := range w.Seen(w.ann)[2:] {
		if m.Thread != string(posted.Ref) {
			t.Errorf("a part is in the thread %q", m.Thread)
		}
	}
}

// A message of which a part fails is looked for, and only what is missing is said.
func TestLongIsTakenUpAgain(t *testing.T) {
	for name, fault := range map[string]slackfake.Fault{
		"not done":      {RetryAfter: 20 * time.Second},
		"may be done":   {Error: "fatal_error"},
		"done, no word": {Cut: true, Accept: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorkplace(t, slackfake.Options{Lag: func() time.Duration { return 5 * time.Second }}, paceless)
				at := chat.Place{Room: w.team}
				fault.When = func(args url.Values) bool { return args.Get("thread_ts") != "" }
				w.Fail("chat.postMessage", fault)
				begun := time.Now()
				posted, err := w.p.Post(t.Context(), at, long("k"))
				e := errorOf(err)
				if err == nil || e.Failure != chat.Unknown || e.After < settleTime || e.After < fault.RetryAfter {
					t.Fatalf("Post: %+v, %+v", posted, e)
				}
				time.Sleep(e.After)
				found, there, err := w.p.Find(t.Context(), at, "k", begun)
				if err != nil {
					t.Fatal(err)
				}
				if there != fault.Accept {
					t.Errorf("found %t", there)
				}
				if !there {
					found = w.post(t, at, long("k"))
				}
				all := w.Seen(w.ann)
				if len(all) != 2 || string(found.Ref) != all[0].TS || found.Link != all[0].Permalink || all[1].Thread != all[0].TS {
					t.Errorf("%d messages, found %+v", len(all), found)
				}
			})
		})
	}
}

// Whoever has the first part with its buttons has the message, though its end is
// refused for ever: it is said, once, and the log tells what is missing.
func TestLongIsRefusedHalfWay(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	var log strings.Builder
	w.p.log = slog.New(slog.NewTextHandler(&log, nil))
	later := func(args url.Values) bool { return args.Get("thread_ts") != "" }
	w.Fail("chat.postMessage", slackfake.Fault{Error: "restricted_action_thread_locked", When: later})
	posted := w.post(t, chat.Place{Room: w.team}, long("k"))
	all := w.Seen(w.ann)
	if len(all) != 1 || all[0].TS != string(posted.Ref) || all[0].Permalink != posted.Link {
		t.Errorf("ann sees %+v, posted is %+v", all, posted)
	}
	if !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "thread_locked") || !strings.Contains(log.String(), "parts=2") {
		t.Errorf("the log says\n%s", log.String())
	}
}

// The first part refused is the message refused.
func TestLongIsRefused(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	w.Fail("chat.postMessage", slackfake.Fault{Error: "restricted_action"})
	_, err := w.p.Post(t.Context(), chat.Place{Room: w.team}, long("k"))
	failed(t, "Post", err, chat.Gone, "restricted_action")
	if n := len(w.Seen(w.ann)); n != 0 {
		t.Errorf("%d messages", n)
	}
}
