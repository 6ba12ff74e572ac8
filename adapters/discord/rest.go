package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

const (
	// requestTimeout bounds a request, its answer read. Ours: Discord promises no
	// figure; what takes longer is as good as lost.
	requestTimeout = 15 * time.Second
	dialTimeout    = 10 * time.Second
	idleTimeout    = 60 * time.Second
	// idlePerHost is how many connections to Discord are kept open.
	idlePerHost = 16
	// answerLimit bounds what is read of an answer, in bytes. Ours: 1,000 members,
	// or 100 messages with all that may be in them, have room.
	answerLimit = 16 << 20

	// userAgent is of the form that Discord asks for; without it Cloudflare refuses
	// (https://docs.discord.com/developers/reference#user-agent). The address is that
	// of the library, which speaks for the bot at the gateway too.
	userAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ")"
)

// rest speaks JSON to Discord's API. It makes every request once; its errors are
// *chat.Error.
type rest struct {
	base   string
	token  string
	client *http.Client
	limits *limits
	told   func(wait time.Duration) // of a 429
	log    *slog.Logger
}

// request is one request.
type request struct {
	method string
	// route is the path as in Discord's documents: "/channels/{channel.id}/messages".
	// What stands in braces is filled with ids, in their order.
	route string
	ids   []string
	query url.Values
	body  any // sent as JSON; nil: nothing is sent
	into  any // the answer is read into it; nil: it is not looked at
	// token: the path holds the token of an interaction, which is all that is needed.
	// Such requests are outside of the global limit, and their buckets, one for each
	// interaction, are not kept.
	token bool
	// patient: it waits for its turn in the call, as one of several that are one
	// answer together. See ask.
	patient bool
}

func newREST(o Options) *rest {
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
	return &rest{
		base:  strings.TrimSuffix(o.APIURL, "/"),
		token: o.Token,
		client: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		limits: newLimits(o.Now),
		told:   o.Limited,
		log:    o.Logger,
	}
}

// do makes a request when its turn comes, if that is soon; else the error says how
// long to wait. An error is Unknown where the request may have been carried out.
func (r *rest) do(ctx context.Context, q request) error {
	if err := ctx.Err(); err != nil {
		return &chat.Error{Failure: chat.Temporary, Code: codeEnded, Err: err}
	}
	done, err := r.limits.turn(ctx, q)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, requestTimeout)
	defer stop()
	var sent atomic.Bool
	status, header, body, err := r.roundTrip(ctx, q, &sent)
	if err != nil {
		done(0, nil, nil)
		return lost(ctx, q, err, sent.Load())
	}
	limited := done(status, header, body)
	if status == http.StatusTooManyRequests {
		r.told(limited)
	}
	if failure := answered(q, status, body, limited); failure != nil {
		r.log.Debug("discord: refused", "method", q.method, "route", q.route, "status", status, "code", failure.Code, "error", failure.Err)
		return failure
	}
	if q.into != nil {
		if err := json.Unmarshal(body, q.into); err != nil {
			return unread(q, err)
		}
	}
	return nil
}

// askTries is how often a question is asked that Discord finds too much: what it
// answers tells how long to wait. Ours.
const askTries = 3

// ask asks for one page of many. It waits for its turn, as long as ctx allows and at
// most askPatience: where a page is refused, those before it are lost, and a history
// of more pages than may be asked for at once would never be read.
func (r *rest) ask(ctx context.Context, q request) error {
	q.patient = true
	var err error
	for range askTries {
		if err = r.do(ctx, q); codeOf(err) != codeLimited {
			break
		}
	}
	return err
}

// roundTrip sends a request and reads the whole answer. sent: some of it may have
// left.
func (r *rest) roundTrip(ctx context.Context, q request, sent *atomic.Bool) (status int, header http.Header, body []byte, err error) {
	req, err := r.request(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	}), q)
	if err != nil {
		return 0, nil, nil, err
	}
	answer, err := r.client.Do(req)
	if err != nil {
		// The error of the client holds the address, and that may hold a token.
		if address, is := errors.AsType[*url.Error](err); is {
			err = address.Err
		}
		return 0, nil, nil, err
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(io.LimitReader(answer.Body, answerLimit))
	return answer.StatusCode, answer.Header, body, err
}

func (r *rest) request(ctx context.Context, q request) (*http.Request, error) {
	var body io.Reader
	if q.body != nil {
		raw, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(raw)
	}
	address := r.base + q.path()
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, q.method, address, body)
	if err != nil {
		return nil, errors.New("discord: no such address") // it may hold a token
	}
	req.Header.Set("User-Agent", userAgent)
	if !q.token {
		req.Header.Set("Authorization", "Bot "+r.token)
	}
	if q.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// path is the route with its IDs in place.
func (q request) path() string {
	var b strings.Builder
	rest := q.route
	for _, id := range q.ids {
		before, after, found := strings.Cut(rest, "{")
		if !found {
			break
		}
		_, after, _ = strings.Cut(after, "}")
		b.WriteString(before + url.PathEscape(id))
		rest = after
	}
	return b.String() + rest
}

// major is the ID that the buckets of a route are kept apart by: that of a channel
// or a server (https://docs.discord.com/developers/topics/rate-limits).
func (q request) major() string {
	if len(q.ids) > 0 && (strings.HasPrefix(q.route, "/channels/") || strings.HasPrefix(q.route, "/guilds/")) {
		return q.ids[0]
	}
	return ""
}

// asks tells of a request that changes nothing.
func (q request) asks() bool { return q.method == http.MethodGet }

func (q request) String() string { return fmt.Sprintf("%s %s", q.method, q.route) }
