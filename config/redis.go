package config

import (
	"net/url"
	"slices"
	"strings"
)

// RedisMode says which Redis the bot runs on.
type RedisMode string

// The modes.
const (
	RedisAuto    RedisMode = "auto"    // url where there is one, else private where a server is installed, else memory
	RedisURL     RedisMode = "url"     // the server or cluster of url or urls
	RedisPrivate RedisMode = "private" // a redis-server that the bot starts for itself
	RedisMemory  RedisMode = "memory"  // inside the bot; forgets at exit
)

// Allowance names something that does harm and is accepted all the same.
type Allowance string

// What may be allowed.
const (
	AllowNoPersistence Allowance = "no_persistence" // a server that keeps nothing on disk (no AOF)
	AllowEviction      Allowance = "eviction"       // a server that drops keys when its memory is full
	AllowReplica       Allowance = "replica"        // a read-only replica
	AllowOldVersion    Allowance = "old_version"    // a version under 7.0
	AllowForgetting    Allowance = "forgetting"     // memory beside a real chat platform
	AllowClock         Allowance = "clock"          // a clock that differs from that of Redis
)

// Allowances lists everything that may be allowed.
func Allowances() []Allowance {
	return []Allowance{AllowNoPersistence, AllowEviction, AllowReplica, AllowOldVersion, AllowForgetting, AllowClock}
}

// Redis is where cases are kept.
type Redis struct {
	Mode             RedisMode
	URL              Secret   // may hold a password
	URLs             []Secret // nodes of a cluster, or sentinels when Master is set
	Master           string   // name of the master that the sentinels watch
	Username         string
	Password         Secret
	SentinelPassword Secret
	TLS              RedisTLS
	Prefix           string // begins every key
	Shards           int    // fixed when the first value is written; 0: the store's default
	Allow            []Allowance
}

func readRedis(s *section) Redis {
	r := Redis{Mode: RedisAuto}
	oneOf(s, "mode", &r.Mode, RedisAuto, RedisURL, RedisPrivate, RedisMemory)
	r.readURLs(s)
	s.text("master", &r.Master)
	s.text("username", &r.Username)
	s.secret("password", &r.Password)
	s.secret("sentinel_password", &r.SentinelPassword)
	r.TLS = readRedisTLS(s.section("tls"))
	s.text("prefix", &r.Prefix)
	s.count("shards", &r.Shards)
	if r.Shards > 100 {
		s.fail(s.lineOf(s.path+".shards"), s.path+".shards", "%d are too many: write at most 100", r.Shards)
	}
	s.describe("allow", "list of "+words(Allowances()), nil)
	for _, v := range s.values("allow") {
		r.allow(v)
	}
	r.check(s)
	s.done()
	return r
}

func (r *Redis) readURLs(s *section) {
	s.describe("url", "address", nil)
	if v, ok := s.value("url"); ok {
		r.URL = Secret(v.text)
	}
	s.indirect("url", &r.URL)
	if r.URL != "" {
		checkURL(s, s.path+".url", string(r.URL))
	}
	s.describe("urls", "list of addresses", nil)
	for _, v := range s.values("urls") {
		checkURL(s, v.path, v.text)
		r.URLs = append(r.URLs, Secret(v.text))
	}
}

// checkURL never says what is written: it may hold a password.
func checkURL(s *section, path, text string) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" && u.Path == "" || !strings.Contains("redis rediss unix", u.Scheme) || u.Scheme == "" {
		s.fail(s.lineOf(path), path, "this is no address of a Redis: write redis://host:6379/0, rediss://host:6379/0 or unix:///path/to.sock")
	}
}

func (r *Redis) allow(v value) {
	words := make([]string, 0, len(Allowances()))
	for _, a := range Allowances() {
		if v.text == string(a) {
			r.Allow = append(r.Allow, a)
			return
		}
		words = append(words, string(a))
	}
	v.fail("unknown %q: %s", v.text, instead(v.text, words))
}

// check looks at what does not go together.
func (r *Redis) check(s *section) {
	fail := func(key, text string) { s.fail(s.lineOf(s.path+"."+key), s.path+"."+key, "%s", text) }
	addressed := s.tried("url") || len(r.URLs) > 0
	switch {
	case s.tried("url") && len(r.URLs) > 0:
		fail("urls", "there is url already: leave one of the two out")
	case r.Mode == RedisURL && !addressed:
		fail("mode", "url needs an address: write url, urls, url_env or url_file")
	case (r.Mode == RedisPrivate || r.Mode == RedisMemory) && addressed:
		fail("mode", string(r.Mode)+" uses no address: leave url out, or write mode: url")
	case r.Master != "" && len(r.URLs) == 0:
		fail("master", "a master is found by its sentinels: write their addresses under urls")
	case r.SentinelPassword != "" && r.Master == "":
		fail("sentinel_password", "there are no sentinels: write master as well")
	case s.has("tls") && (r.URL != "" || len(r.URLs) > 0) && !r.encrypted():
		fail("tls", "only rediss:// is encrypted: write the address with it, or leave tls out")
	}
}

// encrypted says that an address asks for TLS.
func (r *Redis) encrypted() bool {
	const scheme = "rediss:"
	return strings.HasPrefix(string(r.URL), scheme) ||
		slices.ContainsFunc(r.URLs, func(u Secret) bool { return strings.HasPrefix(string(u), scheme) })
}
