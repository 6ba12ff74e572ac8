package server_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
	"relance/adapters/redis/server"
)

func open(t *testing.T, o server.Options) *server.Server {
	t.Helper()
	s, err := server.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeServer(t, s) })
	return s
}

func closeServer(t *testing.T, s *server.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
}

func TestChoose(t *testing.T) {
	withServer := t.TempDir()
	if err := os.WriteFile(withServer+"/valkey-server", []byte("#!/bin/false\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		path string
		o    server.Options
		want server.Mode
		err  string
	}{
		{"address", withServer, server.Options{URLs: []string{"redis://localhost"}}, server.URL, ""},
		{"server on the path", withServer, server.Options{}, server.Private, ""},
		{"nothing", "", server.Options{Mode: server.Auto}, server.Memory, ""},
		{"memory by name", withServer, server.Options{Mode: server.Memory, URLs: []string{"redis://localhost"}}, server.Memory, ""},
		{"private by name", "", server.Options{Mode: server.Private}, server.Private, ""},
		{"mistyped", "", server.Options{Mode: "memmory"}, "", `redis.mode: "memmory" is none of auto, url, private, memory`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("PATH", test.path)
			got, err := test.o.Choose()
			if got != test.want || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("chose %q, %v; want %q, %s", got, err, test.want, test.err)
			}
		})
	}
}

func TestMemoryForgets(t *testing.T) {
	s := open(t, server.Options{Mode: server.Memory})
	if err := s.Client.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "forgotten at exit") {
		t.Errorf("warnings: %q", s.Warnings)
	}
	closeServer(t, s)
	again := open(t, server.Options{Mode: server.Memory})
	if n := again.Client.Exists(t.Context(), "k").Val(); n != 0 {
		t.Error("an in-process server remembers")
	}
}

func TestBadOptions(t *testing.T) {
	for _, test := range []struct {
		o    server.Options
		want string
	}{
		{server.Options{Mode: server.URL}, "redis.url: mode url needs an address"},
		{server.Options{URLs: []string{"http://secret@host"}}, "redis.url: address 1: redis: invalid URL scheme: http"},
		{server.Options{URLs: []string{"redis://user:hunter2@host:port"}}, "redis.url: address 1: "},
		{server.Options{URLs: []string{"redis://a", "redis://:x@b"}}, "redis.url: address 2 differs"},
		{server.Options{URLs: []string{"redis://a/3"}, Cluster: true}, "a Cluster has only database 0"},
		{server.Options{URLs: []string{"redis://a"}, Allow: []string{"aof"}}, `redis.allow: "aof" is none of no_persistence, eviction, replica, old_version`},
		{server.Options{Mode: server.Private}, "needs a data folder"},
	} {
		_, err := server.Open(t.Context(), test.o)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %q", test.o, err, test.want)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "secret")) {
			t.Errorf("the error tells a password: %v", err)
		}
	}
}

func TestStartUpCheck(t *testing.T) {
	master := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	for _, test := range []struct {
		name    string
		config  []string
		allow   string
		refused string // part of the refusal, "" when it is taken
		warning string // part of a warning
	}{
		{"safe", []string{"--appendonly", "yes", "--appendfsync", "always"}, "", "", ""},
		{"everysec", []string{"--appendonly", "yes"}, "", "", "appendfsync is everysec"},
		{"no sync", []string{"--appendonly", "yes", "--appendfsync", "no"}, "", "", "appendfsync is no"},
		{"no AOF", nil, "no_persistence", "appendonly is off", "accepted by redis.allow"},
		{"evicting", []string{"--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"}, "eviction", "maxmemory-policy allkeys-lru", "accepted by redis.allow"},
		{"evicting what expires", []string{"--appendonly", "yes", "--maxmemory-policy", "volatile-lru"}, "", "", ""},
		{"replica", []string{"--appendonly", "yes", "--replicaof", "127.0.0.1", "1"}, "replica", "this is a replica of 127.0.0.1:1", "accepted by redis.allow"},
		{"CONFIG forbidden", []string{"--appendonly", "yes", "--rename-command", "CONFIG", ""}, "", "", "CONFIG may not be asked"},
		{"INFO forbidden", []string{"--appendonly", "yes", "--rename-command", "INFO", ""}, "", "", "does not say its aof_enabled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := master
			if test.name != "safe" {
				url = redistest.Server(t, test.config...)
			}
			o := server.Options{URLs: []string{url}}
			s, err := server.Open(t.Context(), o)
			if test.refused != "" {
				if err == nil || !strings.Contains(err.Error(), test.refused) || !strings.Contains(err.Error(), "redis.allow: ["+test.allow+"]") {
					t.Fatalf("opened with %v; want a refusal that says %q and names %s", err, test.refused, test.allow)
				}
				o.Allow = []string{test.allow}
				s, err = server.Open(t.Context(), o)
			}
			if err != nil {
				t.Fatal(err)
			}
			defer closeServer(t, s)
			said := strings.Join(s.Warnings, "\n")
			if !strings.Contains(said, test.warning) || test.warning == "" && test.name == "safe" && said != "" {
				t.Errorf("warnings %q, want %q", said, test.warning)
			}
			if s.Mode != server.URL || !strings.Contains(s.Description, "Redis at ") {
				t.Errorf("mode %s, %s", s.Mode, s.Description)
			}
		})
	}
}

// TestNoServerThere: the error names the address that was tried and says what to do, in
// one line without the password.
func TestNoServerThere(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const away, other = "redis://bot:hunter2@127.0.0.1:1", "redis://bot:hunter2@127.0.0.1:2"
	socket := t.TempDir() + "/none"
	for name, tt := range map[string]struct {
		o    server.Options
		want []string
	}{
		"a socket":   {server.Options{URLs: []string{"unix://" + socket}}, []string{socket, "there is no such socket: start Redis"}},
		"one server": {server.Options{URLs: []string{away}}, []string{"the server at 127.0.0.1:1: ", "nobody listens there: start Redis"}},
		"a cluster":  {server.Options{URLs: []string{away, other}, Cluster: true}, []string{"127.0.0.1:1, 127.0.0.1:2: ", "nobody listens there: start Redis"}},
		"sentinels":  {server.Options{URLs: []string{away, other}, SentinelMaster: "relance"}, []string{"relance by Sentinel at 127.0.0.1:1, 127.0.0.1:2: ", "nobody listens there: start Redis"}},
	} {
		_, err := server.Open(ctx, tt.o)
		if err == nil {
			t.Errorf("%s: opened a server that is not there", name)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in %v", name, want, err)
			}
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "FailoverClient") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCluster(t *testing.T) {
	addrs := redistest.Cluster(t, "--appendonly", "no")
	_, err := server.Open(t.Context(), server.Options{URLs: []string{"redis://" + addrs[0]}, Cluster: true})
	if err == nil || !strings.Contains(err.Error(), "appendonly is off") {
		t.Errorf("a Cluster without AOF: %v", err)
	}
	s := open(t, server.Options{URLs: []string{"redis://" + addrs[0], "redis://" + addrs[1]}, Allow: []string{server.AllowNoAOF}})
	if err := s.Client.Set(t.Context(), "k", "v", 0).Err(); err != nil || !strings.HasPrefix(s.Description, "Redis Cluster") {
		t.Errorf("%s: %v", s.Description, err)
	}
}

func TestSentinel(t *testing.T) {
	addr, master := redistest.Sentinel(t, "--appendonly", "yes")
	s := open(t, server.Options{URLs: []string{"redis://" + addr}, SentinelMaster: master})
	if err := s.Client.Set(t.Context(), "k", "v", 0).Err(); err != nil || s.Description != "Redis "+master+" by Sentinel at "+addr {
		t.Errorf("%s: %v", s.Description, err)
	}
	if len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "everysec") {
		t.Errorf("warnings of the master: %q", s.Warnings)
	}
}
