package slack

import (
	"context"
	"fmt"
	"slices"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// The kinds of group.
const (
	groupKind = "group" // a user group, by its ID: S…
	roomKind  = "room"  // whoever is in a channel, by its ID or name
)

// codeKind is the code of a group of an unknown kind.
const codeKind = "no_such_kind"

// Group returns the user IDs of a user group's or a channel's members, without the
// bot.
func (p *Platform) Group(ctx context.Context, kind, id string) ([]string, error) {
	switch kind {
	case groupKind:
		return p.groupMembers(ctx, id)
	case roomKind:
		return p.roomMembers(ctx, id)
	}
	return nil, &chat.Error{Failure: chat.Gone, Code: codeKind, Err: fmt.Errorf("kind %q", kind)}
}

func (p *Platform) groupMembers(ctx context.Context, id string) ([]string, error) {
	var users []string
	err := p.call(ctx, methodGroupMembers, "", func(ctx context.Context) (err error) {
		users, err = p.api.GetUserGroupMembersContext(ctx, id)
		return err
	})
	return users, err
}

func (p *Platform) roomMembers(ctx context.Context, id string) ([]string, error) {
	channel, err := p.locate(ctx, chat.Place{Room: id})
	if err != nil {
		return nil, err
	}
	me, err := p.identify(ctx)
	if err != nil {
		return nil, err
	}
	var users []string
	for cursor := ""; ; {
		var page []string
		err := p.call(ctx, methodMembers, "", func(ctx context.Context) (err error) {
			page, cursor, err = p.api.GetUsersInConversationContext(ctx, &slackgo.GetUsersInConversationParameters{
				ChannelID: channel, Cursor: cursor, Limit: namesPage,
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		users = append(users, page...)
		if cursor == "" {
			return slices.DeleteFunc(users, func(user string) bool { return user == me.user }), nil
		}
	}
}
