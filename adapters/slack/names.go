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
	// namesBelieved is how long a channel is believed to have its name: it may be
	// renamed, and another be made under the name. Ours.
	namesBelieved = time.Hour
	// namesFresh is how often the list of names is read again at most, because of a
	// name that is not in it. Ours: the method allows 20 pages a minute
	// (https://docs.slack.dev/apis/web-api/rate-limits).
	namesFresh = time.Minute
	// namesPage is how many names a page has: under 1,000
	// (https://docs.slack.dev/apis/web-api/pagination).
	namesPage = 999
)

// Codes of names that cannot be resolved.
const (
	codeNoRoom = "channel_not_found"
	// codeNamed is the code of a person who is given by a name. Every name of a user
	// is its owner's to change, also the one that is unique
	// (https://slack.com/help/articles/115004685366-Manage-your-members-names-in-Slack,
	// https://docs.slack.dev/changelog/2017-09-the-one-about-usernames): whoever
	// took it would be written to. The ID is nobody's to take.
	codeNamed = "person_needs_member_id"
)

// directory is the list of channels by name. It is read page by page; a list that a
// limit has interrupted is read on from there.
type directory struct {
	mu     sync.Mutex
	ids    map[string]string // by name in small letters
	read   time.Time
	next   map[string]string // the list being read
	cursor string
}

// Resolve finds the place that is meant by "#press", "press", or an ID, which may be
// written "@U0123456789". A person has no name here but the ID.
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
		id, err := userID(name)
		if err != nil {
			return chat.Place{}, err
		}
		return p.placeOfUser(ctx, id)
	}
	id, err := p.roomNamed(ctx, name)
	return chat.Place{Room: id}, err
}

// placeOfUser asks whether there is a user.
func (p *Platform) placeOfUser(ctx context.Context, id string) (chat.Place, error) {
	var user *slackgo.User
	err := p.call(ctx, methodUser, "", func(ctx context.Context) (err error) {
		user, err = p.userInfo(ctx, id)
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
		if err == nil && room.ID == "" {
			err = errNoAnswer
		}
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
	id, err := p.lookUp(ctx, strings.TrimPrefix(name, "#"))
	if err == nil && id == "" {
		err = &chat.Error{Failure: chat.Gone, Code: codeNoRoom, Err: fmt.Errorf("there is no channel %q, it is archived, or the bot is not in it and it is private", name)}
	}
	return id, err
}

// userID is the ID of a user, written with or without an @.
func userID(person string) (string, error) {
	id := strings.TrimPrefix(person, "@")
	if !isUser(id) {
		return "", &chat.Error{Failure: chat.Gone, Code: codeNamed, Err: fmt.Errorf("%q is no member ID: a name may be anybody's tomorrow", person)}
	}
	return id, nil
}

// lookUp finds a channel by name; empty: there is none. The list is read again when
// it is old, and for a name that it does not have.
func (p *Platform) lookUp(ctx context.Context, name string) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" {
		return "", nil
	}
	d := &p.names
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.read.IsZero() {
		age, id := p.now().Sub(d.read), d.ids[name]
		if id != "" && age < namesBelieved || id == "" && age < namesFresh {
			return id, nil
		}
	}
	if d.next == nil {
		d.next = map[string]string{}
	}
	for {
		next, err := p.listRooms(ctx, d.cursor, d.next)
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
	return d.ids[name], nil
}

// listRooms reads one page of the list into a map of IDs by name.
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
