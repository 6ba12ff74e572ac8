package redis

import (
	"context"
	"fmt"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// Outbox implements [escalation.Store]. A notice that cannot be read, or whose
// case cannot, is taken out of the set: its body stays in the box for a person.
func (s *Store) Outbox(ctx context.Context, now time.Time, hold time.Duration, limit int) (escalation.Outbox, error) {
	var out escalation.Outbox
	var gone []string
	var left leftAlone
	err := s.take(ctx, now, hold, limit, taking{
		kind:   kindSend,
		script: s.scripts.outbox,
		more:   []any{s.codec.newest},
		keys: func(shard int) []string {
			return []string{s.keys.state(shard), s.keys.box(shard), s.keys.send(shard)}
		},
		got: func(value any) (int, any) {
			next, rest := split(value)
			if len(rest) < 3 {
				return 0, next
			}
			notices, _ := rest[0].([]any)
			cases, _ := rest[1].([]any)
			newer, _ := rest[2].([]any)
			gone = append(gone, s.open(&out, notices, cases)...)
			for _, v := range newer {
				key, _ := v.(string)
				left.add(key)
			}
			return len(notices)/2 + len(newer), next
		},
	})
	if err != nil {
		return escalation.Outbox{}, err
	}
	left.log(s.log)
	if len(gone) > 0 {
		if err := s.takeOut(ctx, gone); err != nil {
			s.log.Warn("notices that cannot be read come back after their hold", "count", len(gone), "error", err)
		}
	}
	out.Next = s.heads.next(kindSend, now)
	return out, nil
}

// open reads what one shard gave. It returns the keys of what is not readable.
func (s *Store) open(out *escalation.Outbox, notices, cases []any) (gone []string) {
	type opened struct {
		c   escalation.Case
		err error
	}
	read := make(map[escalation.CaseID]opened, len(cases)/2)
	for i := 0; i+1 < len(cases); i += 2 {
		id, _ := cases[i].(string)
		c, err := s.caseOf(escalation.CaseID(id), cases[i+1])
		read[escalation.CaseID(id)] = opened{c, err}
	}
	for i := 0; i+1 < len(notices); i += 2 {
		key, _ := notices[i].(string)
		id := escalation.CaseOfKey(key)
		stored, ok := notices[i+1].(string)
		n, err := escalation.Notice{}, fmt.Errorf("%w: notice %s has no body", escalation.ErrCorrupt, key)
		if ok {
			n, err = s.codec.readNotice(key, stored)
		}
		if err == nil {
			err = read[id].err
		}
		if err != nil {
			out.Broken = append(out.Broken, escalation.Broken{ID: id, Err: err})
			gone = append(gone, key)
			continue
		}
		out.Notices = append(out.Notices, n)
		out.Cases = append(out.Cases, read[id].c)
	}
	return gone
}

func (s *Store) takeOut(ctx context.Context, keys []string) error {
	return s.write(ctx, func(p goredis.Pipeliner) {
		for _, key := range keys {
			p.ZRem(ctx, s.keys.send(s.keys.shard(escalation.CaseOfKey(key))), key)
		}
	})
}

// Begin implements [escalation.Store].
func (s *Store) Begin(ctx context.Context, key string) (escalation.Case, error) {
	id := escalation.CaseOfKey(key)
	shard := s.keys.shard(id)
	replies, err := s.run(ctx, []call{{s.scripts.begin,
		[]string{s.keys.state(shard), s.keys.box(shard)}, []any{string(id), key, doubt}}}, nil)
	if err != nil {
		return escalation.Case{}, err
	}
	if replies[0].err != nil {
		return escalation.Case{}, notOurs(id, replies[0].err)
	}
	list, _ := replies[0].value.([]any)
	if len(list) == 0 {
		return escalation.Case{}, fmt.Errorf("%w: notice %s", escalation.ErrNotFound, key)
	}
	return s.caseOf(id, list[0])
}

// Settle implements [escalation.Store].
func (s *Store) Settle(ctx context.Context, now time.Time, settled ...escalation.Settled) error {
	type work struct{ again, finished []any }
	shards := map[int]*work{}
	var news news
	for _, v := range settled {
		shard := s.keys.shard(escalation.CaseOfKey(v.Key))
		w := shards[shard]
		if w == nil {
			w = &work{}
			shards[shard] = w
		}
		if v.Retry.IsZero() {
			w.finished = append(w.finished, v.Key)
			continue
		}
		w.again = append(w.again, millis(v.Retry), v.Key, tries(v.Tries, v.Doubts))
		news.put(shard, kindSend, v.Retry.UnixMilli())
	}
	var calls []call
	for shard, w := range shards {
		args := append([]any{len(w.again) / 3}, w.again...)
		calls = append(calls, call{s.scripts.settle,
			[]string{s.keys.box(shard), s.keys.send(shard)}, append(args, w.finished...)})
	}
	if len(calls) == 0 {
		return nil
	}
	replies, err := s.publish(ctx, calls, news)
	if err != nil {
		return err
	}
	for _, r := range replies {
		if r.err != nil {
			return fmt.Errorf("redis: settling: %w", r.err)
		}
	}
	return nil
}
