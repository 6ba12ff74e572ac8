package slack

import (
	"context"
	"slices"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// Heard returns what people said in a place since a time. A message that was
// edited is there twice, as Slack delivers it: as said and as edited, both with
// the words that it has now.
func (p *Platform) Heard(ctx context.Context, at chat.Place, since time.Time) ([]chat.Act, error) {
	channel, err := p.locate(ctx, at)
	if err != nil {
		return nil, err
	}
	me, err := p.identify(ctx)
	if err != nil {
		return nil, err
	}
	var heard []sentMessage
	err = p.history(ctx, channel, string(at.Thread), since, func(m slackgo.Message) bool {
		sent := sentOf(channel, m)
		if sent.thread() == string(at.Thread) && slices.Contains(spoken, sent.Subtype) && !me.wrote(sent.User, sent.Bot) {
			heard = append(heard, sent)
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	names, stop := context.WithTimeout(ctx, heardNames)
	defer stop()
	p.meet(names, heard)
	var acts []chat.Act
	for _, sent := range heard {
		versions := []bool{false}
		if sent.Edited.TS != "" {
			versions = append(versions, true)
		}
		for _, edited := range versions {
			if act, ok := p.said(names, sent, edited); ok && !act.At.Before(since) {
				acts = append(acts, act)
			}
		}
	}
	slices.SortStableFunc(acts, func(a, b chat.Act) int { return a.At.Compare(b.At) })
	return acts, nil
}

// heardNames is how long all names together are waited for, however many spoke.
// Ours.
const heardNames = 2 * time.Second

// meet asks at the same time who all those are who said something.
func (p *Platform) meet(ctx context.Context, heard []sentMessage) {
	var asked []*acquaintance
	for _, m := range heard {
		if m.User != "" {
			asked = append(asked, p.acquainted(ctx, m.User))
		}
	}
	for _, a := range asked {
		select {
		case <-a.asked:
		case <-ctx.Done():
			return
		}
	}
}

// sentOf is a message of the history as one that is delivered.
func sentOf(channel string, m slackgo.Message) sentMessage {
	sent := sentMessage{
		Subtype: m.SubType, User: m.User, Bot: m.BotID, Username: m.Username,
		Text: m.Text, TS: m.Timestamp, Thread: m.ThreadTimestamp, Channel: channel,
	}
	if m.BotProfile != nil {
		sent.BotProfile = sentBot{Name: m.BotProfile.Name, App: m.BotProfile.AppID}
	}
	if m.Edited != nil {
		sent.Edited = sentEdited{User: m.Edited.User, TS: m.Edited.Timestamp}
	}
	for _, f := range m.Files {
		sent.Files = append(sent.Files, sentFile{Name: f.Name, Title: f.Title, Size: int64(f.Size), Permalink: f.Permalink})
	}
	return sent
}
