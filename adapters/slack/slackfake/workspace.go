package slackfake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// IDs of what every workspace has.
const (
	teamID  = "T0000000001"
	appID   = "A0000000001"
	botID   = "B0000000001"
	botUser = "U0000000001"
	team    = "fakers"
)

// User is somebody in the workspace.
type User struct {
	Name     string // the handle, without @
	RealName string // default: Name
	Locale   string // "fr-FR"; default "en-US"
	Deleted  bool   // deactivated
	Bot      bool
}

// Channel is a channel of the workspace.
type Channel struct {
	Name     string // without #
	Private  bool
	Archived bool
	NoBot    bool     // the app is not in it
	Members  []string // IDs of users
}

// File is a file that a person shares in a message.
type File struct {
	Name string
	Size int64
}

// workspace is what the server knows. Its owner locks.
type workspace struct {
	ids      int
	lastTS   time.Time
	users    map[string]*user
	channels map[string]*channel
	groups   map[string]*group
	modals   map[string][]*view // by person, the top one last
	homes    map[string]*view
	triggers map[string]*trigger
	hooks    map[string]*hook
}

type user struct {
	User
	id string
}

type channel struct {
	Channel
	id       string
	person   string // of a direct message with the app
	members  map[string]bool
	messages []*message
	created  time.Time
	deleted  bool
}

type group struct {
	id, handle string
	users      []string
}

func newWorkspace() workspace {
	w := workspace{
		ids: 1, users: map[string]*user{}, channels: map[string]*channel{}, groups: map[string]*group{},
		modals: map[string][]*view{}, homes: map[string]*view{}, triggers: map[string]*trigger{}, hooks: map[string]*hook{},
	}
	w.users[botUser] = &user{User: User{Name: "relay", RealName: "Relay", Locale: "en-US", Bot: true}, id: botUser}
	return w
}

// id returns a new ID of Slack's shape.
func (w *workspace) id(kind string) string {
	w.ids++
	return fmt.Sprintf("%s%010d", kind, w.ids)
}

// stamp returns the next timestamp: seconds and microseconds, unique in the
// workspace.
func (w *workspace) stamp(now time.Time) string {
	now = now.Truncate(time.Microsecond)
	if !now.After(w.lastTS) {
		now = w.lastTS.Add(time.Microsecond)
	}
	w.lastTS = now
	return fmt.Sprintf("%d.%06d", now.Unix(), now.Nanosecond()/1000)
}

// direct returns the direct message of a person with the app, made at need.
func (w *workspace) direct(person string, now time.Time) *channel {
	for _, c := range w.channels {
		if c.person == person {
			return c
		}
	}
	c := &channel{id: w.id("D"), person: person, members: map[string]bool{person: true, botUser: true}, created: now}
	w.channels[c.id] = c
	return c
}

// named returns the channel that a name means, with or without #.
func (w *workspace) named(name string) *channel {
	name = strings.TrimPrefix(name, "#")
	for _, c := range w.channels {
		if c.person == "" && !c.deleted && c.Name == name {
			return c
		}
	}
	return nil
}

// sorted returns the values of a map in the order of its keys.
func sorted[V any](m map[string]V) []V {
	var all []V
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[k])
	}
	return all
}

// kind is the channel_type of events.
// https://docs.slack.dev/reference/events/message
func (c *channel) kind() string {
	switch {
	case c.person != "":
		return "im"
	case c.Private:
		return "group"
	default:
		return "channel"
	}
}

// sees reports whether a person can read a channel.
func (c *channel) sees(person string) bool { return !c.deleted && c.members[person] }
