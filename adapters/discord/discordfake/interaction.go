package discordfake

import (
	"errors"
	"time"
)

// Types of interaction.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type
const (
	askPing         = 1
	askCommand      = 2
	askComponent    = 3
	askAutocomplete = 4
	askModal        = 5
)

// What Discord shows a person whose interaction came to nothing.
var (
	errNoAnswer = errors.New("the application did not respond")
	errFailed   = errors.New("this interaction failed")
	errModal    = errors.New("something went wrong, try again")
)

// interaction is something that a person asked of the app. Its owner locks.
type interaction struct {
	id, token string
	kind      int
	by        string
	channel   *channel
	source    *message // whose component it is about
	data      object
	asked     time.Time
	done      chan struct{} // closed by the first answer

	answered bool
	dead     bool     // the answer is late
	thinking bool     // a message is announced
	original *message // the answer, or the message of the component
	choices  []Choice
	typing   int // of an autocomplete: the type of the option
	said     []*message
}

// ask makes an interaction.
func (s *Server) ask(kind int, by string, c *channel, source *message, data object) *interaction {
	id := s.world.snowflake(s.now())
	in := &interaction{
		id: id, token: "aW50ZXJhY3Rpb24" + id, kind: kind, by: by, channel: c, source: source, data: data,
		asked: s.now(), done: make(chan struct{}),
	}
	s.world.asked[id] = in
	return in
}

// byToken returns the interaction that a token is of.
func (s *Server) byToken(token string) *interaction {
	for _, in := range s.world.asked {
		if in.token == token {
			return in
		}
	}
	return nil
}

// deliver hands an interaction to the app and waits for its answer.
func (s *Server) deliver(in *interaction) error {
	s.mu.Lock()
	handler, payload := s.handler, raw(s.interactionJSON(in))
	if handler == nil {
		if len(s.gateway.sessions) == 0 {
			in.dead = true
			s.mu.Unlock()
			return in.failure()
		}
		s.dispatch(0, "INTERACTION_CREATE", nil, func(Intent) any { return payload })
	}
	s.mu.Unlock()
	if handler != nil {
		s.work.Go(func() { s.post(handler, in, payload) })
	}
	late := time.NewTimer(answerTime)
	defer late.Stop()
	select {
	case <-in.done:
	case <-late.C:
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !in.answered {
		in.dead = true
		return in.failure()
	}
	return nil
}

// failure is what the person sees when there was no answer.
func (in *interaction) failure() error {
	switch in.kind {
	case askComponent:
		return errFailed
	case askModal:
		return errModal
	case askAutocomplete:
		return errors.New("loading options failed")
	}
	return errNoAnswer
}

// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure
func (s *Server) interactionJSON(in *interaction) object {
	c := in.channel
	channel := s.channelJSON(c)
	if c.guild != nil {
		channel["permissions"] = bits(s.world.permissions(in.by, c))
	}
	o := object{
		"id": in.id, "application_id": appID, "type": in.kind, "data": in.data, "token": in.token, "version": 1,
		"channel_id": c.id, "channel": channel, "locale": s.world.users[in.by].Locale,
		"app_permissions": bits(s.world.permissions(appID, c)), "entitlements": []object{}, "attachment_size_limit": 10 << 20,
	}
	if in.source != nil {
		o["message"] = s.messageJSON(in.source, false)
	}
	if c.guild == nil {
		return with(o, object{"user": s.userJSON(in.by), "context": 1, "authorizing_integration_owners": object{"0": "0"}})
	}
	member := with(s.memberJSON(c.guild, in.by), object{"permissions": bits(s.world.permissions(in.by, c))})
	return with(o, object{
		"member": member, "guild_id": c.guild.id, "guild_locale": c.guild.Locale, "context": 0,
		"guild":                          object{"id": c.guild.id, "locale": c.guild.Locale, "features": []string{}},
		"authorizing_integration_owners": object{"0": c.guild.id},
	})
}

func (s *Server) interactionRoutes() map[string]func(*request) (any, *apiError) {
	const hook = "/webhooks/{application.id}/{interaction.token}"
	return map[string]func(*request) (any, *apiError){
		"POST /interactions/{interaction.id}/{interaction.token}/callback": s.callback,
		"POST " + hook:                              s.followUp,
		"GET " + hook + "/messages/@original":       s.getAnswer,
		"PATCH " + hook + "/messages/@original":     s.editAnswer,
		"DELETE " + hook + "/messages/@original":    s.deleteAnswer,
		"GET " + hook + "/messages/{message.id}":    s.getAnswer,
		"PATCH " + hook + "/messages/{message.id}":  s.editAnswer,
		"DELETE " + hook + "/messages/{message.id}": s.deleteAnswer,
	}
}

// callback is the first answer to an interaction.
// https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response
func (s *Server) callback(r *request) (any, *apiError) {
	in := s.world.asked[r.of("interaction.id")]
	if in == nil || in.token != r.of("interaction.token") {
		return nil, refuse(unknownInteraction)
	}
	if e := s.respond(in, r.body); e != nil {
		return nil, e
	}
	if !r.flag("with_response") {
		return done{}, nil
	}
	answer := object{"interaction": object{"id": in.id, "type": in.kind}}
	if in.original != nil {
		with(answer["interaction"].(object), object{
			"response_message_id": in.original.id, "response_message_loading": in.original.has(flagLoading), "response_message_ephemeral": in.original.only != "",
		})
		answer["resource"] = object{"type": 4, "message": s.messageJSON(in.original, false)}
	}
	return answer, nil
}
