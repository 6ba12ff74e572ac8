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
	v, ok := s.value(key)
	if !ok {
		return
	}
	u, err := url.Parse(v.text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" {
		v.fail("%q is no address of a server: write for example %s", v.text, example)
		return
	}
	*dst = strings.TrimRight(v.text, "/") + "/"
}

// formed reads a value of a form.
func (s *section) formed(key string, dst *string, form *regexp.Regexp, problem string) {
	v, ok := s.value(key)
	if !ok {
		return
	}
	if *dst = v.text; !form.MatchString(v.text) {
		v.fail("%q is %s", v.text, problem)
	}
}
