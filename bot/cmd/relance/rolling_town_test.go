//go:build unix

package main

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
)

// sight is a message of the bot's as somebody sees it, on either platform.
type sight struct {
	id, room, text string
	mark           string // what it is known by when it is sent again
	top            bool   // it is in no thread
	private        bool
	alone          bool // seen by this person alone: an answer
	underWay       bool // Discord says that an answer is on its way
	labels         []string
}

// side is one platform, seen by its people.
type side struct {
	platform string
	users    map[string]string // IDs, by name
	seen     func(user string) []sight
	command  func(user, words, key, value string) error
	click    func(user, message, label string) error
}

// town is both platforms, and what people there did and were told.
type town struct {
	t       *testing.T
	slack   *slackfake.Server
	discord *discordfake.Server
	guild   string
	sides   []*side // Slack, Discord
	members []member

	mu       sync.Mutex
	noted    map[string]int // notes that were acknowledged
	answered map[string]int // commands that were answered, by their words
	refused  map[string]int // commands and clicks that were not, by what the person is told
	silent   []string       // what was neither
	clicks   atomic.Int64
}

// member is somebody with one case.
type member struct {
	side          *side
	name, subject string
}

func listener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// newTown makes a workspace and a server, in which so many people have something to ask.
func newTown(t *testing.T, members int) *town {
	town := &town{
		t: t, noted: map[string]int{}, answered: map[string]int{}, refused: map[string]int{},
		slack: slackfake.New(t, slackfake.Options{Scopes: slack.Scopes(), Listener: listener(t)}),
		// With Discord's limits: one session in five seconds is one of them.
		discord: discordfake.New(t, discordfake.Options{Privileged: discordfake.MessageContent, Limits: true, Listener: listener(t)}),
	}
	town.guild = town.discord.AddGuild(discordfake.Guild{Name: "Example"})
	onSlack := &side{platform: "slack", users: map[string]string{}, seen: town.onSlack, command: town.slackCommand, click: town.slackClick}
	onDiscord := &side{platform: "discord", users: map[string]string{}, seen: town.onDiscord, command: town.discordCommand, click: town.discordClick}
	town.sides = []*side{onSlack, onDiscord}
	names := []string{"noor", "sam"}
	for i := range members {
		m := member{side: town.sides[i%2], name: fmt.Sprint("member", i), subject: fmt.Sprintf("Meter %d.", i)}
		town.members = append(town.members, m)
		names = append(names, m.name)
	}
	for _, name := range names {
		onSlack.users[name] = town.slack.AddUser(slackfake.User{Name: name, Locale: "en"})
		onDiscord.users[name] = town.discord.AddUser(discordfake.User{Name: name})
	}
	staff := func(s *side) []string { return []string{s.users["noor"], s.users["sam"]} }
	for _, room := range []string{"team", "moderators", "public", "desk"} {
		town.slack.AddChannel(slackfake.Channel{Name: room, Members: staff(onSlack)})
		town.discord.AddChannel(discordfake.Channel{Name: room, Private: true, Members: staff(onDiscord)})
	}
	onDiscord.users["#lobby"] = town.discord.AddChannel(discordfake.Channel{Name: "lobby", Members: slices.Collect(maps.Values(onDiscord.users))})
	return town
}

func (w *town) onSlack(user string) []sight {
	var all []sight
	for _, m := range w.slack.Seen(user) {
		if m.By != w.slack.BotUser() {
			continue
		}
		s := sight{id: m.TS, room: m.ChannelName, text: m.Read, top: m.Thread == "", private: m.DM || m.Ephemeral, alone: m.Ephemeral, labels: m.Labels}
		if m.Metadata != nil {
			payload := m.Metadata.EventPayload // without its origin: the other replica may have said it again
			s.mark = fmt.Sprint(m.ChannelName, payload["mark"], payload["part"])
		}
		all = append(all, s)
	}
	return all
}

func (w *town) onDiscord(user string) []sight {
	var all []sight
	for _, m := range w.discord.Seen(user) {
		if m.By == w.discord.Application() {
			all = append(all, sight{id: m.ID, room: m.ChannelName, text: m.Read, top: m.Thread == "", private: m.DM || m.Ephemeral, alone: m.Ephemeral,
				mark: m.Nonce, underWay: m.Loading, labels: m.Labels})
		}
	}
	return all
}

func (w *town) slackCommand(user, words, key, value string) error {
	text := words
	switch {
	case words == "open":
		text += fmt.Sprintf(` org=GazCo consent=yes subject=%q story="No figure."`, value)
	case value != "":
		text += " " + value
	}
	return w.slack.Command(user, "", "/case", text)
}

func (w *town) discordCommand(user, words, key, value string) error {
	options := map[string]string{}
	if key != "" {
		options[key] = value
	}
	if words == "open" {
		options["org"], options["story"], options["consent"] = "GazCo", "No figure.", "true"
	}
	return w.discord.Command(user, w.sides[1].users["#lobby"], "case "+words, options)
}

func (w *town) slackClick(user, id, label string) error {
	for _, m := range w.slack.Seen(user) {
		if m.TS == id {
			return w.slack.Click(user, m, label)
		}
	}
	return errors.New("that message is gone")
}

func (w *town) discordClick(user, id, label string) error {
	for _, m := range w.discord.Seen(user) {
		if m.ID == id {
			return w.discord.Click(user, m, label)
		}
	}
	return errors.New("that message is gone")
}

// answers are what somebody was told at once, those that are on their way left out.
func (s *side) answers(user string) (texts []string) {
	for _, m := range s.seen(user) {
		if m.alone && !m.underWay {
			texts = append(texts, m.text)
		}
	}
	return texts
}

// Bounds of patience of the people.
const (
	answeredWithin = 30 * time.Second // an answer; Discord lets an app think for longer
	again          = 500 * time.Millisecond
	// A note goes to the team, whose channel on Slack takes one message a second: of so
	// many commands one is a note.
	notesEach = 16
)

// ask gives a command and returns what the person is told of it: the answer, or why
// the platform says that there is none.
func (w *town) ask(m member, words, key, value string) (answer string, refused error) {
	user := m.side.users[m.name]
	before := m.side.answers(user)
	if err := m.side.command(user, words, key, value); err != nil {
		return "", err
	}
	eventually(answeredWithin, func() bool {
		now := m.side.answers(user)
		if len(now) > len(before) {
			answer = now[len(now)-1]
		}
		return answer != ""
	})
	return answer, nil
}

// do has a member give a command that is answered with the words.
func (w *town) do(m member, words, key, value, want string) {
	answer, refused := w.ask(m, words, key, value)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case refused != nil:
		w.refused[fmt.Sprint(m.side.platform, ": ", refused)]++
	case strings.Contains(answer, want):
		w.answered[words]++
		if words == "note" {
			w.noted[value]++
		}
	case strings.Contains(answer, "try again"), strings.Contains(answer, "not sure yet"):
		w.refused[m.side.platform+": the bot asks to try again, or looks"]++
	default:
		w.silent = append(w.silent, fmt.Sprintf("%s, %s %s: %q", m.side.platform, words, value, answer))
	}
}

// fingers are somebody's, who clicks what is before them until it helps.
type fingers struct {
	side        *side
	name, label string
	fill        func(user string) error // of the form that opens
	theirs      func(sight) bool        // whether it is this person's to click; nil: all are

	clicked map[string]time.Time // messages
}

// press clicks every button before somebody, and fills in what opens. What was not
// refused is clicked once more after a while, if it is still there.
func (w *town) press(f *fingers) {
	s := f.side
	for _, m := range s.seen(s.users[f.name]) {
		if !slices.Contains(m.labels, f.label) || time.Since(f.clicked[m.id]) < answeredWithin || f.theirs != nil && !f.theirs(m) {
			continue
		}
		w.clicks.Add(1)
		err := s.click(s.users[f.name], m.id, f.label)
		if err == nil && f.fill != nil {
			err = f.fill(s.users[f.name])
		}
		if err == nil {
			f.clicked[m.id] = time.Now()
		} else {
			w.mu.Lock()
			w.refused[fmt.Sprint("a click, ", s.platform, ": ", err)]++
			w.mu.Unlock()
		}
	}
}

// outcome fills in what became of a task, on Slack.
func (w *town) outcome(user string) error {
	opened := func() bool { _, open := w.slack.View(user); return open }
	if !eventually(3*time.Second, opened) { // a click is acknowledged before its form opens
		return errors.New("no form opens")
	}
	err := errors.Join(w.slack.Fill(user, "outcome", "done"), w.slack.Fill(user, "proof", "sent at ten"), w.slack.Submit(user))
	if _, open := w.slack.View(user); open {
		err = errors.Join(err, w.slack.Close(user))
	}
	return err
}

// live has everybody act until it is over: members write notes and consent, the team
// does its tasks, the moderators approve.
func (w *town) live(over <-chan struct{}) *sync.WaitGroup {
	var people sync.WaitGroup
	every := func(pause time.Duration, do func(round int)) {
		people.Go(func() {
			tick := time.NewTicker(pause)
			defer tick.Stop()
			for round := 0; ; round++ {
				select {
				case <-over:
					return
				case <-tick.C:
					do(round)
				}
			}
		})
	}
	for i, s := range w.sides {
		every(again, func(round int) {
			m := w.members[(2*round+i)%len(w.members)]
			if round%notesEach == i {
				w.do(m, "note", "text", fmt.Sprintf("note %d of %s", round, m.name), "Noted in the trail")
			} else {
				w.do(m, "list", "", "", "case")
			}
		})
		var all []*fingers
		for _, m := range w.members {
			if m.side == s {
				all = append(all, &fingers{side: s, name: m.name, label: "I consent to this text"})
			}
		}
		// The moderators of each platform see to its own members.
		all = append(all, &fingers{side: s, name: "sam", label: "Approve", theirs: func(seen sight) bool {
			return slices.ContainsFunc(w.members, func(m member) bool { return m.side == s && strings.Contains(seen.text, m.subject) })
		}})
		if i == 0 {
			all = append(all, &fingers{side: s, name: "noor", label: "Done", fill: w.outcome})
		}
		for _, f := range all {
			f.clicked = map[string]time.Time{}
		}
		every(2*again, func(int) {
			for _, f := range all {
				w.press(f)
			}
		})
	}
	return &people
}
