package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
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
	// Dial opens every connection; default [net.Dialer.DialContext], through the
	// proxy that the environment names, if it does.
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Pace   Pace
	Logger *slog.Logger // default: nothing is logged
	// Limited is told whenever Slack says that it is too much, and how long Slack wants
	// to rest; nil: nobody is told.
	Limited func(rest time.Duration)
	// Origin is opaque, and tells the messages of this bot from those of others. Every
	// message with a key and every form carries it, so that a bot on another store that
	// uses the same app is noticed. Empty: none does, and nobody is.
	Origin string
	// Stranger is told of a message or form of this app that carries another Origin, and
	// when it was made. It says whether that is known to be of a bot on another store.
	// nil: never.
	Stranger func(origin string, said time.Time) bool
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
	Yes    string // beside the box of a question that is ticked: "Yes"
	// GoesOn is the label of the input in which a long answer to a question goes on, by
	// the question's label: "Story, continued".
	GoesOn func(label string) string
	// NotOpened is told when a form did not open, as Slack waits three seconds for it:
	// nothing was recorded, try again.
	NotOpened string
	// Failed is told when the bot broke down over something: it may be recorded or
	// not, look before trying again.
	Failed string
}

// Platform is the [chat.Platform] Slack. Its methods may be called at the same
// time.
type Platform struct {
	options Options // as given, with the defaults in place
	now     func() time.Time
	log     *slog.Logger
	api     *slackgo.Client

	me     whoami
	people people
	direct directs
	names  directory
	begun  begun
	doubts doubts
	rests  rests
	pace   *pacer

	link    chat.Link
	inbound inbound
	refused chan struct{} // holds one when a call was refused for its token
}

var (
	_ chat.Platform  = (*Platform)(nil)
	_ chat.Finder    = (*Platform)(nil)
	_ chat.Resolver  = (*Platform)(nil)
	_ chat.Grouper   = (*Platform)(nil)
	_ chat.Measurer  = (*Platform)(nil)
	_ chat.Commander = (*Platform)(nil)
	_ chat.Connector = (*Platform)(nil)
)

// New makes a Platform. It refuses options that would fail later, and asks Slack
// nothing; see [Platform.Check].
func New(o Options) (*Platform, error) {
	if o.APIURL == "" {
		o.APIURL = slackgo.APIURL
	}
	if o.Command == "" {
		o.Command = "case"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Limited == nil {
		o.Limited = func(time.Duration) {}
	}
	if o.Stranger == nil {
		o.Stranger = func(string, time.Time) bool { return false }
	}
	if o.Pace.PerChannel == 0 {
		o.Pace.PerChannel = DefaultPace
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	c := client(o)
	return &Platform{
		options: o,
		now:     o.Now,
		log:     o.Logger,
		api: slackgo.New(o.BotToken,
			slackgo.OptionAPIURL(o.APIURL),
			slackgo.OptionAppLevelToken(o.AppToken),
			slackgo.OptionHTTPClient(c)),
		pace:    newPacer(o.Pace.PerChannel),
		inbound: inbound{hooks: c}, refused: make(chan struct{}, 1),
	}, nil
}

// Name is "slack".
func (p *Platform) Name() string { return "slack" }

// Connection implements [chat.Connector]. Over HTTP Slack is heard while Run runs.
func (p *Platform) Connection() chat.Connection { return p.link.Connection() }

// check tells everything that is wrong with the options; never a token itself.
func (o Options) check() error {
	var wrong []error
	add := func(format string, values ...any) { wrong = append(wrong, fmt.Errorf("slack: "+format, values...)) }
	switch {
	case o.BotToken == "":
		add("BotToken is needed: the bot user's token, which begins with xoxb-")
	case !strings.HasPrefix(o.BotToken, "xoxb-"):
		add("BotToken: a bot user's token begins with xoxb-, this one does not")
	}
	switch {
	case o.AppToken == "" && o.SigningSecret == "":
		add("AppToken (Socket Mode) or SigningSecret (HTTP) is needed")
	case o.AppToken != "" && !strings.HasPrefix(o.AppToken, "xapp-"):
		add("AppToken: an app-level token begins with xapp-, this one does not")
	}
	if at, err := url.Parse(o.APIURL); err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" {
		add("APIURL: %q is not an address like %s", o.APIURL, slackgo.APIURL)
	} else if !strings.HasSuffix(o.APIURL, "/") {
		add("APIURL: %q has no slash at its end", o.APIURL)
	}
	if strings.ContainsAny(o.Command, "/ \t\n") {
		add("Command: %q: one word, without its slash", o.Command)
	}
	if o.Words.GoesOn == nil {
		add("Words: every one of them is needed")
	}
	for _, words := range []string{o.Words.ReadOn, o.Words.Submit, o.Words.Cancel, o.Words.Yes, o.Words.NotOpened, o.Words.Failed} {
		if blank(words) {
			add("Words: every one of them is needed")
			break
		}
	}
	return errors.Join(wrong...)
}
