package discord

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// Types of answer
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
const (
	answerMessage = 4 // with a message
	answerLater   = 5 // a message comes
	answerNothing = 6 // of a component: nothing is seen
	answerUpdate  = 7 // of a component: its message becomes another
	answerChoices = 8
	answerModal   = 9
)

// Codes of an interaction that is answered already, or whose time is over
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes).
const (
	codeAnswered           = 40060
	codeUnknownInteraction = 10062
)

// source is the message that an interaction comes from.
type source int

const (
	fromNothing source = iota // a command
	ontoOthers                // a message that others see too: no answer changes it
	ontoAlone                 // a message that only this person sees
)

// sourceOf is what an interaction comes from.
func sourceOf(m *message) source {
	switch {
	case m == nil:
		return fromNothing
	case m.Flags&int(discordgo.MessageFlagsEphemeral) != 0:
		return ontoAlone
	}
	return ontoOthers
}

// reply answers one interaction: for the first time within three seconds, then with
// its token, for a quarter of an hour, then in private. It is one goroutine's.
type reply struct {
	platform *Platform
	id       string
	user     string
	at       time.Time // when it arrived
	kind     int
	source   source
	// replaces: the answer takes the place of the message it comes from, which was
	// made for filling in a form.
	replaces bool
	begun    begun

	application, token string // never in a log
}

// begun is how far an answer is.
type begun int

const (
	notYet    begun = iota
	thinking        // the person is shown that a message comes
	silent          // nothing was shown
	shown           // the first message was
	tooLate         // the token does not work
	elsewhere       // another process of the same bot has answered
)

// callback is the first answer. One that is too late is not tried: Discord counts what
// it has to refuse
// (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
func (r *reply) callback(ctx context.Context, kind int, data any) error {
	if r.platform.now().Sub(r.at) >= answerWithin {
		return errTooLate
	}
	q := request{
		method: http.MethodPost, route: "/interactions/{interaction.id}/{interaction.token}/callback",
		ids: []string{r.id, r.token}, token: true, body: map[string]any{"type": kind},
	}
	if data != nil {
		q.body = map[string]any{"type": kind, "data": data}
	}
	err := r.platform.rest.do(ctx, q)
	if r.mayTryAgain(ctx, err, answerWithin) {
		if err = r.platform.rest.do(ctx, q); is(err, codeAnswered) {
			err = nil // the first try had arrived
		}
	}
	return err
}

// mayTryAgain waits as long as an error asks for, and tells whether trying once more
// makes sense: within the time that an answer has.
func (r *reply) mayTryAgain(ctx context.Context, err error, within time.Duration) bool {
	e, is := errors.AsType[*chat.Error](err)
	if !is || e.Failure != chat.Unknown && e.Failure != chat.Temporary {
		return false
	}
	wait := e.After
	if e.Code != codeLimited { // busyTime and the like are a guess, made for who has time
		wait = 0
	}
	if r.platform.now().Sub(r.at)+wait >= within {
		return false
	}
	return wait <= 0 || pause(ctx, wait)
}

// deferred shows the person that an answer comes.
func (r *reply) deferred(ctx context.Context) {
	if r.begun != notYet {
		return
	}
	if r.replaces {
		r.settle(r.callback(ctx, answerNothing, nil), silent)
		return
	}
	r.settle(r.callback(ctx, answerLater, map[string]int{"flags": int(discordgo.MessageFlagsEphemeral)}), thinking)
}

// settle takes over what became of the first answer.
func (r *reply) settle(err error, to begun) {
	switch r.begun = to; {
	case is(err, codeAnswered):
		r.begun = elsewhere
	case err != nil:
		r.begun = tooLate
		r.platform.log.Debug("discord: an interaction was not answered in time", "interaction", r.id, "error", err)
	}
}

// show shows pieces to the person alone.
func (r *reply) show(ctx context.Context, pieces []piece) {
	for i, one := range pieces {
		err := r.showOne(ctx, one)
		if err == nil {
			continue
		}
		if r.begun == elsewhere || is(err, codeAnswered) {
			return
		}
		r.platform.log.Debug("discord: an answer cannot be shown where it was asked", "interaction", r.id, "error", err)
		r.whisper(ctx, pieces[i:], i)
		return
	}
}

var errTooLate = errors.New("discord: the interaction takes no answer any more")

// showOne shows one piece: as the first answer, in place of what announced it, or
// after it.
func (r *reply) showOne(ctx context.Context, one piece) error {
	var err error
	switch {
	case r.begun >= tooLate || r.platform.now().Sub(r.at) >= tokenLife:
		return errTooLate
	case r.begun == notYet && r.replaces:
		err = r.callback(ctx, answerUpdate, one.outgoing(""))
	case r.begun == notYet:
		err = r.callback(ctx, answerMessage, alone(one))
	case r.begun == thinking || r.begun == silent && r.replaces:
		err = r.hook(ctx, http.MethodPatch, "/messages/@original", one.outgoing(""))
	default:
		err = r.hook(ctx, http.MethodPost, "", alone(one))
	}
	if err == nil {
		r.begun = shown
	}
	return err
}

// silence answers without showing anything. A command, and a form that a command
// opened, have to be shown something: it is taken away again.
func (r *reply) silence(ctx context.Context) {
	if r.begun == notYet && r.source != fromNothing {
		r.settle(r.callback(ctx, answerNothing, nil), silent)
		return
	}
	r.deferred(ctx)
	if r.begun == thinking {
		r.remove(ctx)
	}
}

// discard takes the message away that the interaction comes from. Only this person
// sees it.
func (r *reply) discard(ctx context.Context) {
	if r.begun == notYet {
		r.settle(r.callback(ctx, answerNothing, nil), silent)
	}
	if r.source == ontoAlone {
		r.remove(ctx)
	}
}

func (r *reply) remove(ctx context.Context) {
	if err := r.hook(ctx, http.MethodDelete, "/messages/@original", nil); err != nil {
		r.platform.log.Debug("discord: what was shown stays", "interaction", r.id, "error", err)
	}
}

// suggest offers choices. Too late it is nothing.
func (r *reply) suggest(ctx context.Context, choices []wireChoice) {
	r.settle(r.callback(ctx, answerChoices, map[string]any{"choices": choices}), shown)
}

// modal opens a form, where that is possible; false: it is not.
func (r *reply) modal(ctx context.Context, m modal) (bool, error) {
	if r.begun != notYet || r.kind == askedModal {
		return false, nil
	}
	err := r.callback(ctx, answerModal, m)
	if is(err, codeAnswered) || is(err, codeUnknownInteraction) || errors.Is(err, errTooLate) {
		r.settle(err, tooLate)
		return false, nil
	}
	if err == nil {
		r.begun = shown
	}
	return true, err
}
