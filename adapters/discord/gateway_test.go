package discord

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/discord/discordfake"
)

var reading = discordfake.Options{Privileged: discordfake.MessageContent, Limits: true}

// Whatever breaks, what people say is heard, each word once.
func TestGatewayFaults(t *testing.T) {
	for name, fault := range map[string]func(*office){
		"cut":                   func(f *office) { f.Cut() },
		"asked to reconnect":    func(f *office) { f.Reconnect() },
		"invalid but resumable": func(f *office) { f.InvalidSession(true) },
		"closed for a reason":   func(f *office) { f.CloseWith(4000) },
		"slow to echo a close": func(f *office) {
			f.DelayClose(2 * time.Second)
			f.Cut()
		},
		"silent for a while": func(f *office) {
			f.NoHello(3)
			f.Cut()
		},
		"the API away": func(f *office) {
			f.Fail("GET /gateway/bot", discordfake.Fault{Status: 502, Times: 5})
			f.Cut()
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &handler{}
				f := open(t, h, reading, nil)
				f.say(t, f.ann, f.team, "before")
				heard(t, h, "before")
				fault(f)
				synctest.Wait()
				f.say(t, f.ann, f.team, "meanwhile")
				time.Sleep(2 * time.Minute)
				f.say(t, f.ann, f.team, "after")
				heard(t, h, "before", "meanwhile", "after")
				f.clean(t)
			})
		})
	}
}

// A connection that answers no heartbeat is dead, however open it looks.
func TestGatewayZombie(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		f := open(t, h, reading, nil)
		f.Zombie(true)
		f.say(t, f.ann, f.team, "into the void")
		time.Sleep(90 * time.Second) // two heartbeats
		f.Zombie(false)
		time.Sleep(2 * time.Minute)
		heard(t, h, "into the void")
		if !strings.Contains(f.log.String(), errZombie.Error()) {
			t.Error("nobody noticed")
		}
		f.clean(t)
	})
}

// A session that is over is begun anew: what was said meanwhile is lost to it, and
// found by looking.
func TestGatewaySessionOver(t *testing.T) {
	for name, fault := range map[string]func(*office){
		"invalid":       func(f *office) { f.InvalidSession(false) },
		"forgotten":     func(f *office) { f.ForgetSessions(); f.Cut() },
		"timed out":     func(f *office) { f.ForgetSessions(); f.CloseWith(4009) },
		"out of number": func(f *office) { f.ForgetSessions(); f.CloseWith(4007) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &handler{}
				f := open(t, h, reading, nil)
				time.Sleep(time.Minute)
				fault(f)
				time.Sleep(time.Minute)
				f.say(t, f.ann, f.team, "after")
				heard(t, h, "after")
				f.clean(t)
			})
		})
	}
}

// A session that is begun or resumed and never goes is given up within a bound, and
// begun anew.
func TestGatewayNeverReady(t *testing.T) {
	for name, tt := range map[string]struct {
		forgotten bool
		silences  int
		within    time.Duration
	}{
		"begun":                   {true, 2, 2*readyWithin + time.Minute},
		"resumed":                 {false, 1, readyWithin + time.Minute},
		"resumed again and again": {false, resumeTries, resumeTries*readyWithin + time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &handler{}
				f := open(t, h, reading, nil)
				time.Sleep(time.Minute)
				f.NoReady(tt.silences)
				if tt.forgotten {
					f.ForgetSessions()
				}
				f.Cut()
				synctest.Wait()
				began := time.Now()
				for time.Since(began) < tt.within {
					time.Sleep(time.Second)
					if f.AwaitSession(time.Millisecond) {
						break
					}
				}
				took := time.Since(began)
				if took > tt.within || took < time.Duration(tt.silences)*readyWithin {
					t.Errorf("a session goes after %s", took)
				}
				f.say(t, f.ann, f.team, "after")
				heard(t, h, "after")
				f.clean(t)
			})
		})
	}
}

// Some refusals no waiting mends: they end Run with what to do.
func TestGatewayRefusals(t *testing.T) {
	for code := range remedies {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, &handler{}, reading, nil)
			f.CloseWith(code)
			err := <-f.ended
			f.ended = nil
			if err == nil || !strings.Contains(err.Error(), remedies[code]) {
				t.Errorf("%d: %v", code, err)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		p, err := New(Options{Token: "another", APIURL: s.APIURL(), Dial: s.Dial, Now: s.now, Words: testWords()})
		if err != nil {
			t.Fatal(err)
		}
		defer p.rest.client.CloseIdleConnections()
		if err := p.Run(t.Context(), &handler{}); err == nil || !strings.Contains(err.Error(), "copy the bot's token") {
			t.Errorf("a wrong token: %v", err)
		}
	})
}

// However badly it goes, for days, the bot never begins more sessions than it may:
// Discord would reset its token.
func TestGatewayBeginsFewSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		f := open(t, h, reading, nil)
		for end := time.Now().Add(48 * time.Hour); time.Now().Before(end); {
			f.InvalidSession(false)
			time.Sleep(10 * time.Second)
		}
		time.Sleep(24 * time.Hour)
		f.say(t, f.ann, f.team, "still there")
		heard(t, h, "still there")
		f.clean(t)
	})
}

// tight is a budget that grants one session in an hour.
type tight struct{ taken atomic.Int32 }

func (b *tight) Take(_ context.Context, limit int, window time.Duration) (time.Duration, error) {
	if window != sessionsWindow {
		return 0, nil
	}
	if b.taken.Add(1) == 2 {
		return time.Hour, nil
	}
	return 0, nil
}

// The budget is asked before each session, and obeyed.
func TestGatewayBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		budget := &tight{}
		f := open(t, &handler{}, reading, func(o *Options) { o.Budget = budget })
		began := time.Now()
		f.ForgetSessions()
		f.Cut()
		time.Sleep(30 * time.Minute)
		if budget.taken.Load() != 2 || f.AwaitSession(time.Millisecond) {
			t.Errorf("after half an hour: %d taken", budget.taken.Load())
		}
		if !f.AwaitSession(time.Hour) || time.Since(began) < time.Hour || budget.taken.Load() != 3 {
			t.Errorf("after %s: %d taken", time.Since(began), budget.taken.Load())
		}
	})
}

func TestAllowance(t *testing.T) {
	now := noon
	a := &allowance{now: func() time.Time { return now }}
	for range 3 {
		if wait, _ := a.Take(t.Context(), 3, time.Hour); wait != 0 {
			t.Fatalf("wait %s", wait)
		}
		now = now.Add(time.Minute)
	}
	if wait, _ := a.Take(t.Context(), 3, time.Hour); wait != 57*time.Minute {
		t.Errorf("wait %s", wait)
	}
	now = now.Add(57 * time.Minute)
	if wait, _ := a.Take(t.Context(), 3, time.Hour); wait != 0 {
		t.Errorf("wait %s", wait)
	}
}

// Replicas that connect together begin their sessions one after the other: Discord
// takes one in five seconds, and counts those that it refuses.
func TestReplicasBeginOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		strict := reading
		strict.Limits = true
		budget := &allowance{now: time.Now}
		f := open(t, &handler{}, strict, func(o *Options) { o.Budget = budget })
		other, err := New(f.p.options)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- other.Run(ctx, &handler{}) }()
		time.Sleep(time.Minute)
		for range 5 {
			f.ForgetSessions()
			f.Cut()
			time.Sleep(3 * backoffMost) // the lost connection waits half as long again at most, the lost session once more
		}
		if !other.link.Connection().Up || !f.AwaitSession(time.Millisecond) {
			t.Error("they are not connected")
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		other.rest.client.CloseIdleConnections()
		f.clean(t)
	})
}

// A session that was counted by a clock that was an hour ahead, of this machine before it
// was set right or of another replica, keeps nobody away for an hour.
func TestASessionOfTheFutureHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ahead atomic.Int64
		ahead.Store(int64(time.Hour))
		budget := &allowance{now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }}
		f := open(t, &handler{}, reading, func(o *Options) { o.Budget = budget })
		ahead.Store(0)
		began := time.Now()
		f.ForgetSessions()
		f.Cut()
		if !f.AwaitSession(2*time.Hour) || time.Since(began) > time.Minute {
			t.Errorf("connected after %s", time.Since(began))
		}
		if time.Since(began) < sessionsApart {
			t.Errorf("connected after %s, and another may just have begun", time.Since(began))
		}
		f.clean(t)
	})
}

// The end of Run is orderly: what was begun is answered, and the session is over.
func TestGatewayEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, &handler{}, reading, nil)
		if err := f.end(t); err != nil {
			t.Errorf("Run returned %v", err)
		}
		synctest.Wait() // until Discord has read the goodbye
		if f.AwaitSession(time.Millisecond) {
			t.Error("the session goes on")
		}
		f.clean(t)
	})
}

// Only what is needed is asked for.
func TestIntents(t *testing.T) {
	for content, want := range map[bool]int{false: 1<<0 | 1<<9 | 1<<12, true: 1<<0 | 1<<9 | 1<<12 | 1<<15} {
		p := &Platform{options: Options{MessageContent: content}}
		if got := int(p.intents()); got != want {
			t.Errorf("content %v: intents %b, want %b", content, got, want)
		}
	}
}

// An event that breaks the program is logged, and the connection lives on: here one
// arrives where there is no queue.
func TestGatewayBrokenEvent(t *testing.T) {
	log := &logged{}
	p := quiet(t)
	p.log = slog.New(slog.NewTextHandler(log, nil))
	g := &gateway{p: p}
	for _, name := range []string{messageEvent, interactionEvent} {
		g.dispatch(payload{Op: opDispatch, Name: name, Data: []byte(`{"content":"the words of a person"}`)})
		if told := log.String(); !strings.Contains(told, "could not be handled") || !strings.Contains(told, name) || strings.Contains(told, "words of a person") {
			t.Errorf("%s: the log says %q", name, told)
		}
	}
}
