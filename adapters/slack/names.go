package slack

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

const (
	// namesFresh is how often the lists of names are read again at most, because of
	// a name that is not in them. Ours: both methods allow 20 pages a minute
	// (https://docs.slack.dev/apis/web-api/rate-limits).
	namesFresh = time.Minute
	// namesPage is how many names a page has: under 1,000
	// (https://docs.slack.dev/apis/web-api/pagination).
	namesPage = 999
)

// Codes of names that cannot be resolved.
const (
	codeNoRoom   = "channel_not_found"
	codeNoPerson = "user_not_found"
	codeTwo      = "name_is_two_people"
)

// names are the lists of channels and of people.
type names struct {
	rooms, people directory
}

// directory is a list of names with their IDs. The list is read page by page; one
// that a limit has interrupted is read on from there.
type directory struct {
	mu     sync.Mutex
	ids    map[string]string // by name in small letters
	read   time.Time
	next   map[string]string // the list being read
	cursor string
}

// A name that is only shown stands behind a mark in the list of people, as it may
// be somebody else's own name. several stands for the ID where it is that of
// several people.
const (
	shownMark = "~"
	several   = "*"
)

// find is the ID of a name; empty: there is none.
func (d *directory) find(name string) string {
	if id := d.ids[name]; id != "" {
		return id
	}
	return d.ids[shownMark+name]
}

// Resolve finds the place that is meant by "#press", "press" or "@ann", or by an
// ID.
func (p *Platform) Resolve(ctx context.Context, name string) (chat.Place, error) {
	if err := ctx.Err(); err != nil {
		return chat.Place{}, failure(ctx, err, false)
	}
	switch {
	case isUser(name):
		return p.placeOfUser(ctx, name)
	case isRoom(name) || isID(name, "D"):
		return p.placeOfRoom(ctx, name)
	case strings.HasPrefix(name, "@"):
		id, err := p.personNamed(ctx, name)
		return chat.Place{Person: id}, err
	}
	id, err := p.roomNamed(ctx, name)
	return chat.Place{Room: id}, err
}

// placeOfUser asks whether there is a user.
func (p *Platform) placeOfUser(ctx context.Context, id string) (chat.Place, error) {
	var user *slackgo.User
	err := p.call(ctx, methodUser, "", func(ctx context.Context) (err error) {
		user, err = p.api.GetUserInfoContext(ctx, id)
		return err
	})
	if err == nil && user.Deleted {
		err = &chat.Error{Failure: chat.Gone, Code: "user_disabled", Err: fmt.Errorf("the account of %s is deactivated", id)}
	}
	if err != nil {
		return chat.Place{}, err
	}
	return chat.Place{Person: id}, nil
}

// placeOfRoom asks whether there is a channel that the bot may see.
func (p *Platform) placeOfRoom(ctx context.Context, id string) (chat.Place, error) {
	var room *slackgo.Channel
	err := p.call(ctx, methodInfo, "", func(ctx context.Context) (err error) {
		room, err = p.api.GetConversationInfoContext(ctx, &slackgo.GetConversationInfoInput{ChannelID: id})
		return err
	})
	if err == nil && room.IsArchived {
		err = &chat.Error{Failure: chat.Gone, Code: "is_archived", Err: fmt.Errorf("%s is archived", id)}
	}
	if err != nil {
		return chat.Place{}, err
	}
	return p.placeOf(id, "", room.User, ""), nil
}

// roomNamed is the ID of a channel, with or without its #.
func (p *Platform) roomNamed(ctx context.Context, name string) (string, error) {
	id, err := p.lookUp(ctx, &p.names.rooms, strings.TrimPrefix(name, "#"), p.listRooms)
	if err == nil && id == "" {
		err = &chat.Error{Failure: chat.Gone, Code: codeNoRoom, Err: fmt.Errorf("there is no channel %q, it is archived, or the bot is not in it and it is private", name)}
	}
	return id, err
}

// personNamed is the ID of a user, with or without their @: by the name that is
// theirs alone, or by one that is shown and nobody else's.
func (p *Platform) personNamed(ctx context.Context, name string) (string, error) {
	id, err := p.lookUp(ctx, &p.names.people, strings.TrimPrefix(name, "@"), p.listPeople)
	switch {
	case err != nil:
	case id == "":
		err = &chat.Error{Failure: chat.Gone, Code: codeNoPerson, Err: fmt.Errorf("there is nobody called %q", name)}
	case id == several:
		id, err = "", &chat.Error{Failure: chat.Gone, Code: codeTwo, Err: fmt.Errorf("several people are called %q: the user ID tells them apart", name)}
	}
	return id, err
}

// lister reads one page of a list into a map of IDs by name.
type lister func(ctx context.Context, cursor string, into map[string]string) (next string, err error)

// lookUp finds a name in a directory, which is read again where it does not have
// it; empty: nowhere.
func (p *Platform) lookUp(ctx context.Context, d *directory, name string, list lister) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	d.mu.Lock()
	defer d.mu.Unlock()
	if id := d.find(name); id != "" || name == "" {
		return id, nil
	}
	if !d.read.IsZero() && p.now().Sub(d.read) < namesFresh {
		return "", nil
	}
	if d.next == nil {
		d.next = map[string]string{}
	}
	for {
		next, err := list(ctx, d.cursor, d.next)
		if err != nil {
			if codeIn(err) != codeLimited {
				d.next, d.cursor = nil, ""
			}
			return "", err
		}
		if d.cursor = next; next == "" {
			break
		}
	}
	d.ids, d.next, d.read = d.next, nil, p.now()
	return d.find(name), nil
}

func (p *Platform) listRooms(ctx context.Context, cursor string, into map[string]string) (next string, err error) {
	var page []slackgo.Channel
	err = p.call(ctx, methodList, "", func(ctx context.Context) (err error) {
		page, next, err = p.api.GetConversationsContext(ctx, &slackgo.GetConversationsParameters{
			Cursor: cursor, Limit: namesPage, ExcludeArchived: true, Types: []string{"public_channel", "private_channel"},
		})
		if err == nil && len(page) == 0 && cursor == "" { // every workspace has a channel
			err = errNoAnswer
		}
		return err
	})
	for _, room := range page {
		into[strings.ToLower(room.Name)] = room.ID
	}
	return next, err
}

func (p *Platform) listPeople(ctx context.Context, cursor string, into map[string]string) (next string, err error) {
	var page slackgo.UserPagination
	err = p.call(ctx, methodUsers, "", func(ctx context.Context) (err error) {
		page, err = p.api.GetUsersPaginated(slackgo.GetUsersOptionLimit(namesPage), slackgo.GetUsersOptionCursor(cursor)).Next(ctx)
		if err == nil && len(page.Users) == 0 && cursor == "" { // the bot's own at least
			err = errNoAnswer
		}
		return err
	})
	if err != nil {
		return "", err
	}
	for _, u := range page.Users {
		if u.Deleted {
			continue
		}
		into[strings.ToLower(u.Name)] = u.ID
		for _, shown := range []string{u.Profile.DisplayName, u.Profile.RealName} {
			shown = shownMark + strings.ToLower(shown)
			if id := into[shown]; id == "" {
				into[shown] = u.ID
			} else if id != u.ID {
				into[shown] = several
			}
		}
	}
	return page.Cursor, nil
}
