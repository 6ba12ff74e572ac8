package redis

import (
	"context"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// page is how many members of a shard's index are read at once.
const page = 256

// Find implements [escalation.Store]. All shards are asked together, page by
// page, until there are enough different cases. Without a limit it returns all.
func (s *Store) Find(ctx context.Context, q escalation.Query) ([]escalation.CaseID, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	low, high := cleanTerm(q.Term)+"\x00", cleanTerm(q.Term)+"\x01"
	if q.Prefix {
		low, high = cleanTerm(q.Term), cleanTerm(q.Term)+"\xff" // no UTF-8 contains the byte FF
	}
	type cursor struct {
		shard int
		from  string
	}
	cursors := make([]cursor, s.keys.shards)
	for shard := range cursors {
		cursors[shard] = cursor{shard, "[" + low}
	}
	count := int64(page)
	if q.Limit > 0 {
		count = int64(min(q.Limit, page))
	}
	var found []escalation.CaseID
	seen := map[escalation.CaseID]bool{}
	for len(cursors) > 0 {
		pages := make([]*goredis.StringSliceCmd, len(cursors))
		err := s.read(ctx, func(p goredis.Pipeliner) {
			for i, c := range cursors {
				pages[i] = p.ZRangeByLex(ctx, s.keys.terms(c.shard), &goredis.ZRangeBy{Min: c.from, Max: "(" + high, Count: count})
			}
		})
		if err != nil {
			return nil, err
		}
		var more []cursor
		for i, got := range pages {
			if got.Err() != nil {
				return nil, fmt.Errorf("redis: index of shard %d: %w", cursors[i].shard, got.Err())
			}
			members := got.Val()
			for _, m := range members {
				_, id, ok := splitMember(m)
				if !ok || seen[id] {
					continue
				}
				seen[id] = true
				found = append(found, id)
				if len(found) == q.Limit {
					return found, nil
				}
			}
			if int64(len(members)) == count {
				more = append(more, cursor{cursors[i].shard, "(" + members[len(members)-1]})
			}
		}
		cursors = more
	}
	return found, nil
}
