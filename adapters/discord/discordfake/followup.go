package discordfake

// hook is the interaction whose token a call has: once it was answered, and for a
// quarter of an hour.
func (s *Server) hook(r *request) (*interaction, *apiError) {
	in := s.byToken(r.of("interaction.token"))
	switch {
	case r.of("application.id") != appID || in == nil:
		return nil, refuse(unknownWebhook)
	case in.dead || s.now().Sub(in.asked) > tokenLife:
		return nil, refuse(invalidWebhookToken)
	case !in.answered:
		return nil, refuse(unknownWebhook)
	}
	return in, nil
}

// followUp says something more.
// https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
func (s *Server) followUp(r *request) (any, *apiError) {
	in, e := s.hook(r)
	if e != nil {
		return nil, e
	}
	if in.original != nil && in.thinking && in.original.has(flagLoading) {
		if e := s.revise(in.original, r.body, usualInInteractions); e != nil {
			return nil, e
		}
		return s.messageJSON(in.original, false), nil
	}
	m, e := s.compose(in.channel, r.body, settable|flagEphemeral, usualInInteractions)
	if e != nil {
		return nil, e
	}
	return s.messageJSON(s.answerWith(in, m), false), nil
}

// answerWith says a message as part of an answer.
func (s *Server) answerWith(in *interaction, m *message) *message {
	m.asked = in
	if m.has(flagEphemeral) {
		m.only = in.by
	}
	in.said = append(in.said, m)
	return s.say(m)
}

// answerOf is the message of a call: @original, or one that was said since.
func (s *Server) answerOf(r *request) (*message, *apiError) {
	in, e := s.hook(r)
	if e != nil {
		return nil, e
	}
	if _, id := r.vars["message.id"]; !id {
		if in.original == nil || in.original.channel.find(in.original.id) == nil {
			return nil, refuse(unknownMessage)
		}
		return in.original, nil
	}
	for _, m := range in.said {
		if m.id == r.of("message.id") && m.channel.find(m.id) != nil {
			return m, nil
		}
	}
	return nil, refuse(unknownMessage)
}

func (s *Server) getAnswer(r *request) (any, *apiError) {
	m, e := s.answerOf(r)
	if e != nil {
		return nil, e
	}
	return s.messageJSON(m, false), nil
}

func (s *Server) editAnswer(r *request) (any, *apiError) {
	m, e := s.answerOf(r)
	if e == nil {
		e = s.revise(m, r.body, usualInInteractions)
	}
	if e != nil {
		return nil, e
	}
	return s.messageJSON(m, false), nil
}

func (s *Server) deleteAnswer(r *request) (any, *apiError) {
	m, e := s.answerOf(r)
	if e != nil {
		return nil, e
	}
	s.remove(m)
	return done{}, nil
}
