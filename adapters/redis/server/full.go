package server

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	goredis "github.com/redis/go-redis/v9"
)

// Full says of each master that refuses to write for want of room why it does: it
// answers everything else, so only what is to be stored fails. A server that may
// not be asked says nothing.
func (s *Server) Full(ctx context.Context) ([]string, error) {
	var (
		mu  sync.Mutex
		all []string
	)
	one := func(ctx context.Context, c *goredis.Client) error {
		info, err := askInfo(ctx, c)
		if err != nil {
			return unreached(nodeOf(c, s.Description), err)
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, full(info)...)
		return nil
	}
	switch c := s.Client.(type) {
	case *goredis.Client:
		err := one(ctx, c)
		return all, err
	case *goredis.ClusterClient:
		err := eachMaster(ctx, c, s.Description, one)
		return all, err
	}
	return nil, nil
}

// full reads what INFO says about room. https://redis.io/docs/latest/commands/info/
func full(info map[string]string) (why []string) {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(info[name], 10, 64)
		return n
	}
	limit, used := number("maxmemory"), number("used_memory")-number("mem_not_counted_for_evict")
	if limit > 0 && used > limit {
		why = append(why, fmt.Sprintf("its memory is full, so it stores nothing: %d of %d bytes are used; raise its maxmemory, or give it a larger machine", used, limit))
	}
	if info["aof_last_write_status"] == "err" {
		why = append(why, "it cannot write its append-only file, so it stores nothing: make room on its disk, or look at its log")
	}
	return why
}
