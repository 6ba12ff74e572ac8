package e2e_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/alicebob/miniredis/v2/server"

	"relance/adapters/slack/slackfake"
	"relance/config"
)

// cause is what is done to a bot, and which alerts fire then: these and no others.
type cause struct {
	alerts  []string
	perform func(s *watched)
}

// causes are of every alert, and of nothing.
var causes = map[string]cause{
	"a night in which nothing happens": {nil, func(s *watched) { s.pass(4 * 60) }},
	"a day with cases": {nil, func(s *watched) {
		s.open(10)
		s.pass(2 * 60)
	}},
	"a rolling restart of two": {nil, func(s *watched) {
		s.start("b:9464")
		s.open(4)
		s.pass(10)
		for _, b := range s.bots {
			s.end(b)
			s.pass(1)
			s.start(b.instance)
			s.pass(5)
		}
		s.pass(20)
	}},
	"it has stopped": {[]string{"RelanceDown"}, func(s *watched) {
		s.end(s.bots[0])
		s.pass(5)
	}},
	"nobody asks for it any more": {[]string{"RelanceNotScraped"}, func(s *watched) {
		s.end(s.bots[0])
		s.bots = nil
		s.pass(12)
	}},
	"it is started again and again": {[]string{"RelanceRestarting"}, func(s *watched) {
		for range 3 {
			s.end(s.bots[0])
			s.start(s.bots[0].instance)
			s.pass(2)
		}
	}},
	"Redis is stopped": {[]string{"RelanceRedisUnreachable"}, func(s *watched) {
		s.redis.Close()
		s.pass(5)
	}},
	"Redis comes back": {[]string{"RelanceRedisUnreachable"}, func(s *watched) {
		s.redis.Close()
		s.pass(5)
		s.restart()
		s.pass(15)
		s.quiet(s.t)
	}},
	"Redis comes back empty": {[]string{"RelanceStoreDoubted"}, func(s *watched) {
		s.open(3)
		s.pass(5)
		s.redis.Close()
		s.redis.FlushAll()
		s.restart()
		s.pass(70)
	}},
	"Redis is stopped for long": {[]string{"RelanceRedisUnreachable", "RelanceAuditStale"}, func(s *watched) {
		s.redis.Close()
		s.pass(25)
	}},
	"the memory of Redis is full": {[]string{"RelanceRedisFailing"}, func(s *watched) {
		s.refuse("OOM command not allowed when used memory > 'maxmemory'.")
		s.pass(12)
	}},
	"the memory of Redis is full, and cases are due": {[]string{"RelanceRedisFailing", "RelanceStepsStuck"}, func(s *watched) {
		s.open(3)
		s.pass(25)
		s.refuse("OOM command not allowed when used memory > 'maxmemory'.")
		s.pass(16)
	}},
	"people click while nothing can be kept": {[]string{"RelanceActsUnrecorded"}, func(s *watched) {
		s.pass(1)
		s.refuse("OOM command not allowed when used memory > 'maxmemory'.")
		s.open(5)
		s.pass(2)
	}},
	"the clock of Redis is an hour ahead": {[]string{"RelanceClockSkew"}, func(s *watched) {
		s.skew.Store(int64(time.Hour))
		s.pass(15)
	}},
	"a configuration that is wrong is read": {[]string{"RelanceConfigReloadFailed"}, func(s *watched) {
		_, err := s.bots[0].Reload(s.t.Context(), func() (*config.Config, error) {
			return config.Parse("relance.yaml", []byte("version: 1\nladder: {}\n"), config.Options{})
		})
		if err == nil {
			s.t.Error("it is taken")
		}
		s.pass(8)
	}},
	"Slack answers very slowly": {[]string{"RelanceStepsLate", "RelanceOutboxStuck"}, func(s *watched) {
		for range 20 { // so that from now on something is due every minute
			s.open(8)
			s.pass(1)
		}
		s.slow.Store(int64(12 * time.Second))
		s.pass(45)
	}},
	"everything is paused, and it is forgotten": {[]string{"RelancePaused"}, func(s *watched) {
		s.open(3)
		s.pass(5)
		s.command(0, "pause-all on")
		s.pass(70)
	}},
	"a value in the store is damaged": {[]string{"RelanceCasesQuarantined", "RelanceAuditFindings"}, func(s *watched) {
		s.open(3)
		s.pass(5)
		key, id := s.stored("state")
		s.redis.HSet(key, id, "nonsense")
		s.pass(5)
	}},
	"a due date is lost": {[]string{"RelanceAuditFindings"}, func(s *watched) {
		s.open(3)
		s.pass(5)
		key, id := s.stored("due")
		if _, err := s.redis.ZRem(key, id); err != nil {
			s.t.Fatal(err)
		}
		s.pass(5)
	}},
	"Slack lets nobody in": {[]string{"RelancePlatformDisconnected"}, func(s *watched) {
		s.slack.Fail("apps.connections.open", slackfake.Fault{Status: 503, Times: -1})
		s.slack.Cut()
		s.pass(8)
	}},
	"a bot on another store has the token": {[]string{"RelanceTokenShared"}, func(s *watched) {
		end := s.startElsewhere()
		for range 10 {
			s.open(3)
			s.pass(1)
		}
		end()
		s.pass(70)
		s.quiet(s.t)
	}},
	"Slack is out": {[]string{"RelanceDeliveriesFailing"}, func(s *watched) {
		s.slack.Fail("chat.postMessage", slackfake.Fault{Error: "request_timeout", Times: -1})
		s.open(5)
		s.pass(10)
	}},
	"the bot is thrown out of its rooms": {[]string{"RelanceDeliveriesRefused"}, func(s *watched) {
		s.slack.Fail("chat.postMessage", slackfake.Fault{Error: "is_archived", Times: -1})
		s.open(8)
		s.pass(5)
	}},
	"answers of Slack are lost": {[]string{"RelanceDeliveriesUncertain"}, func(s *watched) {
		s.slack.Fail("chat.postMessage", slackfake.Fault{Cut: true, Accept: true, Times: 12})
		s.open(8)
		s.pass(5)
	}},
	"Slack says that it is too much": {[]string{"RelancePlatformLimiting"}, func(s *watched) {
		s.slack.Fail("chat.postMessage", slackfake.Fault{RetryAfter: time.Minute, Times: -1})
		s.open(8)
		s.pass(65)
	}},
	"the witness file cannot be written": {[]string{"RelanceWitnessNotWritten"}, func(s *watched) {
		if err := os.RemoveAll(s.options.Data); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(s.options.Data, nil, 0o600); err != nil { // a file where the folder was
			s.t.Fatal(err)
		}
		s.open(1)
		s.pass(10)
	}},
}

// TestSlowRedis plays in real time: a bubble's clock stands while Redis is asked. What
// was measured is taken to go on for a quarter of an hour.
func TestSlowRedis(t *testing.T) {
	promtool(t)
	s := newWatched(t, miniredis.RunT(t), t.TempDir())
	b := s.start("a:9464")
	s.slack.AwaitSocket(time.Minute)
	s.look()
	s.redis.Server().SetPreHook(func(_ *server.Peer, command string, _ ...string) bool {
		if strings.HasPrefix(command, "EVAL") { // what writes waits for a slow disk
			<-time.After(700 * time.Millisecond)
		}
		return false
	})
	const acts = 8
	var typing sync.WaitGroup
	for i := range acts {
		typing.Go(func() { // Slack gives up before the answer comes
			_ = s.slack.Command(s.users[i], "", "/case", `open org=Desk subject="The lamp" story="It is dark." consent=yes`)
		})
	}
	typing.Wait()
	patience := time.After(time.Minute)
	for again := time.NewTicker(100 * time.Millisecond); !strings.HasSuffix(b.answered(), fmt.Sprint(" ", acts)); {
		select {
		case <-again.C:
		case <-patience:
			t.Fatalf("not all were answered: %s", b.answered())
		}
	}
	s.look()
	s.goOn(17)
	s.fire(t, slowRedis...)
	s.close()
}

// slowRedis are the alerts of [TestSlowRedis].
var slowRedis = []string{"RelanceRedisSlow", "RelanceRedisFailing", "RelanceAnswersSlow"}

// answered is how many acts were answered, as the metrics have it.
func (b *living) answered() string {
	text, _ := b.read()
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, `relance_act_seconds_count{platform="slack"}`) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// TestEveryAlertHasACause: something that is done to the running bot fires it.
func TestEveryAlertHasACause(t *testing.T) {
	caused := map[string]bool{}
	for _, c := range causes {
		for _, alert := range c.alerts {
			caused[alert] = true
		}
	}
	for _, alert := range slowRedis {
		caused[alert] = true
	}
	for _, r := range alertRules(t) {
		if !caused[r.Alert] {
			t.Errorf("no cause fires %s in the running bot", r.Alert)
		}
	}
}

func TestEveryCauseFiresItsAlert(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: hours of simulated time")
	}
	for what, c := range causes {
		t.Run(what, func(t *testing.T) {
			watch(t, func(s *watched) {
				c.perform(s)
				s.fire(t, c.alerts...)
			})
		})
	}
}

// refuse has Redis refuse every script, as it does where it may not write. What only
// reads is answered.
func (s *watched) refuse(with string) {
	s.redis.Server().SetPreHook(func(c *server.Peer, command string, _ ...string) bool {
		if !strings.HasPrefix(command, "EVAL") {
			return false
		}
		c.WriteError(with)
		return true
	})
}

// stored is a key of the store that ends in a word, and a case in it.
func (s *watched) stored(part string) (key, id string) {
	s.t.Helper()
	for _, key := range s.redis.Keys() {
		if !strings.HasSuffix(key, ":"+part) && !strings.HasSuffix(key, "}"+part) {
			continue
		}
		if part == "due" {
			members, err := s.redis.ZMembers(key)
			if err == nil && len(members) > 0 {
				return key, members[0]
			}
			continue
		}
		fields, err := s.redis.HKeys(key)
		if err == nil && len(fields) > 0 {
			return key, fields[0]
		}
	}
	s.t.Fatalf("nothing is stored under %s: %q", part, s.redis.Keys())
	return "", ""
}
