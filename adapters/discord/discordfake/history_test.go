package discordfake_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
)

// ids reads a list of messages.
func ids(t *testing.T, a answer) []string {
	t.Helper()
	var list []object
	if err := json.Unmarshal(a.body, &list); err != nil {
		t.Fatalf("%d %s", a.status, a.body)
	}
	found := []string{}
	for _, m := range list {
		found = append(found, m["id"].(string))
	}
	return found
}

// https://docs.discord.com/developers/resources/message#get-channel-messages
func TestHistory(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	var said []string
	for range 60 {
		said = append(said, w.post(w.room, object{"content": "x"}))
	}
	newest := slices.Clone(said)
	slices.Reverse(newest)
	at := "channels/" + w.room + "/messages"
	for query, want := range map[string][]string{
		"":                               newest[:50],
		"?limit=100":                     newest,
		"?limit=3":                       newest[:3],
		"?limit=2&before=" + newest[10]:  newest[11:13],
		"?limit=2&after=" + newest[10]:   newest[8:10],
		"?after=0&limit=2":               newest[58:],
		"?limit=3&around=" + newest[10]:  newest[9:12],
		"?before=" + newest[59]:          {},
		"?after=" + newest[0]:            {},
		"?limit=100&after=1" + newest[0]: {},
	} {
		if got := ids(t, w.call("GET", at+query, nil)); !slices.Equal(got, want) {
			t.Errorf("%s: %d messages, want %d: %q", query, len(got), len(want), got)
		}
	}
}

func TestHistoryPermissions(t *testing.T) {
	w := newWorld(t, discordfake.Options{Permissions: discordfake.ViewChannel | discordfake.SendMessages})
	id := w.post(w.room, object{"content": "x"})
	if got := ids(t, w.call("GET", "channels/"+w.room+"/messages", nil)); len(got) != 0 {
		t.Errorf("without READ_MESSAGE_HISTORY: %q", got)
	}
	if a := w.call("GET", "channels/"+w.room+"/messages/"+id, nil); a.code != 50001 {
		t.Errorf("one message: %s", a.body)
	}
}

func TestLag(t *testing.T) {
	w := newWorld(t, discordfake.Options{Lag: func() time.Duration { return time.Second }})
	w.post(w.room, object{"content": "x"})
	for _, want := range []int{0, 1} {
		if got := ids(t, w.call("GET", "channels/"+w.room+"/messages", nil)); len(got) != want {
			t.Errorf("%d messages, want %d", len(got), want)
		}
		w.pass(time.Second)
	}
}

// https://docs.discord.com/developers/resources/message#create-message-jsonform-params
func TestNonce(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	enforced := object{"content": "once", "nonce": "n", "enforce_nonce": true}
	first := w.post(w.room, enforced)
	if again := w.post(w.room, enforced); again != first {
		t.Errorf("said again as %s", again)
	}
	if free := w.post(w.room, object{"content": "once", "nonce": "n"}); free == first {
		t.Error("a nonce that is not enforced is honoured")
	}
	w.pass(2 * time.Minute)
	if late := w.post(w.room, enforced); late == first {
		t.Error("a nonce is honoured for longer than a few minutes")
	}
	if m, _ := w.see(w.ann, first); m.Nonce != "n" {
		t.Errorf("the nonce is %q", m.Nonce)
	}
}

// https://docs.discord.com/developers/topics/threads
func TestThreads(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	l, _ := w.open(guilds | messages)
	root, err := w.Say(w.ann, w.room, "root")
	if err != nil {
		t.Fatal(err)
	}
	a := w.call("POST", "channels/"+w.room+"/messages/"+root+"/threads", object{"name": "the thread"})
	if a.status != 201 || a.object["id"] != root || a.object["parent_id"] != w.room || a.object["type"] != 11.0 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	l.until("THREAD_CREATE")
	reply := w.post(root, object{"content": "reply"})
	m, _ := w.see(w.ben, reply)
	if m.Channel != w.room || m.Thread != root || m.ThreadName != "the thread" {
		t.Errorf("ben sees %+v", m)
	}
	if got := ids(t, w.call("GET", "channels/"+root+"/messages", nil)); len(got) != 2 || got[0] != reply {
		t.Errorf("in the thread: %q", got)
	}
	if n := len(w.Seen(w.ben)); n != 2 {
		t.Errorf("ben sees %d messages", n)
	}
	w.Archive(root, false)
	if a := w.call("PATCH", "channels/"+root+"/messages/"+reply, object{"content": "edited"}); a.code != 50083 {
		t.Errorf("an edit in an archived thread: %d %s", a.status, a.body)
	}
	w.post(root, object{"content": "opens it again"})
	if a := w.call("PATCH", "channels/"+root+"/messages/"+reply, object{"content": "edited"}); a.status != 200 {
		t.Errorf("once it is open again: %d %s", a.status, a.body)
	}
	forum := w.AddChannel(discordfake.Channel{Name: "forum", Kind: discordfake.Forum})
	a = w.call("POST", "channels/"+forum+"/threads", object{"name": "a post", "message": object{"content": "first"}})
	if a.status != 201 || a.object["message"].(object)["id"] != a.object["id"] {
		t.Fatalf("a post: %d %s", a.status, a.body)
	}
	if m, ok := w.see(w.ann, a.object["id"].(string)); !ok || m.Thread != m.ID || m.Channel != forum || m.Read != "first" {
		t.Errorf("ann sees %+v", m)
	}
	if _, err := w.StartThread(w.ann, forum, "", "ann's post", "hello"); err != nil {
		t.Error(err)
	}
}

// https://docs.discord.com/developers/topics/permissions
func TestWhoSees(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	team := w.AddRole(discordfake.Role{Name: "team", Members: []string{w.ann}})
	closed := w.AddChannel(discordfake.Channel{Name: "closed", Private: true, Overwrites: []discordfake.Overwrite{{ID: team, Allow: discordfake.ViewChannel}}})
	id := w.post(closed, object{"content": "x"})
	sees := func(by string) bool { _, ok := w.see(by, id); return ok }
	if !sees(w.ann) || sees(w.ben) {
		t.Errorf("ann %v, ben %v", sees(w.ann), sees(w.ben))
	}
	w.Give(team, w.ben)
	w.Take(team, w.ann)
	if sees(w.ann) || !sees(w.ben) {
		t.Errorf("after the role changed hands: ann %v, ben %v", sees(w.ann), sees(w.ben))
	}
	w.Overwrite(closed, discordfake.Overwrite{ID: w.ben, Deny: discordfake.ViewChannel})
	if sees(w.ben) {
		t.Error("ben sees what is denied to him")
	}
	dm := w.call("POST", "users/@me/channels", object{"recipient_id": w.ann}).object["id"].(string)
	id = w.post(dm, object{"content": "for ann"})
	if m, _ := w.see(w.ann, id); !m.DM || sees(w.ben) {
		t.Errorf("ann sees %+v, ben %v", m, sees(w.ben))
	}
	w.DeleteRole(team)
	w.Leave("", w.Application())
	if a := w.call("POST", "channels/"+w.room+"/messages", object{"content": "x"}); a.code != 10003 {
		t.Errorf("out of the server: %s", a.body)
	}
	if a := w.call("POST", "channels/"+dm+"/messages", object{"content": "x"}); a.code != 50007 {
		t.Errorf("without a server in common: %s", a.body)
	}
}
