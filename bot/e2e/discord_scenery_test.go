package e2e_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord"
	"relance/adapters/discord/discordfake"
	"relance/bot"
	"relance/bot/app"
	"relance/bot/locale"
	"relance/bot/story"
	"relance/config"
)

// guild is the scenery of Discord: a story's people in a server of the fake, with a
// channel for each of its rooms. It works in a bubble only.
type guild struct {
	fake     *discordfake.Server
	now      func() time.Time // of the story
	say      locale.Speaker
	commands []bot.Command
	server   string            // its ID
	forum    string            // the room that is one; empty: none is
	paced    bool              // Discord's clock does not stand still between lines either
	people   []string          // their names, in order
	users    map[string]string // their IDs, by name
	channels map[string]string // IDs, by name

	platform *discord.Platform
	handler  chat.Handler
	stop     context.CancelFunc
	ended    chan error

	said   atomic.Int64        // how often the bot has written to Discord
	looked int64               // … when it was looked last
	seen   map[string]bool     // messages that were shown already
	asking map[string][]string // by person: inputs of the open form that are to be answered again
	told   []story.Shown       // what was shown since it was asked last
}

var _ app.Scenery = (*guild)(nil)

// newGuild makes a server with everybody whom a story names.
func newGuild(t testing.TB, st story.Story) *guild {
	return newGuildWith(t, st, discordfake.Options{})
}

// newGuildWith is newGuild on a fake with further options.
func newGuildWith(t testing.TB, st story.Story, o discordfake.Options) *guild {
	g := &guild{
		now:   func() time.Time { return st.Start },
		users: map[string]string{}, channels: map[string]string{}, seen: map[string]bool{}, asking: map[string][]string{},
	}
	o.Now, o.Privileged = func() time.Time { return g.now() }, discordfake.MessageContent
	g.fake = discordfake.New(t, o)
	g.server = g.fake.AddGuild(discordfake.Guild{Name: "Example"})
	g.meet(namedIn(st)...)
	return g
}

func (g *guild) meet(names ...string) { g.people = met(g.people, names...) }

// Cast implements [app.Scenery].
func (g *guild) Cast(c *config.Config) *config.Config {
	g.meet(listedIn(c)...)
	for _, name := range g.people {
		u := c.Console.People[name]
		g.users[name] = g.fake.AddUser(discordfake.User{
			Name: name, GlobalName: cmp.Or(u.Name, name), Locale: clientLocale(cmp.Or(u.Language, c.People.Language)),
		})
	}
	return castOn("discord", c, g.users, g.channel)
}

// clientLocale is a language as Discord's clients report it.
func clientLocale(language string) string {
	if language == "en" {
		return "en-US"
	}
	return language
}

// channel is the channel of a room, which everybody sees.
func (g *guild) channel(room string) string {
	if room != "" && g.channels[room] == "" {
		kind := discordfake.Text
		if room == g.forum {
			kind = discordfake.Forum
		}
		g.channels[room] = g.fake.AddChannel(discordfake.Channel{Name: room, Kind: kind})
	}
	return g.channels[room]
}

// Platform implements [app.Scenery].
func (g *guild) Platform(p app.Props) (chat.Platform, error) {
	texts, err := locale.Load()
	if err != nil {
		return nil, err
	}
	g.now, g.say, g.commands = p.Now, p.Say, bot.Commands(texts)
	clock := &running{story: p.Now}
	if g.paced {
		g.now = clock.now
	}
	g.platform, err = discord.New(discord.Options{
		Token: g.fake.Token(), APIURL: g.fake.APIURL(), Dial: g.dial, MessageContent: true,
		Commands: app.DiscordCommands(texts, p.Config.Language), CommandTexts: app.DiscordCommandTexts(texts, p.Config.Language),
		Words: app.DiscordWords(p.Say), Now: clock.now,
	})
	return g.platform, err
}

// dial counts what the bot writes: as long as it writes nothing there is nothing new.
func (g *guild) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := g.fake.Dial(ctx, network, address)
	return &counted{conn, &g.said}, err
}

type counted struct {
	net.Conn
	writes *atomic.Int64
}

func (c *counted) Write(b []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(b)
}

// running is a story's clock that does not stand still: what waits for its turn gets
// it.
type running struct {
	story func() time.Time

	mu                sync.Mutex
	at, since, latest time.Time
}

func (r *running) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at := r.story(); !at.Equal(r.at) {
		r.at, r.since = at, time.Now()
	}
	if now := r.at.Add(time.Since(r.since)); now.After(r.latest) {
		r.latest = now
	}
	return r.latest
}

// Begin implements [app.Scenery].
func (g *guild) Begin(h chat.Handler) error {
	g.handler = h
	var ctx context.Context
	ctx, g.stop = context.WithCancel(context.Background())
	g.ended = make(chan error, 1)
	go func() { g.ended <- g.platform.Run(ctx, h) }()
	g.settle()
	return nil
}

// settle returns when nobody has anything more to do: what waits for its turn has
// had it.
func (g *guild) settle() {
	time.Sleep(time.Second)
	synctest.Wait()
}

// Close implements [app.Scenery]. Whatever Discord would not have taken is the error.
func (g *guild) Close() error {
	var errs []error
	if g.stop != nil {
		g.stop()
		errs = append(errs, <-g.ended)
	}
	for _, refusal := range g.fake.Refusals() {
		errs = append(errs, fmt.Errorf("Discord refuses: %s", refusal))
	}
	for _, early := range g.fake.Violations() {
		errs = append(errs, fmt.Errorf("Discord had asked to wait: %s", early))
	}
	return errors.Join(errs...)
}

// Shown implements [app.Scenery].
func (g *guild) Shown() ([]story.Shown, error) {
	err := g.Watch()
	shown := g.told
	g.told = nil
	return shown, err
}

// Watch implements [app.Scenery]: it notes every message of the bot that somebody
// sees and nobody saw before, in the order of their time. What only one person sees
// is replaced by what comes next; what stands under a form is part of it.
func (g *guild) Watch() error {
	g.settle()
	before := g.looked
	if g.looked = g.said.Load(); g.looked == before {
		return nil
	}
	type sight struct {
		message discordfake.Message
		where   story.Where
	}
	var sights []sight
	for _, name := range g.people {
		for _, m := range g.fake.Seen(g.users[name]) {
			key, where := m.ID, story.Where{Room: m.ChannelName, Thread: m.Thread != ""}
			switch {
			case m.Ephemeral:
				key, where = name+" "+m.ID+" "+m.Read, story.Where{Person: name}
			case m.DM:
				key, where = name+" "+m.ID, story.Where{Person: name}
			}
			if m.By == g.fake.Application() && !g.seen[key] && !g.underForm(m) {
				sights = append(sights, sight{m, where})
			}
			g.seen[key] = true
		}
	}
	slices.SortStableFunc(sights, func(a, b sight) int {
		return cmp.Or(len(a.message.ID)-len(b.message.ID), strings.Compare(a.message.ID, b.message.ID))
	})
	for _, s := range sights {
		if slices.ContainsFunc(s.message.Effects, isLoud) {
			return fmt.Errorf("a message does more than be read (%v): %s", s.message.Effects, s.message.Read)
		}
		g.told = append(g.told, story.Shown{At: g.now(), Kind: story.ShownMessage, Where: s.where, Text: s.message.Read})
	}
	return nil
}

// isLoud tells of what is live in a message, but for where something landed: that is
// there to be clicked.
func isLoud(effect string) bool {
	link, is := strings.CutPrefix(effect, "link ")
	return !is || messageLink.FindString(link) != link
}

// Reads implements [app.Scenery].
func (g *guild) Reads(ref chat.Ref) string {
	for _, name := range g.people {
		for _, m := range g.fake.Seen(g.users[name]) {
			if m.ID == string(ref) {
				return m.Read
			}
		}
	}
	return ""
}

// messageLink is the address of a message: of a server or a direct message, a channel
// or a thread.
var messageLink = regexp.MustCompile(`https://discord\.com/channels/(?:\d+|@me)/(\d+)/(\d+)`)

// Recast implements [app.Scenery]: a room stands where the address of its channel
// was, or a link into it, and somebody's name where their ID was.
func (g *guild) Recast(text string) string {
	text = messageLink.ReplaceAllStringFunc(text, func(link string) string {
		ids := messageLink.FindStringSubmatch(link)
		for _, m := range g.fake.Seen(g.users[g.people[0]]) {
			if m.ID == ids[2] || m.Thread == ids[1] {
				return "#" + m.ChannelName
			}
		}
		return link
	})
	for name, id := range g.channels {
		text = strings.ReplaceAll(text, "discord:"+id, g.say.Say("address.room", "Address", name))
	}
	for name, id := range g.users {
		text = strings.ReplaceAll(text, id, name)
	}
	return text
}
