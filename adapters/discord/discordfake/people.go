package discordfake

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// placeOf is a channel as a person means it; "" is the direct message with the app.
func (s *Server) placeOf(by, channel string) (*channel, error) {
	if s.world.person(by) == nil {
		return nil, fmt.Errorf("there is nobody called %q", by)
	}
	if channel == "" {
		return s.world.direct(by, s.now()), nil
	}
	c := s.world.channels[channel]
	if c == nil || !s.world.sees(by, c) {
		return nil, fmt.Errorf("there is no channel %q", channel)
	}
	return c, nil
}

// Say says something in a channel or thread; channel may be empty: the direct
// message with the app. text is what the person types: the fake makes mentions of
// @name and #channel, as Discord's editor does.
func (s *Server) Say(by, channel, text string, files ...File) (message string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.placeOf(by, channel)
	if err != nil {
		return "", err
	}
	m, err := s.said(by, c, text, files)
	if err != nil {
		return "", err
	}
	return s.say(m).id, nil
}

// Reply says something as the reply to a message of the same place.
func (s *Server) Reply(by, channel, to, text string) (message string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.placeOf(by, channel)
	if err != nil {
		return "", err
	}
	m, err := s.said(by, c, text, nil)
	if err != nil {
		return "", err
	}
	if m.answers, m.kind = c.find(to), typeReply; m.answers == nil {
		return "", errors.New("this message is gone")
	}
	m.mentions = s.live(m, allowedMentions{Parse: usualInMessages, RepliedUser: true})
	return s.say(m).id, nil
}

// said makes a message of what a person types.
func (s *Server) said(by string, c *channel, text string, files []File) (*message, error) {
	may := s.world.permissions(by, c)
	switch text = strings.TrimSpace(s.typed(text)); {
	case c.kind == Forum || may&SendMessages == 0:
		return nil, errors.New("you do not have permission to send messages in this channel")
	case c.locked:
		return nil, errors.New("this thread is locked")
	case utf8.RuneCountInString(text) > maxContent:
		return nil, errors.New("your message is too long")
	case text == "" && len(files) == 0:
		return nil, errors.New("there is nothing to send")
	}
	m := &message{channel: c, author: by, content: strings.TrimSpace(s.typed(text)), files: slices.Clone(files)}
	m.mentions = s.live(m, allowedMentions{Parse: usualInMessages})
	return m, nil
}

// named is @name or #channel as a person types it.
var named = regexp.MustCompile(`[@#][\p{L}\p{N}_.-]+`)

// typed makes mentions of names, as Discord's editor does.
func (s *Server) typed(text string) string {
	return named.ReplaceAllStringFunc(text, func(name string) string {
		for _, u := range sorted(s.world.users) {
			if name == "@"+u.Name {
				return "<@" + u.id + ">"
			}
		}
		for _, c := range sorted(s.world.channels) {
			if c.guild != nil && name == "#"+c.name {
				return "<#" + c.id + ">"
			}
		}
		return name
	})
}

// StartThread starts a thread from a message, or, with message empty and in a
// forum, a post that begins with text.
func (s *Server) StartThread(by, channel, message, name, text string) (thread string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.placeOf(by, channel)
	if err != nil {
		return "", err
	}
	if message == "" {
		return s.startPost(by, c, name, text)
	}
	m := c.find(message)
	if m == nil {
		return "", errors.New("this message is gone")
	}
	t, e := s.threadFrom(m, name, by)
	if e != nil {
		return "", errors.New(e.message)
	}
	if text == "" {
		return t.id, nil
	}
	first, err := s.said(by, t, text, nil)
	if err != nil {
		return "", err
	}
	s.say(first)
	return t.id, nil
}

func (s *Server) startPost(by string, c *channel, name, text string) (string, error) {
	if c.kind != Forum || s.world.permissions(by, c)&SendMessages == 0 {
		return "", errors.New("you cannot start a post here")
	}
	id := s.world.snowflake(s.now())
	t := s.open(c, publicThread, id, name, by)
	m, err := s.said(by, t, text, nil)
	if err != nil {
		delete(s.world.channels, id)
		return "", err
	}
	m.id = id
	s.say(m)
	return id, nil
}

// own is a person's message that they want to change.
func (s *Server) own(by, channel, message string) (*message, error) {
	c, err := s.placeOf(by, channel)
	if err != nil {
		return nil, err
	}
	m := c.find(message)
	switch {
	case m == nil || m.author != by:
		return nil, errors.New("you can only change messages of your own")
	case c.archived || c.locked:
		return nil, errors.New("this thread is closed")
	}
	return m, nil
}

// Revise edits a message of one's own.
func (s *Server) Revise(by, channel, message, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.own(by, channel, message)
	if err != nil {
		return err
	}
	m.content, m.edited = strings.TrimSpace(s.typed(text)), s.now()
	m.mentions = s.live(m, allowedMentions{Parse: usualInMessages})
	s.dispatchMessage("MESSAGE_UPDATE", m)
	return nil
}

// Delete deletes a message of one's own.
func (s *Server) Delete(by, channel, message string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.own(by, channel, message)
	if err != nil {
		return err
	}
	s.remove(m)
	return nil
}
