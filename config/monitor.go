package config

import (
	"fmt"
	"net"
	"slices"
	"strings"
)

// Monitor is what the bot tells whoever looks after it, over HTTP.
type Monitor struct {
	Listen string // host:port; empty: nothing is told
}

// LoadMonitor reads of a configuration file the section monitor alone: whoever asks a
// bot that runs how it is finds it, though a mistake elsewhere in the file would keep
// another from starting. The error of a section that is wrong itself is [Problems].
func LoadMonitor(path string, o Options) (Monitor, error) {
	o = o.withDefaults()
	data, err := o.ReadFile(path)
	if err != nil {
		return Monitor{}, fmt.Errorf("read the configuration: %w", err)
	}
	r := newReader(path, o)
	root, ok := r.parse(data)
	if !ok {
		part, found := ownLines(r.source, "monitor")
		if !found {
			return Monitor{}, r.problems
		}
		r = newReader(path, o)
		if root, ok = r.parse([]byte(part)); !ok {
			return Monitor{}, r.problems
		}
	}
	m := readMonitor(root, Slack{}, Discord{})
	elsewhere := func(p Problem) bool { return p.Key != "monitor" && !strings.HasPrefix(p.Key, "monitor.") }
	if problems := slices.DeleteFunc(r.problems, elsewhere); len(problems) > 0 {
		return Monitor{}, problems.inOrder()
	}
	return m, nil
}

// ownLines are the lines of a section of a document that is no YAML as a whole, with
// empty ones before them so that each keeps its number.
func ownLines(lines []string, key string) (part string, found bool) {
	begin := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, key+":") })
	if begin < 0 {
		return "", false
	}
	end := begin + 1
	for end < len(lines) && (lines[end] == "" || strings.ContainsAny(lines[end][:1], " #\r")) {
		end++
	}
	return strings.Repeat("\n", begin) + strings.Join(lines[begin:end], "\n"), true
}

// readMonitor reads the section. It comes after those of the platforms: where they
// call the bot everybody may come, and what is told here is not for everybody.
func readMonitor(root *section, slack Slack, discord Discord) Monitor {
	s := root.section("monitor")
	var m Monitor
	s.listen(&m.Listen)
	s.done()
	if m.Listen == "" {
		return m
	}
	path := join(s.path, "listen")
	fail := func(format string, args ...any) { s.fail(s.lineOf(path), path, format, args...) }
	_, port, _ := net.SplitHostPort(m.Listen)
	if strings.Trim(port, "0") == "" {
		fail("%q has no port by which the bot can be found: write one, like 127.0.0.1:9464", m.Listen)
	}
	for _, door := range []struct {
		key, address string
		open         bool
	}{
		{"slack.listen", slack.Listen, slack.Mode == SlackHTTP},
		{"discord.listen", discord.Listen, discord.Mode == DiscordHTTP},
	} {
		if door.open && meets(m.Listen, door.address) {
			fail("%s is where %s lets everybody in, and what is told here is not for everybody: write another port, like 127.0.0.1:9464", m.Listen, door.key)
		}
	}
	return m
}

// meets says that two servers cannot listen at two addresses beside each other, or
// that they are one: the port is the same, and the host the same or every one.
func meets(a, b string) bool {
	hostA, portA, errA := net.SplitHostPort(a)
	hostB, portB, errB := net.SplitHostPort(b)
	if errA != nil || errB != nil || portA != portB {
		return false
	}
	return strings.EqualFold(hostA, hostB) || everyHost(hostA) || everyHost(hostB)
}

// everyHost says that a host stands for all addresses of the machine.
func everyHost(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}

// Reach is where the bot is asked on its own machine: an address that stands for all
// of them is the loopback one.
func (m Monitor) Reach() string {
	host, port, err := net.SplitHostPort(m.Listen)
	if err != nil || !everyHost(host) {
		return m.Listen
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return net.JoinHostPort("::1", port)
	}
	return net.JoinHostPort("127.0.0.1", port)
}
