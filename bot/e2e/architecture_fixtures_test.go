package e2e

import (
	"go/token"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// fixtures are small trees, as txtar archives. Those that break a rule name the
// file where and a word of what; the others come near and keep it.
var fixtures = []struct {
	rule   string
	where  string // "": the rule holds
	says   string
	source string
}{
	{"imports go one way", "escalation/a.go:2", "may not import bot/locale", `
-- escalation/a.go --
package escalation
import _ "relance/bot/locale"`},
	{"imports go one way", "escalation/a.go:2", "standard library only", `
-- escalation/a.go --
package escalation
import _ "github.com/redis/go-redis/v9"`},
	{"imports go one way", "escalation/a.go:2", "standard library only", `
-- escalation/a.go --
package escalation
import "C"`},
	{"imports go one way", "adapters/chat/a.go:2", "may not import escalation", `
-- adapters/chat/a.go --
package chat
import _ "relance/escalation"`},
	{"imports go one way", "escalation/a_test.go:2", "may not import config", `
-- escalation/a_test.go --
package escalation
import _ "relance/config"`},
	{"imports go one way", "adapters/redis/a.go:2", "may not import adapters/holidays", `
-- adapters/redis/a.go --
package redis
import _ "relance/adapters/holidays"`},
	{"imports go one way", "adapters/redis/a.go:2", "may not import adapters/chat", `
-- adapters/redis/a.go --
package redis
import _ "relance/adapters/chat"`},
	{"imports go one way", "adapters/console/a.go:2", "may not import escalation", `
-- adapters/console/a.go --
package console
import _ "relance/escalation"`},
	{"imports go one way", "adapters/console/screen/a.go:2", "may not import bot", `
-- adapters/console/screen/a.go --
package screen
import _ "relance/bot"`},
	{"imports go one way", "adapters/pager/a.go:2", "may not import config", `
-- adapters/pager/a.go --
package pager
import _ "relance/config"`},
	{"imports go one way", "adapters/redis/a_test.go:2", "may not import bot", `
-- adapters/redis/a_test.go --
package redis
import _ "relance/bot"`},
	{"imports go one way", "bot/a.go:2", "may not import adapters/redis", `
-- bot/a.go --
package bot
import _ "relance/adapters/redis"`},
	{"imports go one way", "bot/story/a.go:2", "may not import config", `
-- bot/story/a.go --
package story
import _ "relance/config"`},
	{"imports go one way", "bot/story/a.go:2", "may not import adapters/console", `
-- bot/story/a.go --
package story
import _ "relance/adapters/console"`},
	{"imports go one way", "config/a.go:2", "may not import bot/locale", `
-- config/a.go --
package config
import _ "relance/bot/locale"`},
	{"imports go one way", "bot/locale/a.go:2", "may not import bot", `
-- bot/locale/a.go --
package locale
import _ "relance/bot"`},
	{"imports go one way", "web/a.go:1", "no row", `
-- web/a.go --
package web`},
	{"imports go one way", "", "", `
-- escalation/a.go --
package escalation
import _ "go/ast"
-- escalation/a_test.go --
package escalation_test
import _ "relance/escalation"
import _ "relance/escalation/storetest"
-- adapters/redis/a.go --
package redis
import _ "relance/escalation"
import _ "relance/adapters/redis/server"
import _ "github.com/redis/go-redis/v9"
-- adapters/redis/server/a_test.go --
package server
import _ "relance/adapters/redis/redistest"
import _ "relance/bot/e2e/loopback"
-- bot/app/a.go --
package app
import _ "relance/adapters/slack"
import _ "relance/config"`},

	{"an adapter serves one core", "adapters/pager/lines/b.go:2", "one core", `
-- adapters/pager/a.go --
package pager
import _ "relance/escalation"
-- adapters/pager/lines/b.go --
package lines
import _ "relance/adapters/chat"`},
	{"an adapter serves one core", "", "", `
-- adapters/pager/a.go --
package pager
import _ "relance/escalation"
-- adapters/pager/a_test.go --
package pager
import _ "relance/adapters/chat"
-- adapters/bell/a.go --
package bell
import _ "relance/adapters/chat"`},

	{"helpers of tests stay in tests", "bot/app/a.go:2", "exists for tests", `
-- bot/app/a.go --
package app
import _ "relance/adapters/redis/redistest"`},
	{"helpers of tests stay in tests", "adapters/slack/a.go:2", "exists for tests", `
-- adapters/slack/a.go --
package slack
import _ "relance/adapters/slack/slackfake"`},
	{"helpers of tests stay in tests", "bot/cmd/relance/a.go:2", "exists for tests", `
-- bot/cmd/relance/a.go --
package main
import _ "relance/bot/e2e/loopback"`},
	{"helpers of tests stay in tests", "bot/a.go:2", "exists for tests", `
-- bot/a.go --
package bot
import _ "testing"`},
	{"helpers of tests stay in tests", "", "", `
-- bot/app/a_test.go --
package app
import _ "relance/adapters/redis/redistest"
-- adapters/redis/redistest/a.go --
package redistest
import _ "testing"
-- bot/cmd/relance/a.go --
package main
import _ "relance/bot/e2e"`},

	{"a platform's library stays in its adapter", "bot/a.go:2", "belongs to adapters/redis", `
-- bot/a.go --
package bot
import _ "github.com/redis/go-redis/v9"`},
	{"a platform's library stays in its adapter", "", "", `
-- adapters/redis/server/a.go --
package server
import _ "github.com/redis/go-redis/v9"
import _ "github.com/alicebob/miniredis/v2"
-- bot/app/a.go --
package app
import _ "github.com/redis/go-redis/v9"`},

	{"a package is called after what it is", "bot/util/a.go:1", "util", `
-- bot/util/a.go --
package text`},
	{"a package is called after what it is", "bot/a.go:1", "common", `
-- bot/a.go --
package common`},
	{"a package is called after what it is", "", "", `
-- bot/utility/a.go --
package utility`},

	{"a package says what it is", "bot", "0 doc comments", `
-- bot/a.go --
package bot
-- bot/a_test.go --
// Package bot is described in a test.
package bot`},
	{"a package says what it is", "bot", "0 of them begin", `
-- bot/a.go --
// The bot.
package bot`},
	{"a package says what it is", "bot", "2 doc comments", `
-- bot/a.go --
// Package bot is one thing.
package bot
-- bot/b.go --
// Package bot is another.
package bot`},
	{"a package says what it is", "", "", `
-- bot/a.go --
// Package bot is one thing.
package bot
-- bot/b.go --
// A comment that is not of the package.

package bot
-- bot/cmd/relance/a.go --
// Command relance is the bot.
package main`},

	{"nothing happens at init", "bot/a.go:2", "init", `
-- bot/a.go --
package bot
func init() {}`},
	{"nothing happens at init", "", "", `
-- bot/a.go --
package bot
type door struct{}
func (door) init() {}`},

	{"no mutable package variable", "bot/a.go:3", "assigned to", `
-- bot/a.go --
package bot
var seen = map[string]bool{}
func see(s string) { seen[s] = true }`},
	{"no mutable package variable", "bot/b.go:2", "counted in", `
-- bot/a.go --
package bot
var seen = 1
-- bot/b.go --
package bot
func see(s string) { seen++ }`},
	{"no mutable package variable", "bot/a.go:4", "assigned to", `
-- bot/a.go --
package bot
import "relance/escalation"
var last = &escalation.Case{}
func see(s string) { last.ID = s }`},
	{"no mutable package variable", "bot/a.go:3", "changed in place", `
-- bot/a.go --
package bot
var seen = map[string]bool{"a": true}
func forget(s string) { delete(seen, s) }`},
	{"no mutable package variable", "bot/a.go:4", "changed in place", `
-- bot/a.go --
package bot
import "slices"
var names = []string{"b", "a"}
func order() { slices.Sort(names[:1]) }`},
	{"no mutable package variable", "bot/a.go:3", "by address", `
-- bot/a.go --
package bot
var limit = 3
func Limit() *int { return &limit }`},
	{"no mutable package variable", "bot/a.go:3", "another package", `
-- bot/a.go --
package bot
import "relance/escalation"
func change() { escalation.ErrNoCase = nil }`},
	{"no mutable package variable", "bot/a.go:3", "sync.Mutex", `
-- bot/a.go --
package bot
import "sync"
var lock sync.Mutex`},
	{"no mutable package variable", "bot/a.go:3", "atomic.Int64", `
-- bot/a.go --
package bot
import "sync/atomic"
var count = &atomic.Int64{}`},
	{"no mutable package variable", "bot/a.go:2", "channel", `
-- bot/a.go --
package bot
var bell = make(chan int)`},
	{"no mutable package variable", "bot/a.go:2", "begins empty", `
-- bot/a.go --
package bot
var table map[string]int`},
	{"no mutable package variable", "", "", `
-- bot/a.go --
package bot
import ("embed"; "errors"; "regexp"; "sync")
var errGone = errors.New("gone")
var form = regexp.MustCompile("a")
var names = map[string]int{"a": 1}
var lookup = sync.OnceValue(func() int { n := 0; n++; return n })
//go:embed a.txt
var text []byte
//go:embed lua
var files embed.FS
func local(seen map[string]bool, form *int) {
	names := map[string]int{}
	names["b"] = len(seen)
	seen["a"] = true
	*form = 3
	var errGone error
	errGone = errors.New("x")
	_ = &errGone
}
-- bot/a_test.go --
package bot
var count int
func see() { count++ }`},

	{"nobody sleeps", "bot/a.go:3", "time.Sleep", `
-- bot/a.go --
package bot
import "time"
func wait() { time.Sleep(1) }`},
	{"nobody sleeps", "bot/a.go:3", "time.Sleep", `
-- bot/a.go --
package bot
import clock "time"
var pause = clock.Sleep`},
	{"nobody sleeps", "bot/a_test.go:3", "time.Sleep", `
-- bot/a_test.go --
package bot
import "time"
func TestSlowly() { time.Sleep(1) }`},
	{"nobody sleeps", "", "", `
-- bot/a_test.go --
package bot
import ("os/exec"; "time")
func TestKill() { exec.Command("a").Start(); time.Sleep(1) }
-- bot/b_test.go --
package bot
import ("testing/synctest"; "time")
func TestInABubble() { synctest.Test(func() { time.Sleep(1) }) }`},

	{"a file is short", "bot/a.go", "402 lines", `
-- bot/a.go --
package bot
` + strings.Repeat("// Line.\n", 401)},
	{"a file is short", "", "", `
-- bot/a.go --
package bot
` + strings.Repeat("// Line.\n", 399)},

	{"the environment is read at the door", "bot/a.go:3", "os.Getenv", `
-- bot/a.go --
package bot
import "os"
var home = os.Getenv("HOME")`},
	{"the environment is read at the door", "adapters/redis/a.go:3", "os.LookupEnv", `
-- adapters/redis/a.go --
package redis
import "os"
var look = os.LookupEnv`},
	{"the environment is read at the door", "", "", `
-- config/a.go --
package config
import "os"
var home = os.Getenv("HOME")
-- adapters/redis/redistest/a.go --
package redistest
import "os"
var home = os.Getenv("HOME")
-- bot/a.go --
package bot
import "os"
var file, _ = os.Open("a")`},

	{"the domain has no clock", "escalation/a.go:3", "time.Now", `
-- escalation/a.go --
package escalation
import "time"
func now() time.Time { return time.Now() }`},
	{"the domain has no clock", "escalation/a.go:3", "time.Now", `
-- escalation/a.go --
package escalation
import "time"
func NewEngine() { started = time.Now() }`},
	{"the domain has no clock", "escalation/a.go:3", "time.Now", `
-- escalation/a.go --
package escalation
import "time"
var now = time.Now`},
	{"the domain has no clock", "escalation/a.go:3", "time.Until", `
-- escalation/a.go --
package escalation
import "time"
func left(at time.Time) time.Duration { return time.Until(at) }`},
	{"the domain has no clock", "", "", `
-- escalation/engine.go --
package escalation
import "time"
func NewEngine(o Options) { o.Now = time.Now }
-- escalation/a_test.go --
package escalation
import "time"
var start = time.Now()
-- adapters/redis/a.go --
package redis
import "time"
var start = time.Now()`},

	{"Apply is pure", "escalation/apply_clock.go:2", "crypto/rand", `
-- escalation/apply_clock.go --
package escalation
import "crypto/rand"`},
	{"Apply is pure", "escalation/apply.go:2", "goroutine", `
-- escalation/apply.go --
package escalation
func Apply() { go func() {}() }`},
	{"Apply is pure", "escalation/apply.go:3", "time.Local", `
-- escalation/apply.go --
package escalation
import "time"
var zone = time.Local`},
	{"Apply is pure", "", "", `
-- escalation/apply.go --
package escalation
import ("crypto/sha256"; "time")
var zone = time.UTC
-- escalation/engine.go --
package escalation
import "crypto/rand"`},

	{"tests talk to this machine only", "adapters/slack/a_test.go:3", "http.Client", `
-- adapters/slack/a_test.go --
package slack
import "net/http"
var client = &http.Client{}`},
	{"tests talk to this machine only", "adapters/slack/slackfake/a.go:3", "net.Dial", `
-- adapters/slack/slackfake/a.go --
package slackfake
import "net"
func dial() { net.Dial("tcp", "example.org:80") }`},
	{"tests talk to this machine only", "bot/a.go:3", "http.Get", `
-- bot/a.go --
package bot
import "net/http"
var answer, err = http.Get("https://example.org")`},
	{"tests talk to this machine only", "bot/e2e/a_test.go:3", "http.DefaultClient", `
-- bot/e2e/a_test.go --
package e2e
import "net/http"
var client = http.DefaultClient`},
	{"tests talk to this machine only", "adapters/slack/a_test.go:3", "http.Transport", `
-- adapters/slack/a_test.go --
package slack
import "net/http"
var transport = http.Transport{DialContext: dialer.DialContext}`},
	{"tests talk to this machine only", "", "", `
-- adapters/slack/a_test.go --
package slack
import ("net"; "net/http"; "relance/bot/e2e/loopback")
var client = loopback.Client()
func socket() { net.Dial("unix", "/tmp/s") }
func faked() *http.Client { return &http.Client{Transport: &http.Transport{DialContext: fake.Dial}} }
-- adapters/slack/a.go --
package slack
import "net/http"
func client() *http.Client { return &http.Client{Timeout: 3} }`},
}

func TestEachRuleFails(t *testing.T) {
	broken, kept := map[string]bool{}, map[string]bool{}
	for _, f := range fixtures {
		small := &tree{fset: token.NewFileSet()}
		for _, file := range txtar.Parse([]byte(strings.TrimSpace(f.source) + "\n")).Files {
			if err := small.add(file.Name, file.Data); err != nil {
				t.Fatal(err)
			}
		}
		found := checkByName(t, f.rule)(small)
		switch {
		case f.where == "":
			kept[f.rule] = true
			if len(found) > 0 {
				t.Errorf("%s: the rule holds here, and it found %v:\n%s", f.rule, found, f.source)
			}
		case len(found) != 1 || found[0].at != f.where || !strings.Contains(found[0].what, f.says):
			t.Errorf("%s: found %v; want one at %s that says %q in\n%s", f.rule, found, f.where, f.says, f.source)
		default:
			broken[f.rule] = true
		}
	}
	for _, r := range rules {
		if !broken[r.name] || !kept[r.name] {
			t.Errorf("%q needs a fixture that breaks it and one that keeps it", r.name)
		}
	}
}

func checkByName(t *testing.T, name string) func(*tree) []finding {
	t.Helper()
	for _, r := range rules {
		if r.name == name {
			return r.check
		}
	}
	t.Fatalf("there is no rule %q", name)
	return nil
}
