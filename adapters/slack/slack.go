package slack

import (
	"context"
	"log/slog"
	"net"
	"time"
)

// Options are what a Platform is made of. BotToken and Words are needed, and
// either AppToken (Socket Mode) or SigningSecret (HTTP).
type Options struct {
	BotToken      string // xoxb-…
	AppToken      string // xapp-…, for Socket Mode
	SigningSecret string // of the app, for HTTP
	// APIURL is the address of the Web API, with its slash at the end; default
	// https://slack.com/api/. The address of the socket comes from there.
	APIURL string
	// Command is the slash command without its slash; default "case".
	Command string
	Words   Words
	// Now is the time that waits and acts are counted with; default [time.Now].
	Now func() time.Time
	// Dial opens every connection; default [net.Dialer.DialContext].
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Pace   Pace
	Logger *slog.Logger
}

// Pace is how much is said at most before Slack has to say that it is too much.
// The zero Pace is Slack's own, see [DefaultPace].
type Pace struct {
	// PerChannel is the time between two messages in one channel. Negative: none.
	PerChannel time.Duration
}

// Words are the sentences of the adapter's own, in the bot's language.
type Words struct {
	ReadOn string // where a long message goes on in its thread: "…read on"
	Submit string // the button of a form that has no label of its own
	Cancel string // the button that leaves a form
}
