package config

import (
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// listen reads where a server listens: host and port.
func (s *section) listen(dst *string) {
	s.describe("listen", "host:port", *dst)
	v, ok := s.value("listen")
	if !ok {
		return
	}
	*dst = v.text
	_, port, err := net.SplitHostPort(v.text)
	if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
		v.fail("%q is no address to listen at: write host and port, like 127.0.0.1:8080 or :8080", v.text)
	}
}

// address reads the address of a server, and ends it with a slash.
func (s *section) address(key string, dst *string, example string) {
	s.describe(key, "address", *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	u, err := url.Parse(v.text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" {
		v.fail("%q is no address of a server: write for example %s", v.text, example)
		return
	}
	if u.Scheme == "http" && !thisMachine(u.Hostname()) {
		v.fail("over http the token travels in the clear, and whoever reads it on its way can act as the bot: write https; http is for servers on this machine")
		return
	}
	*dst = strings.TrimRight(v.text, "/") + "/"
}

// thisMachine says that nothing leaves this machine on its way to a host.
// https://www.rfc-editor.org/rfc/rfc6761#section-6.3: the names under localhost
func thisMachine(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// formed reads a value of a form.
func (s *section) formed(key string, dst *string, form *regexp.Regexp, problem string) {
	s.describe(key, "text", *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	if *dst = v.text; !form.MatchString(v.text) {
		v.fail("%q is %s", v.text, problem)
	}
}
