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
	var acts []chat.Act
	err = p.history(ctx, channel, string(at.Thread), since, func(m slackgo.Message) bool {
		sent := sentOf(channel, m)
		if sent.thread() != string(at.Thread) || !slices.Contains(spoken, sent.Subtype) || me.wrote(sent.User, sent.Bot) {
			return false
		}
		versions := []bool{false}
		if sent.Edited.TS != "" {
			versions = append(versions, true)
		}
		for _, edited := range versions {
			if act, ok := p.said(ctx, sent, edited); ok && !act.At.Before(since) {
				acts = append(acts, act)
			}
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(acts, func(a, b chat.Act) int { return a.At.Compare(b.At) })
	return acts, nil
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
