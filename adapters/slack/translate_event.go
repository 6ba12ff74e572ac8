package slack

import (
	"context"
	"fmt"
	"slices"

	"relance/adapters/chat"
)

// spoken are the subtypes of messages in which somebody says something; a plain
// message has none. All others are the workspace's own notices.
// https://docs.slack.dev/reference/events/message#subtypes
var spoken = []string{"", "file_share", "thread_broadcast", "me_message", "bot_message"}

// event translates a delivery of the Events API.
func (p *Platform) event(ctx context.Context, payload []byte) (incoming, error) {
	sent, err := unpack[sentEvent](payload)
	if err != nil {
		return incoming{}, err
	}
	switch e := sent.Event; e.Type {
	case "message":
		return p.message(ctx, sent.App, e)
	case "app_home_opened":
		return p.visit(ctx, sent.ID, e)
	}
	return incoming{}, nil
}

// message translates something said, or said differently now.
// https://docs.slack.dev/reference/events/message/message_changed
func (p *Platform) message(ctx context.Context, app string, e sentMessage) (incoming, error) {
	m := e
	edited := e.Subtype == "message_changed"
	if edited {
		if e.Message == nil || e.Previous == nil {
			return incoming{}, fmt.Errorf("%w: a change without a message", errMalformed)
		}
		m = *e.Message
		m.Channel, m.ChannelType = e.Channel, e.ChannelType
		if m.Text == e.Previous.Text || m.Edited.TS == "" { // a preview was added, an answer counted
			return incoming{}, nil
		}
	}
	switch {
	case !slices.Contains(spoken, m.Subtype):
		return incoming{}, nil
	case p.ours(ctx, app, m):
		if !edited {
			p.strange(m)
		}
		return incoming{}, nil
	}
	act, ok := p.said(ctx, m, edited)
	if !ok {
		return incoming{}, fmt.Errorf("%w: a message of nobody, nowhere or at no time", errMalformed)
	}
	return incoming{
		act:     act,
		surface: onSaid,
		back:    back{User: m.User, Channel: m.Channel, Thread: m.Thread},
	}, nil
}

// said is a message as an act. It has the same ID however it is heard of.
func (p *Platform) said(ctx context.Context, m sentMessage, edited bool) (chat.Act, bool) {
	ts, id := m.TS, "m:"+m.Channel+":"+m.TS
	if edited {
		ts, id = m.Edited.TS, id+":"+m.Edited.TS
	}
	at, ok := timeOf(ts)
	by := p.author(ctx, m)
	if !ok || by.Account == "" || m.Channel == "" {
		return chat.Act{}, false
	}
	deed := p.words(ctx, m)
	deed.Edited = edited
	return chat.Act{ID: id, At: at, By: by, Place: p.placeOf(m.Channel, m.ChannelType, by.Account, m.thread()), Deed: deed}, true
}

// words are what a message says, its files and its reference.
func (p *Platform) words(ctx context.Context, m sentMessage) chat.Said {
	said := chat.Said{
		Text: readable(m.Text, func(account string) string { return p.person(ctx, account).Name }),
		Ref:  chat.Ref(m.TS),
		Link: p.permalink(ctx, m.Channel, m.TS, m.Thread),
	}
	for _, f := range m.Files {
		if f.Name == "" {
			f.Name = f.Title
		}
		if f.Name == "" && f.Permalink == "" {
			continue // deleted, or beyond what the workspace's plan keeps
		}
		said.Files = append(said.Files, chat.File{Name: f.Name, Size: f.Size, Link: f.Permalink})
	}
	return said
}

// author is who said a message. An app that has no user is called as it calls
// itself.
func (p *Platform) author(ctx context.Context, m sentMessage) chat.Person {
	if m.User != "" {
		return p.named(ctx, m.User, m.Username)
	}
	name := m.Username
	for _, other := range []string{m.BotProfile.Name, m.Bot} {
		if name == "" {
			name = other
		}
	}
	return chat.Person{Account: m.Bot, Name: name}
}

// ours tells of a message of this very app. Other apps are heard: an
// organisation's may answer for it.
func (p *Platform) ours(ctx context.Context, app string, m sentMessage) bool {
	if app != "" && (m.App == app || m.BotProfile.App == app) {
		return true
	}
	return p.self(ctx).wrote(m.User, m.Bot)
}

// thread is the thread that a message is in. A message that is answered names
// itself as its thread and stands at the top all the same.
func (m sentMessage) thread() string {
	if m.Thread == m.TS {
		return ""
	}
	return m.Thread
}

// visit translates the bot's own page being opened. The tab of messages is
// nobody's act.
// https://docs.slack.dev/reference/events/app_home_opened
func (p *Platform) visit(ctx context.Context, id string, e sentMessage) (incoming, error) {
	if e.Tab != "home" {
		return incoming{}, nil
	}
	if e.User == "" || id == "" {
		return incoming{}, fmt.Errorf("%w: a visit of nobody", errMalformed)
	}
	at, _ := timeOf(e.EventTS)
	return incoming{
		surface: onVisit,
		back:    back{User: e.User},
		act:     chat.Act{ID: "h:" + id, At: at, By: p.person(ctx, e.User), Place: chat.Place{Person: e.User}, Deed: chat.Visit{}},
	}, nil
}
