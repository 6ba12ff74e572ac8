package redistest

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

const slots = 16384

// Cluster starts a Cluster of three real masters on the loopback interface and
// returns their addresses. It ends with the test.
func Cluster(t testing.TB, config ...string) (addrs []string) {
	t.Helper()
	const nodes = 3
	clients := make([]*goredis.Client, nodes)
	for i := range clients {
		port := freePort(t)
		dir := shortDir(t)
		args := append([]string{
			"--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
			"--cluster-port", freePort(t), "--dir", dir, "--save", "", "--loglevel", "warning",
		}, config...)
		start(t, args)
		addr := "127.0.0.1:" + port
		addrs = append(addrs, addr)
		clients[i] = goredis.NewClient(&goredis.Options{Addr: addr, MaxRetries: -1})
		defer clients[i].Close()
		await(t, clients[i])
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for i, c := range clients {
		if err := c.ClusterAddSlotsRange(ctx, i*slots/nodes, (i+1)*slots/nodes-1).Err(); err != nil {
			t.Fatal(err)
		}
		if err := c.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range clients[1:] {
		host, port, _ := net.SplitHostPort(addrs[0])
		bus, err := clients[0].ConfigGet(ctx, "cluster-port").Result()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Do(ctx, "CLUSTER", "MEET", host, port, bus["cluster-port"]).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range clients {
		for {
			info, err := c.ClusterInfo(ctx).Result()
			if err == nil && whole(info, nodes) {
				break
			}
			select {
			case <-ctx.Done():
				t.Fatalf("the throwaway Cluster does not form: %v\n%s", err, info)
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	return addrs
}

// ClusterClient returns a client of a Cluster, closed with the test.
func ClusterClient(t testing.TB, addrs []string) *goredis.ClusterClient {
	t.Helper()
	c := goredis.NewClusterClient(&goredis.ClusterOptions{Addrs: addrs, ContextTimeoutEnabled: true})
	t.Cleanup(func() { c.Close() })
	return c
}

// Sentinel starts a real master with one real Sentinel on the loopback
// interface. It returns the Sentinel's address and the name it gives the master.
func Sentinel(t testing.TB, config ...string) (addr, master string) {
	t.Helper()
	port, dir := freePort(t), shortDir(t)
	start(t, append([]string{"--port", port, "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--loglevel", "warning"}, config...))
	redis := goredis.NewClient(&goredis.Options{Addr: "127.0.0.1:" + port, MaxRetries: -1})
	defer redis.Close()
	await(t, redis)

	own := freePort(t)
	conf := filepath.Join(dir, "sentinel.conf")
	text := "port " + own + "\nbind 127.0.0.1\ndir " + dir + "\nsentinel monitor main 127.0.0.1 " + port + " 1\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, []string{conf, "--sentinel", "--loglevel", "warning"})
	sentinel := goredis.NewClient(&goredis.Options{Addr: "127.0.0.1:" + own, MaxRetries: -1})
	defer sentinel.Close()
	await(t, sentinel)
	return "127.0.0.1:" + own, "main"
}

// whole says that a node knows the others and that all slots are served.
func whole(info string, nodes int) bool {
	var known int
	state := ""
	for _, line := range strings.Fields(info) {
		fmt.Sscanf(line, "cluster_known_nodes:%d", &known)
		fmt.Sscanf(line, "cluster_state:%s", &state)
	}
	return known == nodes && state == "ok"
}

// freePort finds a port that nobody listens on.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}
