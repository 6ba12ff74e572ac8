package e2e_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
	"relance/bot/app"
	"relance/bot/locale"
	"relance/bot/story"
	"relance/config"
)

// workspace is the scenery of Slack: a story's people in a workspace of the fake,
// with a channel for each of its rooms. Over the socket it works in a bubble only.
type workspace struct {
	blind    bool // what is shown is counted by the test, at the end
	http     bool // Slack calls the bot, and whoever acts is answered when they are back
	fake     *slackfake.Server
	now      func() time.Time // of the story
	say      locale.Speaker
	people   []string          // their names, in order
	users    map[string]string // their IDs, by name
	channels map[string]string // IDs, by name

	platform *slack.Platform
	stop     context.CancelFunc
	ended    chan error

	seen   map[string]bool     // messages that were shown already
	asking map[string][]string // by person: inputs of the open form that are to be answered again
	told   []story.Shown       // what was shown since it was asked last
}

var _ app.Scenery = (*workspace)(nil)

// newWorkspace makes a workspace with everybody whom a story names.
func newWorkspace(t testing.TB, st story.Story) *workspace {
	return newWorkspaceWith(t, st, slackfake.Options{})
}

// newWorkspaceWith is newWorkspace on a Slack that is slow or strict.
func newWorkspaceWith(t testing.TB, st story.Story, o slackfake.Options) *workspace {
	w := &workspace{
		now:   func() time.Time { return st.Start },
		users: map[string]string{}, channels: map[string]string{}, seen: map[string]bool{}, asking: map[string][]string{},
	}
	o.Now = func() time.Time { return w.now() }
	w.fake = slackfake.New(t, o)
	w.meet(namedIn(st)...)
	return w
}

// meet notes that there is somebody.
func (w *workspace) meet(names ...string) { w.people = met(w.people, names...) }

// Cast implements [app.Scenery].
func (w *workspace) Cast(c *config.Config) *config.Config {
	w.meet(listedIn(c)...)
	for _, name := range w.people {
		w.join(c, name)
	}
	return castOn("slack", c, w.users, w.channel)
}

// join adds somebody to the workspace.
func (w *workspace) join(c *config.Config, name string) {
	u := c.Console.People[name]
	w.users[name] = w.fake.AddUser(slackfake.User{
		Name: name, RealName: cmp.Or(u.Name, name), Locale: cmp.Or(u.Language, c.People.Language),
	})
}

// channel is the channel of a room, with everybody in it: on the console, too,
// rooms are open to all.
func (w *workspace) channel(room string) string {
	if room == "" || w.channels[room] != "" {
		return w.channels[room]
	}
	w.channels[room] = w.fake.AddChannel(slackfake.Channel{Name: room, Members: slices.Collect(maps.Values(w.users))})
	return w.channels[room]
}

// Platform implements [app.Scenery].
func (w *workspace) Platform(p app.Props) (chat.Platform, error) {
	w.now, w.say = p.Now, p.Say
	var err error
	o := slack.Options{
		BotToken: w.fake.BotToken(), AppToken: w.fake.AppToken(), APIURL: w.fake.APIURL(), Dial: w.fake.Dial,
		Words: app.SlackWords(p.Say), Now: p.Now, Pace: slack.Pace{PerChannel: -1},
	}
	if w.http {
		o.AppToken, o.SigningSecret = "", w.fake.SigningSecret()
	}
	w.platform, err = slack.New(o)
	return w.platform, err
}

// Begin implements [app.Scenery].
func (w *workspace) Begin(h chat.Handler) error {
	var ctx context.Context
	ctx, w.stop = context.WithCancel(context.Background())
	w.ended = make(chan error, 1)
	go func() { w.ended <- w.platform.Run(ctx, h) }()
	if !w.http {
		w.settle()
		return nil
	}
	w.fake.DeliverTo(w.platform.HTTP())
	for w.fake.Command(w.users[w.people[0]], "", "/case", "help") != nil { // as long as Run has not begun
		runtime.Gosched()
	}
	return nil
}

// settle returns when nobody has anything more to do.
func (w *workspace) settle() {
	if !w.http {
		synctest.Wait()
	}
}

// Close implements [app.Scenery]. Whatever Slack would not have taken is the error.
func (w *workspace) Close() error {
	var errs []error
	if w.stop != nil {
		w.stop()
		errs = append(errs, <-w.ended)
	}
	for _, refusal := range w.fake.Refusals() {
		errs = append(errs, fmt.Errorf("Slack refuses: %s", refusal))
	}
	for _, early := range w.fake.Violations() {
		errs = append(errs, fmt.Errorf("Slack had asked to wait: %s", early))
	}
	return errors.Join(errs...)
}

// Shown implements [app.Scenery].
func (w *workspace) Shown() ([]story.Shown, error) {
	err := w.Watch()
	shown := w.told
	w.told = nil
	return shown, err
}

// Watch implements [app.Scenery]: it notes every message of the bot that somebody
// sees and nobody saw before, in the order of their time.
func (w *workspace) Watch() error {
	w.settle()
	if w.blind {
		return nil
	}
	type sight struct {
		message slackfake.Message
		where   story.Where
	}
	var sights []sight
	for _, name := range w.people {
		for _, m := range w.fake.Seen(w.users[name]) {
			key, where := m.Channel+" "+m.TS, story.Where{Room: m.ChannelName, Thread: m.Thread != ""}
			if m.DM || m.Ephemeral {
				key, where = key+" "+name, story.Where{Person: name}
			}
			if m.By == w.fake.BotUser() && !w.seen[key] {
				sights = append(sights, sight{m, where})
			}
			w.seen[key] = true
		}
	}
	slices.SortStableFunc(sights, func(a, b sight) int { return strings.Compare(a.message.TS, b.message.TS) })
	for _, s := range sights {
		if slices.ContainsFunc(s.message.Effects, func(e string) bool { return e != "bold" && !opens(e) }) {
			return fmt.Errorf("a message does more than be read (%v): %s", s.message.Effects, s.message.Read)
		}
		w.told = append(w.told, story.Shown{At: w.now(), Kind: story.ShownMessage, Where: s.where, Text: s.message.Read})
	}
	return nil
}

// opens tells of an effect that it is a link to a message of the workspace, which
// the bot makes of an address that it keeps.
func opens(effect string) bool { return openedLink.MatchString(effect) }

var openedLink = regexp.MustCompile(`^link https://fakers\.slack\.com/archives/\w+/p\d+(\?\S*)?$`)

// Reads implements [app.Scenery].
func (w *workspace) Reads(ref chat.Ref) string {
	for _, name := range w.people {
		for _, m := range w.fake.Seen(w.users[name]) {
			if m.TS == string(ref) {
				return m.Read
			}
		}
	}
	return ""
}

// Recast implements [app.Scenery]: a room stands where the address of its channel
// was, or a link into it, and somebody's name where their ID was.
func (w *workspace) Recast(text string) string {
	for name, id := range w.channels {
		text = strings.ReplaceAll(text, "slack:"+id, w.say.Say("address.room", "Address", name))
		link := regexp.MustCompile(`https://\S+/archives/` + id + `/p\d+(\?\S*)?`)
		text = link.ReplaceAllLiteralString(text, "#"+name)
	}
	for name, id := range w.users {
		text = strings.ReplaceAll(text, id, name)
	}
	return text
}
