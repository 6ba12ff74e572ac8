package discordfake

import (
	"encoding/json"
	"slices"
)

// Message is a message as a person sees it now.
type Message struct {
	Guild       string // ID; empty in a direct message
	Channel     string // ID; that of the parent where the message is in a thread
	ChannelName string
	Thread      string // ID of the thread it is in; empty at the top of the channel
	ThreadName  string
	ID          string
	By          string // ID of its author; the app's is Application
	Answers     string // ID of the message that it replies to
	DM          bool   // in a direct message with the app
	Ephemeral   bool   // seen by this person only, and gone when the client starts again
	Edited      bool
	Loading     bool // the app is still thinking
	Crossposted bool
	Flags       int
	Content     string // as it was sent
	Embeds      json.RawMessage
	Components  json.RawMessage
	Nonce       string
	Files       []File

	Read    string   // all that can be read, in reading order
	Labels  []string // of buttons and selects
	Selects []Select
	// Effects is what is live beyond being read: "mention @everyone", "link
	// https://…", "bold", "U+202E".
	Effects []string

	Link string
}

// Select is a menu under a message.
type Select struct {
	Label    string // its placeholder
	CustomID string
	Options  []Option
}

// Option is one choice of a menu.
type Option struct{ Label, Value, Description string }

// Choice is one suggestion while somebody types an option of a command.
type Choice struct{ Name, Value string }

// Modal is a form as a person sees it.
type Modal struct {
	CustomID, Title string
	Inputs          []Input
	Read            string // all that can be read, in reading order
	Effects         []string
	// Failed is what Discord says in the form after a submission that the app did
	// not answer.
	Failed string
}

// Input is one question of a Modal.
type Input struct {
	CustomID    string
	Kind        int // type of the component: 4 is a text input
	Label       string
	Description string
	Placeholder string
	Paragraph   bool // of a text input: several lines
	Required    bool
	Options     []Option
	Value       string // what is filled in; several choices one a line
}

// Seen is what a person can see, the oldest first: the channels that are open to
// them with their threads, direct messages with the app, and what is shown to them
// alone.
func (s *Server) Seen(by string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Message
	for _, c := range sorted(s.world.channels) {
		if by == appID || s.world.permissions(by, c)&(ViewChannel|ReadMessageHistory) != ViewChannel|ReadMessageHistory {
			continue
		}
		for _, m := range c.messages {
			if m.kind != typeThreadStarter && (m.only == "" || m.only == by) {
				all = append(all, s.seen(m))
			}
		}
	}
	slices.SortFunc(all, func(a, b Message) int { return byID(a.ID, b.ID) })
	return all
}

// seen is a message as it reads now.
func (s *Server) seen(m *message) Message {
	c := m.channel
	var p page
	p.message(m)
	if m.has(flagLoading) {
		p.text("Thinking…")
	}
	out := Message{
		Guild: c.guildID(), Channel: c.top().id, ChannelName: c.top().name, ID: m.id, By: m.author,
		DM: c.guild == nil, Ephemeral: m.only != "", Edited: !m.edited.IsZero(), Loading: m.has(flagLoading),
		Crossposted: m.has(flagCrossposted), Flags: m.flags, Content: m.content, Nonce: m.nonce,
		Embeds: raw(m.embeds), Components: raw(m.components), Files: slices.Clone(m.files),
		Read: p.read(), Labels: p.labels, Selects: p.selects, Effects: p.effects, Link: link(m),
	}
	if m.answers != nil {
		out.Answers = m.answers.id
	}
	if c.isThread() {
		out.Thread, out.ThreadName = c.id, c.name
	}
	return out
}

// raw is a value as JSON.
func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // of our own making
	}
	return b
}

// link is a message's permalink.
func link(m *message) string {
	guild := m.channel.guildID()
	if guild == "" {
		guild = "@me"
	}
	return "https://discord.com/channels/" + guild + "/" + m.channel.id + "/" + m.id
}
