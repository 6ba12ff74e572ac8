package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"relance/adapters/chat"
)

// Codes of the adapter's own, beside those of Discord, which are numbers.
const (
	codeEnded   = "context_ended"     // the caller did not wait
	codeNoWay   = "not_connected"     // no connection was there to send anything over
	codeLost    = "answer_lost"       // the request left, no answer came
	codeUnread  = "answer_unread"     // an answer came that is not Discord's
	codePaced   = "not_yet"           // the turn of the route has not come
	codeLimited = "rate_limited"      // Discord says that it was too much
	codeNowhere = "no_such_place"     // neither a room nor a person, or both
	codeMessage = "no_such_message"   // what is given is no reference to a message
	codeMany    = "several_of_a_name" // nobody can tell which is meant
	codeHistory = "history_long"      // more was said than is looked through
)

// Discord's codes that are more than a failure somewhere.
const (
	codeUnknownChannel    = 10003
	codeUnknownMember     = 10007
	codeUnknownMessage    = 10008
	codeUnknownUser       = 10013
	codeCrossposted       = 40033
	codeMissingAccess     = 50001
	codeMissingPermission = 50013
	codeArchived          = 50083
	codeThreadExists      = 160004
)

// How long to wait. Ours, where Discord names no time.
const (
	// busyTime is for trouble on the way or at Discord that passes by itself.
	busyTime = 10 * time.Second
	// limitedTime is for a limit without a time.
	limitedTime = 30 * time.Second
	// mendTime is for what an administrator has to mend. Nothing is lost meanwhile.
	mendTime = 15 * time.Minute
	// tokenTime is how long nothing is asked once Discord has refused the token.
	tokenTime = time.Minute
	// findTime is how long after an unknown outcome a post of a forum, or a message
	// of several pieces, is looked for.
	findTime = 5 * time.Second
)

var errPaced = errors.New("discord: its turn comes later")

// consequence is what an error of Discord's means for what was to be said. Each
// code has one.
type consequence int

const (
	byStatus consequence = iota // the code says nothing more than the status
	busy                        // it was not done; later it may be
	limited                     // it was not done: too much of it
	mend                        // it was not done; an administrator has to do something
	gone                        // the place, the person or the message is not there for the bot
	refused                     // it will never be done as it is
)

// answered is what an answer means; nil where the request was carried out. limited
// is how long a 429 says to wait.
func answered(q request, status int, body []byte, limited time.Duration) *chat.Error {
	if status >= http.StatusOK && status < http.StatusMultipleChoices {
		return nil
	}
	var said struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"`
	}
	json.Unmarshal(body, &said) //nolint:errcheck // what is no JSON says nothing
	e := &chat.Error{Code: strconv.Itoa(said.Code), Err: fmt.Errorf("%s: %d %s %s", q, status, said.Message, said.Errors)}
	if said.Code == 0 {
		e.Code = "http_" + strconv.Itoa(status)
	}
	if status == http.StatusTooManyRequests {
		e.Failure, e.After, e.Turn = chat.Temporary, limited, true
		if said.Code == 0 {
			e.Code = codeLimited
		}
		return e
	}
	what := consequences[said.Code]
	if what == byStatus {
		what = statusConsequence(status, said.Code)
	}
	e.Failure, e.After = what.failure(q)
	return e
}

// statusConsequence is what a status means where the table has no code. What has no
// code at all comes from a proxy, from Cloudflare or from a wrong address, and is for
// an administrator.
func statusConsequence(status, code int) consequence {
	switch {
	case status >= http.StatusInternalServerError:
		return byStatus
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge:
		return refused
	case code != 0 && (status == http.StatusForbidden || status == http.StatusNotFound):
		return gone
	}
	return mend
}

// failure is the neutral word for a consequence. Without one the request may have
// been carried out, except where it changes nothing.
func (c consequence) failure(q request) (chat.Failure, time.Duration) {
	switch c {
	case busy:
		return chat.Temporary, busyTime
	case limited:
		return chat.Temporary, limitedTime
	case mend:
		return chat.Temporary, mendTime
	case gone:
		return chat.Gone, 0
	case refused:
		return chat.TooLong, 0
	}
	if q.asks() {
		return chat.Temporary, busyTime
	}
	return chat.Unknown, 0
}

// lost is what it means that no answer came. sent: some of the request may have
// left.
func lost(ctx context.Context, q request, err error, sent bool) *chat.Error {
	e := &chat.Error{Failure: chat.Temporary, Code: codeNoWay, After: busyTime, Err: fmt.Errorf("%s: %w", q, err)}
	switch {
	case sent && !q.asks():
		e.Failure, e.Code, e.After = chat.Unknown, codeLost, 0
	case sent:
		e.Code = codeLost
	}
	if over := ctx.Err(); errors.Is(over, context.Canceled) {
		e.Err = fmt.Errorf("%s: %w: %w", q, over, err)
		if e.Failure == chat.Temporary {
			e.Code, e.After = codeEnded, 0
		}
	}
	return e
}

// unread is an answer of success that cannot be read.
func unread(q request, err error) *chat.Error {
	e := &chat.Error{Failure: chat.Unknown, Code: codeUnread, Err: fmt.Errorf("%s: %w", q, err)}
	if q.asks() {
		e.Failure, e.After = chat.Temporary, busyTime
	}
	return e
}

// is tells of an error with a code of Discord's.
func is(err error, code int) bool { return codeOf(err) == strconv.Itoa(code) }

// codeOf is the code of an error.
func codeOf(err error) string {
	e, ok := errors.AsType[*chat.Error](err)
	if !ok {
		return ""
	}
	return e.Code
}

// deleted tells of an error that says that a message, or its channel, is not there.
func deleted(err error) bool { return is(err, codeUnknownMessage) || is(err, codeUnknownChannel) }

// missing is the error of an edit: there is no such message, though the channel is
// there (10008, Unknown Message,
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes).
func missing(err error) error {
	e, ok := errors.AsType[*chat.Error](err)
	if ok && (e.Code == strconv.Itoa(codeUnknownMessage) || e.Code == codeMessage) {
		return &chat.Error{Failure: chat.Missing, Code: e.Code, Err: e.Err}
	}
	return err
}

// passing is how long to wait after a failure that is over then.
func passing(err error) (wait time.Duration, passes bool) {
	e, ok := errors.AsType[*chat.Error](err)
	if !ok || e.Failure != chat.Temporary && e.Failure != chat.Unknown {
		return 0, false
	}
	return max(e.After, busyTime), true
}

// halfSaid is the failure of a message of which the first pieces are out: before the
// rest can be said they must be looked for, though it is certain that it was not.
func halfSaid(err error, said, parts int) error {
	e, ok := errors.AsType[*chat.Error](err)
	if !ok {
		e = &chat.Error{}
	}
	return &chat.Error{Failure: chat.Unknown, Code: e.Code, After: max(e.After, findTime),
		Err: fmt.Errorf("%d of %d parts are said: %w", said, parts, err)}
}

func isFailure(err error, f chat.Failure) bool {
	e, ok := errors.AsType[*chat.Error](err)
	return ok && e.Failure == f
}

func goneError(code, format string, values ...any) *chat.Error {
	return &chat.Error{Failure: chat.Gone, Code: code, Err: fmt.Errorf("discord: "+format, values...)}
}
