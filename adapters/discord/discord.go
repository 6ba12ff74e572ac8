package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"

	"relance/adapters/chat"
)

// Options are what a Platform is made of. Token and Words are needed.
type Options struct {
	// Token is the bot's, without the word Bot before it.
	Token string
	// PublicKey is the application's Ed25519 key in hexadecimal, for interactions
	// over HTTP. Empty: they come over the gateway.
	PublicKey string
	// APIURL is the address of the API with its version and a slash at the end;
	// default https://discord.com/api/v10/. The gateway's address comes from there.
	APIURL string
	// Guild is the ID of the server the bot works in; its commands are registered
	// there. Empty: every server it was added to, and global commands.
	Guild string
	// Command is the slash command without its slash; default "case".
	Command string
	// MessageContent says that the application was granted the privileged intent of
	// that name: the bot reads what people write beside its buttons and forms.
	MessageContent bool
	// Commands are what the slash command can do, and CommandTexts what is shown of
	// it besides. Without any nothing is registered.
	Commands     []Command
	CommandTexts CommandTexts
	Words        Words
	// Drafts keeps forms between their pages; nil: this process keeps them, as long as
	// it lives.
	Drafts Drafts
	// Budget is how often a session may begin, shared by replicas; nil: this
	// process counts for itself.
	Budget Budget
	// Now is the time that waits and acts are counted with; default [time.Now].
	Now func() time.Time
	// Dial opens every connection; default [net.Dialer.DialContext], through the
	// proxy that the environment names, if it does.
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Logger *slog.Logger // default: nothing is logged
	// Limited is told whenever Discord says that it is too much, and how long Discord
	// wants to wait; nil: nobody is told.
	Limited func(wait time.Duration)
	// Origin is opaque, and tells the messages of this bot from those of others. Every
	// message with a key carries it, so that a bot on another store that uses the same
	// token is noticed. Empty: none does, and nobody is.
	Origin string
	// Stranger is told of a message of this application that carries another Origin, and
	// when it was said. It says whether that is known to be of a bot on another store.
	// nil: never.
	Stranger func(origin string, said time.Time) bool
}

// Budget counts the sessions that are begun at the gateway: Discord resets the
// token of a bot that begins more than it grants in a day
// (https://docs.discord.com/developers/events/gateway#session-start-limit-object).
type Budget interface {
	// Take counts one session more, of so many in a time, and returns 0; or counts
	// nothing and returns how long to wait. Each window is a budget of its own; all
	// replicas of the bot share them.
	Take(ctx context.Context, limit int, window time.Duration) (wait time.Duration, err error)
}

// Platform is the chat platform Discord. Its methods may be called at the same
// time.
type Platform struct {
	options Options // as given, with the defaults in place
	log     *slog.Logger
	now     func() time.Time
	rest    *rest

	self   once[string]
	guilds once[[]string]
	rooms  shelf[string, room]
	dms    shelf[string, string] // channel by person
	folk   shelf[string, member] // by guild and person
	said   shelf[string, posted] // by mark

	link    chat.Link
	inbound inbound
}

var _ chat.Connector = (*Platform)(nil)

// New makes a Platform. It refuses options that would fail later, and asks Discord
// nothing.
func New(o Options) (*Platform, error) {
	if o.APIURL == "" {
		o.APIURL = apiURL
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
	if o.Budget == nil {
		o.Budget = &allowance{now: o.Now}
	}
	if o.Drafts == nil {
		o.Drafts = &heldDrafts{now: o.Now}
	}
	menu, err := newMenu(o)
	if err := errors.Join(o.check(), err); err != nil {
		return nil, err
	}
	return &Platform{
		options: o,
		log:     o.Logger,
		now:     o.Now,
		rest:    newREST(o),
		inbound: inbound{menu: menu},
	}, nil
}

// Name is "discord".
func (p *Platform) Name() string { return "discord" }

// Connection implements [chat.Connector]. Over HTTP Discord is heard while Run runs.
func (p *Platform) Connection() chat.Connection { return p.link.Connection() }

// apiURL is from https://docs.discord.com/developers/reference#api-versioning.
const apiURL = "https://discord.com/api/v10/"

// commandName is what a slash command may be called, without capitals
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming).
var commandName = regexp.MustCompile(`^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$`)

// check tells everything that is wrong with the options; never a token itself.
func (o Options) check() error {
	var wrong []error
	add := func(format string, values ...any) { wrong = append(wrong, fmt.Errorf("discord: "+format, values...)) }
	switch {
	case o.Token == "":
		add("Token is needed: the bot's, from the page Bot of the application")
	case strings.ContainsAny(o.Token, " \t\r\n"):
		add("Token: one word, without Bot before it")
	}
	if key, err := hex.DecodeString(o.PublicKey); o.PublicKey != "" && (err != nil || len(key) != ed25519.PublicKeySize) {
		add("PublicKey: %d hexadecimal digits, from the page General Information of the application", 2*ed25519.PublicKeySize)
	}
	if at, err := url.Parse(o.APIURL); err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" {
		add("APIURL: %q is not an address like %s", o.APIURL, apiURL)
	} else if !strings.HasSuffix(o.APIURL, "/") {
		add("APIURL: %q has no slash at its end", o.APIURL)
	}
	if o.Guild != "" && !isID(o.Guild) {
		add("Guild: %q is not the ID of a server", o.Guild)
	}
	if !commandName.MatchString(o.Command) {
		add("Command: %q: one word in small letters, without its slash", o.Command)
	}
	if blank(o.Words.ReadOn) || length(o.Words.ReadOn) > authorLimit {
		add("Words: ReadOn is needed, in at most %d characters", authorLimit)
	}
	if !o.Words.complete() {
		add("Words: every one of them is needed")
	}
	return errors.Join(wrong...)
}
