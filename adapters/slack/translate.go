package slack

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relance/adapters/chat"
)

// incoming is what a delivery means: an act and where its answer goes, or a form
// that has to grow. One with neither is only acknowledged.
type incoming struct {
	act     chat.Act
	surface surface
	back    back
	asked   []string // of a form that is sent back: its questions, by block_id
	filled  filled   // and its rows with an answer
	grow    *growth
}

// surface is where somebody acted: it decides how the answer is shown.
type surface int

const (
	nowhere   surface = iota // nobody acted
	onCommand                // in the line where messages are typed
	onMessage                // a button of a message, or a shortcut on one
	onHome                   // a button of the bot's own page
	onModal                  // a button of a form
	onSubmit                 // a form sent back
	onSuggest                // typing into a question
	onSaid                   // a message
	onVisit                  // the bot's own page being opened
)

// back is how an answer gets to the person. Of a form it is kept in the form.
type back struct {
	User     string `json:"-"`
	Channel  string `json:"channel,omitempty"`
	Thread   string `json:"thread,omitempty"`
	Response string `json:"response,omitempty"` // a response_url
	trigger  string // opens one form, within three seconds
}

// The kinds of delivery, named as the envelopes of the socket are:
// https://docs.slack.dev/apis/events-api/using-socket-mode
const (
	commandKind     = "slash_commands"
	interactiveKind = "interactive"
	eventKind       = "events_api"
	unknownKind     = "unknown"
)

// translate finds out what a delivery means. The error is errMalformed where it
// cannot be read.
func (p *Platform) translate(ctx context.Context, kind string, payload []byte, at time.Time) (incoming, error) {
	var in incoming
	var err error
	switch kind {
	case commandKind:
		in, err = p.command(ctx, payload)
	case interactiveKind:
		in, err = p.interaction(ctx, payload)
	case eventKind:
		in, err = p.event(ctx, payload)
	default:
		return incoming{}, fmt.Errorf("%w: an envelope of an unknown type", errMalformed)
	}
	if in.act.At.IsZero() {
		in.act.At = at
	}
	return in, err
}

// command translates a slash command. Its text is as it was typed: the manifest
// does not ask Slack to escape it.
func (p *Platform) command(ctx context.Context, payload []byte) (incoming, error) {
	c, err := unpack[sentCommand](payload)
	if err != nil {
		return incoming{}, err
	}
	if c.User == "" || c.Channel == "" || c.Trigger == "" || c.Command == "" {
		return incoming{}, fmt.Errorf("%w: a command of nobody, nowhere or without a name", errMalformed)
	}
	return incoming{
		surface: onCommand,
		back:    back{User: c.User, Channel: c.Channel, Response: c.ResponseURL, trigger: c.Trigger},
		act: chat.Act{
			ID:    "c:" + c.Trigger,
			By:    p.named(ctx, c.User, c.UserName),
			Place: p.placeOf(c.Channel, "", c.User, ""),
			Deed:  chat.Command{Name: strings.TrimPrefix(c.Command, "/"), Text: c.Text},
		},
	}, nil
}

// named is who is behind a user ID; where Slack does not say it in time, the name
// is the one in the delivery.
func (p *Platform) named(ctx context.Context, user, name string) chat.Person {
	who := p.person(ctx, user)
	if who.Name == user && name != "" {
		who.Name = name
	}
	return who
}

// timeOf is the time in a timestamp of Slack's, "1700000000.000100": seconds and
// what makes it unique in its channel.
// https://docs.slack.dev/messaging/retrieving-messages
func timeOf(ts string) (time.Time, bool) {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, ok := digits(seconds, 12)
	us, fine := digits((micros + "000000")[:6], 6)
	if !ok || !fine {
		return time.Time{}, false
	}
	return time.Unix(s, us*int64(time.Microsecond)).UTC(), true
}

// digits reads a figure of up to most digits.
func digits(text string, most int) (int64, bool) {
	if text == "" || len(text) > most {
		return 0, false
	}
	n := int64(0)
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}
