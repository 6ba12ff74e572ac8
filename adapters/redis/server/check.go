package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/trouble"
)

// What Options.Allow can accept. The configuration key is redis.allow.
const (
	AllowNoAOF      = "no_persistence" // no append-only file: a restart forgets
	AllowEvicting   = "eviction"       // Redis may drop keys when memory runs short
	AllowReplica    = "replica"        // a replica: its master overwrites it
	AllowOldVersion = "old_version"    // before 7.0
	AllowClock      = "clock"          // its clock differs from ours: see Skew
)

func checkAllow(allow []string) error {
	all := []string{AllowNoAOF, AllowEvicting, AllowReplica, AllowOldVersion, AllowClock}
	for _, a := range allow {
		if !slices.Contains(all, a) {
			return fmt.Errorf("redis.allow: %q is none of %s", a, strings.Join(all, ", "))
		}
	}
	return nil
}

// check asks every master whether it is known to lose data. What is refused is
// an error that says why and names the override; what may not be asked is a
// warning. where names what is asked, for a person.
func check(ctx context.Context, client goredis.UniversalClient, where string, allow []string) (warnings []string, err error) {
	var mu sync.Mutex
	one := func(ctx context.Context, c *goredis.Client) error {
		found, err := checkOne(ctx, c, nodeOf(c, where), allow)
		mu.Lock()
		defer mu.Unlock()
		for _, w := range found {
			if !slices.Contains(warnings, w) {
				warnings = append(warnings, w)
			}
		}
		return err
	}
	switch c := client.(type) {
	case *goredis.Client:
		err = one(ctx, c)
	case *goredis.ClusterClient:
		err = eachMaster(ctx, c, where, one)
	default:
		err = fmt.Errorf("a client of type %T cannot be checked", client)
	}
	return warnings, err
}

// eachMaster asks the masters of a cluster. Where no node says which they are, the error
// of the library names none.
func eachMaster(ctx context.Context, c *goredis.ClusterClient, where string, one func(context.Context, *goredis.Client) error) error {
	var asked atomic.Bool
	err := c.ForEachMaster(ctx, func(ctx context.Context, c *goredis.Client) error {
		asked.Store(true)
		return one(ctx, c)
	})
	if err != nil && !asked.Load() {
		return unreached(where, err)
	}
	return err
}

// nodeOf names the server of a client: by its address, or, where a client asks others
// for that first, by what is written in the configuration.
func nodeOf(c *goredis.Client, where string) string {
	if addr := c.Options().Addr; addr != "FailoverClient" { // which go-redis writes in place of an address
		return "the server at " + addr
	}
	return where
}

// unreached is the error of asking a server, with what a person does about it.
func unreached(where string, err error) error {
	return fmt.Errorf("redis: %s: %w", where, trouble.Explain(err))
}

func checkOne(ctx context.Context, c *goredis.Client, node string, allow []string) (warnings []string, err error) {
	info, err := loaded(ctx, c)
	if err != nil {
		return nil, unreached(node, err)
	}
	var refusals []error
	refuse := func(override, why string) {
		if slices.Contains(allow, override) {
			warnings = append(warnings, "redis: "+why+"; accepted by redis.allow")
			return
		}
		refusals = append(refusals, trouble.Mend(fmt.Errorf("redis: %s; to use it all the same, set redis.allow: [%s]", why, override)))
	}
	if version := info["redis_version"]; version != "" && older(version, 7) {
		refuse(AllowOldVersion, "version "+version+" is older than 7.0, the first one this program was tried with")
	}
	if info["aof_enabled"] == "0" {
		refuse(AllowNoAOF, "appendonly is off: what was recorded since the last snapshot is lost when the server stops")
	}
	if policy := info["maxmemory_policy"]; strings.HasPrefix(policy, "allkeys-") {
		refuse(AllowEvicting, "maxmemory-policy "+policy+" drops cases when memory runs short; noeviction refuses writes instead")
	}
	if info["role"] == "slave" {
		refuse(AllowReplica, "this is a replica of "+info["master_host"]+":"+info["master_port"]+", which refuses writes or loses them")
	}
	for _, name := range []string{"redis_version", "aof_enabled", "maxmemory_policy", "role"} {
		if info[name] == "" {
			warnings = append(warnings, "redis: the server does not say its "+name+", so that was not checked")
		}
	}
	fsync, err := c.ConfigGet(ctx, "appendfsync").Result()
	switch {
	case err != nil:
		warnings = append(warnings, "redis: CONFIG may not be asked here, so whether appendfsync is always is not known")
	case fsync["appendfsync"] == "everysec":
		warnings = append(warnings, "redis: appendfsync is everysec: a power cut can lose about a second, and what was sent in it can be sent again")
	case fsync["appendfsync"] == "no":
		warnings = append(warnings, "redis: appendfsync is no: a power cut can lose what the system had not written to disk yet, often half a minute")
	}
	return warnings, errors.Join(refusals...)
}

// loadingPoll is how often a server is asked that still reads its data.
const loadingPoll = 100 * time.Millisecond

// loaded is askInfo of a server that has read its data: until then it says that
// appendonly is off, whatever its configuration.
func loaded(ctx context.Context, c *goredis.Client) (map[string]string, error) {
	for {
		info, err := askInfo(ctx, c)
		if err != nil || info["loading"] != "1" {
			return info, err
		}
		select {
		case <-time.After(loadingPoll):
		case <-ctx.Done():
			return nil, fmt.Errorf("the server is still loading its data: %w", ctx.Err())
		}
	}
}

// askInfo returns the fields of INFO; none where it may not be asked.
func askInfo(ctx context.Context, c *goredis.Client) (map[string]string, error) {
	text, err := c.Info(ctx).Result()
	var answer goredis.Error
	if errors.As(err, &answer) && !goredis.HasErrorPrefix(err, "NOAUTH") && !goredis.HasErrorPrefix(err, "WRONGPASS") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			fields[name] = value
		}
	}
	return fields, nil
}

func older(version string, major int) bool {
	first, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(first)
	return err == nil && n < major
}
