package server_test

import (
	"strings"
	"testing"

	"relance/adapters/redis/redistest"
	"relance/adapters/redis/server"
)

// TestSetPassword rotates a password as docs/operate/rotation.md says: two are good for
// a time, and the connections made after the change use the new one.
func TestSetPassword(t *testing.T) {
	url := redistest.Server(t)
	admin := redistest.Client(t, url)
	rule := func(rules ...any) {
		t.Helper()
		if err := admin.Do(t.Context(), append([]any{"ACL", "SETUSER", "relance"}, rules...)...).Err(); err != nil {
			t.Fatal(err)
		}
	}
	rule("on", ">the-old-one", "allkeys", "allcommands")
	s, err := server.Open(t.Context(), server.Options{Mode: server.URL, URLs: []string{url}, Username: "relance", Password: "the-old-one",
		Allow: []string{server.AllowNoAOF}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	try := func(password string) error { return s.TryPassword(t.Context(), password) }
	for _, same := range []string{"the-old-one", ""} {
		if err := try(same); err != nil {
			t.Errorf("%q: %v", same, err)
		}
	}
	if err := try("the-new-one"); err == nil || !strings.Contains(err.Error(), "the password in redis.password_file is another one, and cannot be used: redis: Redis at ") ||
		!strings.Contains(err.Error(), "it refuses the user name or the password") || strings.Contains(err.Error(), "the-new-one") {
		t.Errorf("before the server knows it: %v", err)
	}
	rule(">the-new-one")
	if err := try("the-new-one"); err != nil {
		t.Errorf("when both are good: %v", err)
	}
	s.SetPassword("the-new-one")
	rule("<the-old-one")
	again := func() error { // on a new connection
		if err := admin.Do(t.Context(), "CLIENT", "KILL", "USER", "relance").Err(); err != nil {
			t.Fatal(err)
		}
		_ = s.Client.Ping(t.Context()).Err() // finds out that the connection is gone
		return s.Client.Ping(t.Context()).Err()
	}
	if err := again(); err != nil {
		t.Errorf("with the new password: %v", err)
	}
	s.SetPassword("") // a configuration without one changes nothing
	if err := again(); err != nil {
		t.Errorf("after an empty one: %v", err)
	}
	s.SetPassword("the-old-one")
	if err := again(); err == nil {
		t.Error("the old password is still taken")
	}
}
