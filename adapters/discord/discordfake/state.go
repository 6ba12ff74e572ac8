package discordfake

import (
	"maps"
	"slices"
	"time"
)

// appID is the ID of the app and of its user; founder owns every server.
const (
	appID   = "100000000000000001"
	founder = "100000000000000002"
	appName = "Relay"
)

// Types of channel that cannot be added.
// https://docs.discord.com/developers/resources/channel#channel-object-channel-types
const (
	direct             Kind = 1
	announcementThread Kind = 10
	publicThread       Kind = 11
	privateThread      Kind = 12
)

// world is what the server knows. Its owner locks.
type world struct {
	lastID   int64
	users    map[string]*user
	guilds   map[string]*guild
	channels map[string]*channel
	nonces   []nonce
	commands map[string][]*command // by server; "" is everywhere
	creates  map[string][]time.Time
	asked    map[string]*interaction // by ID
	modals   map[string]*modal       // open, by person
}

type user struct {
	User
	id string
}

type guild struct {
	Guild
	id      string
	roles   map[string]*role
	members map[string]*member
	botRole string
}

type role struct {
	id, name    string
	permissions Permission
	managed     bool
}

type member struct {
	roles  map[string]bool
	joined time.Time
}

type channel struct {
	id         string
	guild      *guild   // nil: a direct message
	parent     *channel // of a thread
	kind       Kind
	name       string
	person     string // of a direct message
	overwrites map[string]Overwrite
	messages   []*message
	created    time.Time

	// Of a thread.
	owner            string
	members          map[string]time.Time
	archived, locked bool
	archivedAt       time.Time
}

type nonce struct {
	value string
	until time.Time
	of    *message
}

func newWorld() world {
	w := world{
		users: map[string]*user{}, guilds: map[string]*guild{}, channels: map[string]*channel{},
		commands: map[string][]*command{}, creates: map[string][]time.Time{},
		asked: map[string]*interaction{}, modals: map[string]*modal{},
	}
	w.users[appID] = &user{User: User{Name: "relay", GlobalName: appName, Locale: "en-US", Bot: true}, id: appID}
	w.users[founder] = &user{User: User{Name: "founder", GlobalName: "Founder", Locale: "en-US", ClosedDM: true}, id: founder}
	return w
}

// sorted returns the values of a map of IDs, the oldest first.
func sorted[V any](m map[string]V) []V {
	var all []V
	for _, k := range slices.SortedFunc(maps.Keys(m), byID) {
		all = append(all, m[k])
	}
	return all
}

// first is the oldest server.
func (w *world) first() *guild {
	if all := sorted(w.guilds); len(all) > 0 {
		return all[0]
	}
	return nil
}

// direct returns the direct message of a person with the app, made at need.
func (w *world) direct(person string, now time.Time) *channel {
	for _, c := range w.channels {
		if c.person == person {
			return c
		}
	}
	c := &channel{id: w.snowflake(now), kind: direct, person: person, created: now}
	w.channels[c.id] = c
	return c
}

func (c *channel) isThread() bool { return c.parent != nil }

// find returns a message of a channel by its ID.
func (c *channel) find(id string) *message {
	i := slices.IndexFunc(c.messages, func(m *message) bool { return m.id == id })
	if i < 0 {
		return nil
	}
	return c.messages[i]
}

// guildID is empty in a direct message.
func (c *channel) guildID() string {
	if c.guild == nil {
		return ""
	}
	return c.guild.id
}

// top is the channel that a thread is in, or the channel itself.
func (c *channel) top() *channel {
	if c.parent != nil {
		return c.parent
	}
	return c
}

// threads returns the threads of a channel, the oldest first.
func (w *world) threads(of *channel) []*channel {
	var all []*channel
	for _, c := range sorted(w.channels) {
		if c.parent == of {
			all = append(all, c)
		}
	}
	return all
}

// person returns a user that is a person.
func (w *world) person(id string) *user {
	if u := w.users[id]; u != nil && id != appID {
		return u
	}
	return nil
}
