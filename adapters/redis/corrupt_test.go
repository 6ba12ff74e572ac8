package redis_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// shardKey finds the key of a shard by a case in it.
func shardKey(t *testing.T, client *goredis.Client, id escalation.CaseID, name string) string {
	t.Helper()
	trails, err := client.Keys(t.Context(), "relance:{s??}:trail:"+string(id)).Result()
	if err != nil || len(trails) != 1 {
		t.Fatalf("the trail of %s: %v, %v", id, trails, err)
	}
	return strings.TrimSuffix(trails[0], "trail:"+string(id)) + name
}

func open(t *testing.T) (*redis.Store, *goredis.Client) {
	t.Helper()
	client := redistest.Client(t, redistest.Server(t))
	return redistest.New(t, redis.Options{Client: client}), client
}

func second(ch escalation.Change) escalation.Change {
	ch.Op, ch.Case.Version, ch.Notices = "second", ch.Case.Version+1, nil
	ch.Entries = []escalation.Entry{{N: 2, At: noon, Kind: "noted"}}
	return ch
}

// TestCorruptCase breaks one case in many ways; each time it alone is corrupt.
func TestCorruptCase(t *testing.T) {
	for _, test := range []struct {
		name, value string
		header      bool // as it should be: a script sees no more than the header
	}{
		{"foreign", "hello", false},
		{"empty", "", false},
		{"neither plain nor deflated", "1q1:", false},
		{"no number", "1p:", false},
		{"no end of the header", "1p12", false},
		{"cut", "1p1:\x03\x40abc", true},
		{"not deflated", "1z1:\xff\xff\xff", true},
		{"a field of a newer program", "1p1:\xff\x03\x00", true},
		{"another case", "1p1:\x03\x03abc", true},
		{"JSON", `{"ID":"x"}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, client := open(t)
			bad, good := opening(1, noon), opening(2, noon)
			commit(t, s, bad, good)
			id := bad.Case.ID
			if err := client.HSet(t.Context(), shardKey(t, client, id, "state"), string(id), test.value).Err(); err != nil {
				t.Fatal(err)
			}
			if _, prior, err := s.Load(t.Context(), id, "open"); !errors.Is(err, escalation.ErrCorrupt) || prior == nil {
				t.Errorf("load: %v, %v; want ErrCorrupt and the first result", prior, err)
			}
			due, err := s.Due(t.Context(), noon, time.Minute, 10)
			if err != nil || len(due.Cases) != 1 || len(due.Broken) != 1 {
				t.Fatalf("due: %d cases, %d broken, %v", len(due.Cases), len(due.Broken), err)
			}
			if b := due.Broken[0]; b.ID != id || !errors.Is(b.Err, escalation.ErrCorrupt) {
				t.Errorf("due: broken %+v", b)
			}
			out, err := s.Outbox(t.Context(), noon, time.Minute, 10)
			if err != nil || len(out.Notices) != 1 || len(out.Broken) != 1 || out.Broken[0].ID != id {
				t.Fatalf("outbox: %+v, %v", out, err)
			}
			if err := s.Settle(t.Context(), noon, escalation.Settled{Key: out.Notices[0].Key}); err != nil {
				t.Fatal(err)
			}
			if out, _ := s.Outbox(t.Context(), noon.Add(time.Hour), time.Minute, 10); len(out.Broken) != 0 {
				t.Errorf("the notice of a broken case comes again: %+v", out.Broken)
			}
			if err := s.Quarantine(t.Context(), id, "unreadable"); err != nil {
				t.Fatal(err)
			}
			if due, _ := s.Due(t.Context(), noon.Add(time.Hour), time.Minute, 10); len(due.Broken) != 0 || len(due.Cases) != 1 {
				t.Errorf("due after the quarantine: %+v", due)
			}
			if got := client.HGet(t.Context(), shardKey(t, client, id, "state"), string(id)).Val(); got != test.value {
				t.Errorf("the value was changed to %q", got)
			}
			results := commit(t, s, second(bad), second(good))
			if results[1].Err != nil || !test.header && !errors.Is(results[0].Err, escalation.ErrCorrupt) {
				t.Errorf("commit: %v and %v; want ErrCorrupt and none", results[0].Err, results[1].Err)
			}
		})
	}
}

// TestForeignType puts a value of another type in the place of each key.
func TestForeignType(t *testing.T) {
	for _, name := range []string{"state", "trail", "due", "box", "send", "ops", "ops:age", "terms", "quarantined"} {
		t.Run(name, func(t *testing.T) {
			s, client := open(t)
			bad, good := opening(1, noon), opening(2, noon)
			bad.Index = []string{"w:boiler"}
			commit(t, s, bad, good)
			if name == "trail" {
				name += ":" + string(bad.Case.ID)
			}
			key := shardKey(t, client, bad.Case.ID, name)
			if err := client.Set(t.Context(), key, "foreign", 0).Err(); err != nil {
				t.Fatal(err)
			}
			ch := second(bad)
			ch.Unindex = []string{"w:boiler"}
			ch.Notices = []escalation.Notice{{Key: string(bad.Case.ID) + "/2"}}
			results := commit(t, s, ch, second(good))
			if !errors.Is(results[0].Err, escalation.ErrCorrupt) || results[1].Err != nil {
				t.Errorf("commit: %v and %v; want ErrCorrupt and none", results[0].Err, results[1].Err)
			}
			if name != "state" {
				c, _, err := s.Load(t.Context(), bad.Case.ID, "")
				if err != nil || c.Version != 1 {
					t.Errorf("a refused commit left version %d, %v", c.Version, err)
				}
			}
			if due, err := s.Due(t.Context(), noon, time.Minute, 10); err != nil || len(due.Cases)+len(due.Broken) == 0 {
				t.Errorf("due: %+v, %v; want at least the other case", due, err)
			}
			if out, err := s.Outbox(t.Context(), noon, time.Minute, 10); err != nil || len(out.Notices) == 0 {
				t.Errorf("outbox: %+v, %v; want at least the other notice", out, err)
			}
			if name == "state" {
				if _, _, err := s.Load(t.Context(), bad.Case.ID, ""); !errors.Is(err, escalation.ErrCorrupt) {
					t.Errorf("load: %v, want ErrCorrupt", err)
				}
			}
			if strings.HasPrefix(name, "trail") {
				if _, err := s.Trail(t.Context(), bad.Case.ID); !errors.Is(err, escalation.ErrCorrupt) {
					t.Errorf("trail: %v, want ErrCorrupt", err)
				}
			}
		})
	}
}

func TestCorruptTrailAndNotice(t *testing.T) {
	s, client := open(t)
	bad, good := opening(1, noon), opening(2, noon)
	commit(t, s, bad, good)
	id, key := bad.Case.ID, bad.Notices[0].Key
	client.RPush(t.Context(), shardKey(t, client, id, "trail:"+string(id)), "foreign")
	if _, err := s.Trail(t.Context(), id); !errors.Is(err, escalation.ErrCorrupt) {
		t.Errorf("a foreign entry: %v, want ErrCorrupt", err)
	}
	if r := commit(t, s, second(bad))[0]; !errors.Is(r.Err, escalation.ErrCorrupt) {
		t.Errorf("a commit on a trail of another length: %v, want ErrCorrupt", r.Err)
	}
	client.HDel(t.Context(), shardKey(t, client, id, "box"), key)
	out, err := s.Outbox(t.Context(), noon, time.Minute, 10)
	if err != nil || len(out.Notices) != 1 || len(out.Broken) != 1 || out.Broken[0].ID != id {
		t.Errorf("a notice without a body: %+v, %v", out, err)
	}
	client.HSet(t.Context(), shardKey(t, client, id, "ops"), client.HKeys(t.Context(), shardKey(t, client, id, "ops")).Val()[0], "x")
	if _, _, err := s.Load(t.Context(), id, "open"); !errors.Is(err, escalation.ErrCorrupt) {
		t.Errorf("a result that is not one: %v, want ErrCorrupt", err)
	}
	if r := commit(t, s, bad)[0]; !errors.Is(r.Err, escalation.ErrCorrupt) {
		t.Errorf("a result that is not one: %v, want ErrCorrupt", r.Err)
	}
}

func TestAnotherLayout(t *testing.T) {
	s, client := open(t)
	commit(t, s, opening(1, noon))
	other := redistest.New(t, redis.Options{Client: client, Shards: 4})
	if _, _, err := other.Load(t.Context(), caseID(1), ""); err == nil || !strings.Contains(err.Error(), "16 shards") {
		t.Errorf("the data of 16 shards read as 4: %v", err)
	}
	apart := redistest.New(t, redis.Options{Client: client, Shards: 4, Prefix: "another:"})
	if _, _, err := apart.Load(t.Context(), caseID(1), ""); !errors.Is(err, escalation.ErrNotFound) {
		t.Errorf("under another prefix: %v, want ErrNotFound", err)
	}
}

func TestNewRefuses(t *testing.T) {
	client := goredis.NewClient(&goredis.Options{})
	defer client.Close()
	for _, o := range []redis.Options{{}, {Client: client, Shards: -1}, {Client: client, Shards: 101}} {
		if _, err := redis.New(o); err == nil {
			t.Errorf("made a store of %+v", o)
		}
	}
	s := redistest.New(t, redis.Options{Client: client})
	ch := opening(1, noon)
	ch.Notices[0].Key = string(caseID(2)) + "/1"
	if _, err := s.Commit(t.Context(), noon, ch); err == nil || !strings.Contains(err.Error(), "is not one of case") {
		t.Errorf("a notice of another case: %v", err)
	}
}
