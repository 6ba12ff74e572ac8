package slack

import (
	"net"
	"net/http"
	"time"
)

const (
	// requestTimeout bounds a call of the Web API, its answer read. Ours: Slack
	// promises no figure; what takes longer is as good as lost.
	requestTimeout = 30 * time.Second
	dialTimeout    = 10 * time.Second
	idleTimeout    = 60 * time.Second
	// idlePerHost is how many connections to Slack are kept open.
	idlePerHost = 16
)

// client is what every call goes through. It speaks HTTP/1.1, where a connection
// carries one request and its fate is that of the request, and follows no
// redirection: the token travels in the form.
func client(o Options) *http.Client {
	transport := &http.Transport{
		DialContext:           o.Dial,
		TLSHandshakeTimeout:   dialTimeout,
		ResponseHeaderTimeout: requestTimeout,
		IdleConnTimeout:       idleTimeout,
		MaxIdleConnsPerHost:   idlePerHost,
	}
	if o.Dial == nil {
		transport.Proxy = http.ProxyFromEnvironment
		transport.DialContext = (&net.Dialer{Timeout: dialTimeout}).DialContext
	}
	return &http.Client{
		Transport:     transport,
		Timeout:       requestTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
