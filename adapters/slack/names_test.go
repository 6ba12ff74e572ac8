package slack

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

func TestResolve(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	gone := w.AddUser(slackfake.User{Name: "gone", Deleted: true})
	for name, want := range map[string]chat.Place{
		"#team": {Room: w.team}, "team": {Room: w.team}, " Press ": {Room: w.press}, w.team: {Room: w.team},
		"@" + w.ann: {Person: w.ann}, w.ann: {Person: w.ann},
	} {
		if got, err := w.p.Resolve(t.Context(), name); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", name, got, err, want)
		}
	}
	for name, code := range map[string]string{
		"#nowhere": codeNoRoom, "": codeNoRoom, "#vault": codeNoRoom, "#attic": codeNoRoom, "C9999999999": codeNoRoom, w.attic: "is_archived",
		"U9999999999": "user_not_found", gone: "user_disabled", "@" + gone: "user_disabled",
		// A name is its owner's to set, whichever of them.
		"@ann": codeNamed, "@Ann Other": codeNamed, "@" + strings.ToLower(w.ann): codeNamed, "@": codeNamed,
	} {
		got, err := w.p.Resolve(t.Context(), name)
		failed(t, fmt.Sprintf("%q, which is %+v", name, got), err, chat.Gone, code)
	}
}

// The lists are read once, and again for an unknown name, but not more often than
// once a minute.
func TestResolveRemembers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		resolve := func(name string) error {
			_, err := w.p.Resolve(t.Context(), name)
			return err
		}
		for range 3 {
			if err := resolve("#team"); err != nil {
				t.Fatal(err)
			}
		}
		w.AddChannel(slackfake.Channel{Name: "new"})
		failed(t, "at once", resolve("#new"), chat.Gone, codeNoRoom)
		if n := len(w.Calls("conversations.list")); n != 1 {
			t.Errorf("listed %d times", n)
		}
		time.Sleep(namesFresh)
		if err := resolve("#new"); err != nil {
			t.Error(err)
		}
		if n := len(w.Calls("conversations.list")); n != 2 {
			t.Errorf("listed %d times", n)
		}
	})
}

// A channel that was renamed is not written to under its old name for long, and the
// one that has the name now is.
func TestResolveForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		at := func(want string) {
			t.Helper()
			if got, err := w.p.Resolve(t.Context(), "#team"); err != nil || got.Room != want {
				t.Errorf("#team is %+v, %v; want %s", got, err, want)
			}
		}
		at(w.team)
		w.Archive(w.team)
		other := w.AddChannel(slackfake.Channel{Name: "team"})
		time.Sleep(namesBelieved - time.Second)
		at(w.team)
		time.Sleep(time.Second)
		w.Fail("conversations.list", slackfake.Fault{Error: "fatal_error", Times: 1})
		_, err := w.p.Resolve(t.Context(), "#team")
		failed(t, "what is not known now", err, chat.Temporary, "fatal_error")
		at(other)
	})
}

// A list of many pages that a limit interrupts is read on from there.
func TestResolveReadsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		for i := range 2 * namesPage {
			w.AddChannel(slackfake.Channel{Name: fmt.Sprintf("room-%04d", i)})
		}
		last := fmt.Sprintf("#room-%04d", 2*namesPage-1)
		calls := 0
		w.Fail("conversations.list", slackfake.Fault{RetryAfter: 30 * time.Second, When: func(url.Values) bool { calls++; return calls == 2 }})
		_, err := w.p.Resolve(t.Context(), last)
		failed(t, "interrupted", err, chat.Temporary, codeLimited)
		time.Sleep(errorOf(err).After)
		if _, err := w.p.Resolve(t.Context(), last); err != nil {
			t.Error(err)
		}
		if n := len(w.Calls("conversations.list")); n != 4 { // three pages, one of them asked for twice
			t.Errorf("listed %d times", n)
		}
	})
}

func TestGroup(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	group := w.AddGroup("moderators", w.ann, w.ben)
	for kind, ids := range map[string][]string{"group": {group}, "room": {w.team, "#team"}} {
		for _, id := range ids {
			users, err := w.p.Group(t.Context(), kind, id)
			slices.Sort(users)
			if err != nil || !slices.Equal(users, []string{w.ann, w.ben}) {
				t.Errorf("%s %s: %q, %v", kind, id, users, err)
			}
		}
	}
	for _, tt := range []struct{ kind, id, code string }{
		{"group", "S9999999999", "no_such_subteam"}, {"room", w.vault, "channel_not_found"}, {"crowd", w.team, codeKind},
	} {
		_, err := w.p.Group(t.Context(), tt.kind, tt.id)
		failed(t, tt.kind+" "+tt.id, err, chat.Gone, tt.code)
	}
}

func TestGroupPages(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	var want []string
	for i := range namesPage + 10 {
		want = append(want, w.AddUser(slackfake.User{Name: fmt.Sprint("user", i)}))
	}
	room := w.AddChannel(slackfake.Channel{Name: "all", Members: want})
	users, err := w.p.Group(t.Context(), "room", room)
	slices.Sort(users)
	slices.Sort(want)
	if err != nil || !slices.Equal(users, want) {
		t.Errorf("%d users, %v; want %d", len(users), err, len(want))
	}
}

func TestPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		who := func(id, name, language string) {
			t.Helper()
			if got := w.p.person(t.Context(), id); !reflect.DeepEqual(got, chat.Person{Account: id, Name: name, Language: language}) {
				t.Errorf("%s is %+v", id, got)
			}
		}
		for range 3 {
			who(w.ann, "ann", "fr-FR")
		}
		if n := len(w.Calls("users.info")); n != 1 {
			t.Errorf("asked %d times", n)
		}
		time.Sleep(personFresh)
		who(w.ann, "ann", "fr-FR")
		if n := len(w.Calls("users.info")); n != 2 {
			t.Errorf("an hour later asked %d times", n)
		}
		w.Fail("users.info", slackfake.Fault{Error: "internal_error"})
		who(w.ben, w.ben, "")
		who(w.ben, w.ben, "") // and is not asked again at once
		time.Sleep(personMissed)
		who(w.ben, "ben", "en-US")
		who("", "", "")
	})
}

// A person is waited for no longer than an act can wait; the answer is kept.
func TestPersonIsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &wire{}
		slow.answer = respond(200, "", `{"ok":true,"user":{"id":"U0001","name":"ann"}}`)
		ready := slow.answer
		p := slow.platform(t)
		slow.answer = func(conn net.Conn, r *http.Request) {
			time.Sleep(2 * time.Second)
			ready(conn, r)
		}
		begun := time.Now()
		if got := p.person(t.Context(), "U0001"); got.Name != "U0001" || time.Since(begun) != personPatience {
			t.Errorf("%+v after %s", got, time.Since(begun))
		}
		time.Sleep(2 * time.Second)
		if got := p.person(t.Context(), "U0001"); got.Name != "ann" {
			t.Errorf("later: %+v", got)
		}
	})
}

func TestCheck(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{Scopes: Scopes()}, paceless)
	if err := w.p.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if me := w.p.self(t.Context()); me.user != w.BotUser() || me.team == "" || me.url == "" {
		t.Errorf("the bot is %+v", me)
	}
	few := newWorkplace(t, slackfake.Options{Scopes: []string{"chat:write", "commands"}}, paceless)
	err := few.p.Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), "users:read") || strings.Contains(err.Error(), "commands") || !strings.Contains(err.Error(), "reinstall") {
		t.Errorf("few scopes: %v", err)
	}
	revoked := newWorkplace(t, slackfake.Options{}, paceless)
	revoked.Revoke("account_inactive")
	err = revoked.p.Check(t.Context())
	if err == nil || strings.Count(err.Error(), "account_inactive") != 1 || !strings.Contains(err.Error(), "install the app in the workspace again") {
		t.Errorf("revoked: %v", err)
	}
}
