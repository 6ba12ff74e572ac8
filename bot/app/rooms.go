package app

import (
	"context"
	"errors"
	"fmt"

	"relance/adapters/chat"
	"relance/bot"
)

// resolved turns the names of the bot's rooms on a platform into the IDs that
// acts carry.
func resolved(ctx context.Context, p chat.Resolver, platform string, r bot.Rooms) (bot.Rooms, error) {
	var wrong []error
	for _, room := range []struct {
		key  string
		name *string
	}{{"team", &r.Team}, {"moderators", &r.Moderators}, {"public", &r.Public}} {
		if *room.name == "" {
			continue
		}
		at, err := p.Resolve(ctx, *room.name)
		switch e, is := errors.AsType[*chat.Error](err); {
		case err == nil && at.Room == "":
			err = fmt.Errorf("%s is a person, not a room", *room.name)
		case err == nil:
			*room.name = at.Room
		case is && e.Failure == chat.Gone:
			err = fmt.Errorf("there is no room %s, or it is archived, or the bot is not in it (%s)", *room.name, e.Code)
		default:
			err = fmt.Errorf("%s cannot be looked up: %w", *room.name, err)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("rooms.%s.%s: %w", platform, room.key, err))
		}
	}
	return r, errors.Join(wrong...)
}
