package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/bot/app"
)

// monitored is a configuration with a monitor at an address; empty: without.
func monitored(t *testing.T, address string) string {
	t.Helper()
	path, data := configuration(t, "memory")
	if address == "" {
		return path
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(data, "monitored.yaml")
	if err := os.WriteFile(path, append(content, "monitor: {listen: '"+address+"'}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestHealth: one line, and an exit code that a service manager understands.
func TestHealth(t *testing.T) {
	bodies := map[string]string{
		"/readyz":  `{"ok":false,"checks":[{"name":"bot","ok":true},{"name":"redis","ok":false,"why":"it is\ngone"},{"name":"slack","ok":false,"why":"out"}]}`,
		"/healthz": `{"ok":true,"checks":[{"name":"engine","ok":true}]}`,
	}
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(bodies[r.URL.Path]))
	}))
	defer bot.Close()
	paused := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"checks":[{"name":"redis","ok":true},{"name":"lag","ok":true,"why":"everything that goes out is paused"}]}`))
	}))
	defer paused.Close()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	at := func(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }
	for _, tt := range []struct {
		address string
		args    []string
		code    int
		want    string
	}{
		{at(bot), []string{"health"}, exitFound, "not ready: redis: it is gone; slack: out\n"},
		{at(bot), []string{"health", "--alive"}, exitWell, "alive\n"},
		{at(paused), []string{"health"}, exitWell, "ready; lag: everything that goes out is paused\n"},
		{strings.Replace(at(bot), "127.0.0.1", "0.0.0.0", 1), []string{"health", "--alive"}, exitWell, "alive\n"},
		{at(other), []string{"health"}, exitFailed, "is not the bot (HTTP 404)"},
		{"127.0.0.1:1", []string{"health"}, exitFailed, "nobody answers at 127.0.0.1:1"},
		{"", []string{"health"}, exitMend, "with monitor: {listen: 127.0.0.1:9464} in it"},
		{"", []string{"health", "--alive", "--at", at(bot)}, exitWell, "alive\n"},
	} {
		out, errOut, code := call(t, "", append([]string{"--config", monitored(t, tt.address)}, tt.args...)...)
		if said := out + errOut; code != tt.code || !strings.Contains(said, tt.want) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s %v: %d, want %d\n%s", tt.address, tt.args, code, tt.code, said)
		}
	}
}

// TestHealthOfABotWithABrokenFile: the bot goes on with the file from before, and so its
// container is not ended for a mistake that somebody has just saved.
func TestHealthOfABotWithABrokenFile(t *testing.T) {
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"checks":[{"name":"engine","ok":true}]}`))
	}))
	defer bot.Close()
	path := monitored(t, strings.TrimPrefix(bot.URL, "http://"))
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range []string{"rungs: 3\n", "organisations: [\n", "version: 1\n"} {
		write(t, path, string(sound)+mistake)
		if _, _, code := call(t, "", "--config", path, "check"); code != exitFound {
			t.Errorf("%q is no mistake: %d", mistake, code)
		}
		if out, errOut, code := call(t, "", "--config", path, "health"); code != exitWell {
			t.Errorf("%q: %d\n%s%s", mistake, code, out, errOut)
		}
	}
	write(t, path, string(sound)+"monitor: {listen: nowhere}\n")
	if _, errOut, code := call(t, "", "--config", path, "health"); code != exitFound || !strings.Contains(errOut, "written twice") {
		t.Errorf("two addresses: %d\n%s", code, errOut)
	}
	if _, errOut, code := call(t, "", "--config", path+".gone", "health"); code != exitFound || !strings.Contains(errOut, "there is no configuration "+path+".gone") {
		t.Errorf("no file: %d\n%s", code, errOut)
	}
	p := &program{cli: &cli{Config: path}}
	if err := p.named(&os.PathError{Op: "open", Path: path, Err: os.ErrPermission}); !strings.Contains(err.Error(), "may not read "+path+": let it") || !app.NeedsMending(err) {
		t.Errorf("a file of somebody else: %v", err)
	}
	if _, errOut, code := call(t, "", "health"); code != exitMend || !strings.Contains(errOut, "--config") {
		t.Errorf("no configuration: %d\n%s", code, errOut)
	}
}
