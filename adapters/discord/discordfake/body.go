package discordfake

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// messageBody is what a message is made of, in every endpoint that takes one.
// https://docs.discord.com/developers/resources/message#create-message-jsonform-params
type messageBody struct {
	Content      *string         `json:"content"`
	Nonce        json.RawMessage `json:"nonce"`
	EnforceNonce bool            `json:"enforce_nonce"`
	Embeds       []embed         `json:"embeds"`
	Components   []component     `json:"components"`
	Flags        int             `json:"flags"`
	Reference    *struct {
		MessageID    string `json:"message_id"`
		FailIfAbsent *bool  `json:"fail_if_not_exists"`
	} `json:"message_reference"`
	Allowed json.RawMessage `json:"allowed_mentions"`
}

// settable are the flags that may be set where a message is made; other flags are
// ignored.
const settable = flagSuppressEmbeds | flagSilent | flagVoice | flagComponentsV2

// usual mentions ping in a regular message, and in an interaction's answer.
// https://docs.discord.com/developers/resources/message#allowed-mentions-object-default-settings-for-allowed-mentions
var (
	usualInMessages     = []string{"users", "roles", "everyone"}
	usualInInteractions = []string{"users"}
)

// compose makes a message from a body. It is not said yet.
func (s *Server) compose(c *channel, body json.RawMessage, flags int, usual []string) (*message, *apiError) {
	var b messageBody
	if e := read(body, &b); e != nil {
		return nil, e
	}
	m := &message{channel: c, author: appID, flags: b.Flags & flags}
	if b.Content != nil {
		m.content = strings.TrimSpace(*b.Content)
	}
	m.embeds, m.components = b.Embeds, b.Components
	var f form
	m.nonce = f.nonce(b.Nonce)
	if b.EnforceNonce && m.nonce == "" {
		f.required("nonce")
	}
	f.message(m)
	allowed := f.allowed(b.Allowed, usual...)
	if e := f.refusal(); e != nil {
		return nil, e
	}
	if m.content == "" && len(m.embeds) == 0 && len(m.components) == 0 {
		return nil, refuse(emptyMessage)
	}
	if b.Reference != nil {
		m.answers, m.kind = c.find(b.Reference.MessageID), typeReply
		if m.answers == nil && (b.Reference.FailIfAbsent == nil || *b.Reference.FailIfAbsent) {
			f.wrong("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
			return nil, f.refusal()
		}
	}
	m.mentions = s.live(m, allowed)
	return m, s.oversized(m)
}

// message checks the parts of a message against each other and their limits.
func (f *form) message(m *message) {
	v2 := m.has(flagComponentsV2)
	if v2 && m.content != "" {
		f.wrong("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if v2 && len(m.embeds) > 0 {
		f.wrong("embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if n := utf8.RuneCountInString(m.content); n > maxContent {
		f.length("content", m.content, 0, maxContent)
	}
	m.embeds = f.embeds("embeds", m.embeds)
	f.components("components", m.components, v2)
}

// nonce reads an integer or a string.
func (f *form) nonce(raw json.RawMessage) string {
	var text string
	var number int64
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case json.Unmarshal(raw, &text) == nil:
		f.length("nonce", text, 0, maxNonce)
		return text
	case json.Unmarshal(raw, &number) == nil:
		return string(raw)
	}
	f.wrong("nonce", "NONCE_TYPE_INVALID", "A nonce is an integer or a string.")
	return ""
}

// oversized is what Discord answers when its store cannot take the components.
func (s *Server) oversized(m *message) *apiError {
	if m.has(flagComponentsV2) && processed(m.components) > maxProcessed {
		return &apiError{status: 500, message: "500: Internal Server Error", wrong: true}
	}
	return nil
}

// revise changes a message by the fields that a body has; null empties.
// https://docs.discord.com/developers/resources/message#edit-message
func (s *Server) revise(m *message, body json.RawMessage, usual []string) *apiError {
	var b messageBody
	if e := read(body, &b); e != nil {
		return e
	}
	fields, next := given(body), *m
	if _, ok := fields["content"]; ok {
		next.content = ""
		if b.Content != nil {
			next.content = strings.TrimSpace(*b.Content)
		}
	}
	if _, ok := fields["embeds"]; ok {
		next.embeds = b.Embeds
	}
	if _, ok := fields["components"]; ok {
		next.components = b.Components
	}
	if _, ok := fields["flags"]; ok {
		// IS_COMPONENTS_V2 can be set, never removed.
		next.flags = next.flags&^flagSuppressEmbeds | b.Flags&(flagSuppressEmbeds|flagComponentsV2)
	}
	var f form
	f.message(&next)
	allowed := f.allowed(b.Allowed, usual...)
	if e := f.refusal(); e != nil {
		return e
	}
	if next.content == "" && len(next.embeds) == 0 && len(next.components) == 0 && len(next.files) == 0 {
		return refuse(emptyMessage)
	}
	if e := s.oversized(&next); e != nil {
		return e
	}
	next.mentions = s.live(&next, allowed)
	next.edited = s.now()
	next.flags &^= flagLoading
	*m = next
	if m.only == "" {
		s.dispatchMessage("MESSAGE_UPDATE", m)
	}
	return nil
}

// say puts a message where it belongs and tells everybody who may know.
func (s *Server) say(m *message) *message {
	now, c := s.now(), m.channel
	if m.id == "" {
		m.id = s.world.snowflake(now)
	}
	m.sent, m.listed = now, now
	if s.lag != nil {
		m.listed = now.Add(s.lag())
	}
	c.messages = append(c.messages, m)
	if c.isThread() && m.only == "" {
		if c.archived {
			s.changeThread(c, false, c.locked)
		}
		if _, in := c.members[m.author]; !in {
			c.members[m.author] = now
		}
	}
	if m.only == "" {
		s.dispatchMessage("MESSAGE_CREATE", m)
	}
	return m
}

// once returns the message that was said with a nonce in the past few minutes.
func (w *world) once(value string, now time.Time) *message {
	for _, n := range w.nonces {
		if n.value == value && now.Before(n.until) {
			return n.of
		}
	}
	return nil
}
