package redis_test

import (
	"errors"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

var noon = time.Date(2031, time.March, 4, 12, 0, 0, 0, time.UTC)

// caseID makes the nth case ID.
func caseID(n int) escalation.CaseID {
	for i := uint32(n) * 104729; ; i++ {
		if id, ok := escalation.NewCaseID(i); ok {
			return id
		}
	}
}

// opening stores the first version of the nth case, due at a time, with a notice.
func opening(n int, due time.Time) escalation.Change {
	c := escalation.Case{
		ID: caseID(n), Version: 1, State: escalation.StateOpen, Subject: "Boiler",
		Timers: []escalation.Timer{{Kind: escalation.TimerClimb, At: due}},
	}
	return escalation.Change{
		Op: "open", Case: c, Reason: "opened", Entries: []escalation.Entry{{N: 1, At: noon, Kind: "opened"}},
		Notices: []escalation.Notice{{Key: string(c.ID) + "/1", Case: c.ID, Kind: escalation.NoticeState}},
	}
}

func commit(t *testing.T, s *redis.Store, changes ...escalation.Change) []escalation.Result {
	t.Helper()
	results, err := s.Commit(t.Context(), noon, changes...)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestLostReply(t *testing.T) {
	proxy, url := redistest.NewProxy(t, redistest.Server(t))
	s := redistest.New(t, redis.Options{Client: redistest.Client(t, url)})
	commit(t, s, opening(1, noon)) // connected, scripts known

	proxy.LoseReplies(1)
	ch := opening(2, noon)
	if r := commit(t, s, ch)[0]; r != (escalation.Result{Version: 1, Reason: "opened"}) {
		t.Errorf("a commit whose reply was lost: %+v", r)
	}
	if proxy.Lost() != 1 {
		t.Fatalf("%d replies were lost, want 1", proxy.Lost())
	}
	if entries, err := s.Trail(t.Context(), ch.Case.ID); err != nil || len(entries) != 1 {
		t.Errorf("the trail after a repetition: %d entries, %v", len(entries), err)
	}
	if r := commit(t, s, ch)[0]; r != (escalation.Result{Version: 1, Reason: "opened", Repeated: true}) {
		t.Errorf("the same operation by another call: %+v", r)
	}

	// go-redis itself repeats, too.
	o, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := goredis.NewClient(o)
	t.Cleanup(func() { client.Close() })
	s = redistest.New(t, redis.Options{Client: client})
	commit(t, s, opening(3, noon))
	proxy.LoseReplies(2)
	if r := commit(t, s, opening(4, noon))[0]; r.Err != nil || r.Repeated || r.Version != 1 {
		t.Errorf("a commit repeated by the client: %+v", r)
	}
	if proxy.Lost() != 3 {
		t.Errorf("%d replies were lost, want 3", proxy.Lost())
	}
}

func TestUnconfirmed(t *testing.T) {
	server := redistest.Server(t)
	proxy, url := redistest.NewProxy(t, server)
	s := redistest.New(t, redis.Options{Client: redistest.Client(t, url)})
	commit(t, s, opening(1, noon))
	proxy.LoseReplies(-1)
	ch := opening(2, noon)
	_, err := s.Commit(t.Context(), noon, ch)
	if !errors.Is(err, escalation.ErrUnconfirmed) {
		t.Errorf("every reply is lost: %v, want ErrUnconfirmed", err)
	}
	if _, err := s.Due(t.Context(), noon, time.Minute, 10); err == nil {
		t.Error("took cases without hearing of them")
	}
	if _, _, err := s.Reserve(t.Context(), escalation.Reservation{Key: "k", Op: "o", At: noon, Window: time.Hour, Limit: 1}); !errors.Is(err, escalation.ErrUnconfirmed) {
		t.Errorf("a reservation without a reply: %v, want ErrUnconfirmed", err)
	}
	proxy.LoseReplies(0)
	if r := commit(t, s, ch)[0]; !r.Repeated || r.Version != 1 {
		t.Errorf("it had been written: %+v", r)
	}
	if _, ok, err := s.Reserve(t.Context(), escalation.Reservation{Key: "k", Op: "o", At: noon, Window: time.Hour, Limit: 1}); !ok || err != nil {
		t.Errorf("the place that was reserved without a reply: %v, %v", ok, err)
	}
	// What was taken without a reply comes back after its hold.
	due, err := s.Due(t.Context(), noon.Add(time.Minute), time.Minute, 10)
	if err != nil || len(due.Cases) != 2 {
		t.Errorf("after the hold: %d cases, %v", len(due.Cases), err)
	}
}

func TestCertainlyNotWritten(t *testing.T) {
	nowhere := goredis.NewClient(&goredis.Options{Addr: t.TempDir() + "/none", Network: "unix", MaxRetries: -1})
	defer nowhere.Close()
	s := redistest.New(t, redis.Options{Client: nowhere})
	_, err := s.Commit(t.Context(), noon, opening(1, noon))
	if err == nil || errors.Is(err, escalation.ErrUnconfirmed) {
		t.Errorf("nobody listens: %v; want an error that says it is not written", err)
	}

	client := redistest.Client(t, redistest.Server(t, "--maxmemory", "1mb"))
	s = redistest.New(t, redis.Options{Client: client})
	_, err = s.Commit(t.Context(), noon, opening(1, noon))
	if err == nil || errors.Is(err, escalation.ErrUnconfirmed) || !goredis.HasErrorPrefix(err, "OOM") {
		t.Errorf("no memory left: %v; want an error that says it is not written", err)
	}
	client.Close()
	if _, err = s.Commit(t.Context(), noon, opening(1, noon)); err == nil || errors.Is(err, escalation.ErrUnconfirmed) {
		t.Errorf("closed: %v; want an error that says it is not written", err)
	}
}

func TestScriptsForgotten(t *testing.T) {
	client := redistest.Client(t, redistest.Server(t))
	s := redistest.New(t, redis.Options{Client: client})
	for n := range 3 {
		if err := client.ScriptFlush(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		first, second := opening(n, noon), opening(n, noon)
		second.Op, second.Case.Version, second.Entries, second.Notices = "second", 2, nil, nil
		for i, r := range commit(t, s, first, second) {
			if r.Err != nil || r.Version != int64(i+1) {
				t.Errorf("change %d after the server forgot the scripts: %+v", i, r)
			}
		}
	}
}
