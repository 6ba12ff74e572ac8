package discordfake

import "time"

// Types of message.
// https://docs.discord.com/developers/resources/message#message-object-message-types
const (
	typeDefault       = 0
	typeReply         = 19
	typeCommand       = 20
	typeThreadStarter = 21
	typeMenuCommand   = 23
)

// Flags of a message.
// https://docs.discord.com/developers/resources/message#message-object-message-flags
const (
	flagCrossposted    = 1 << 0
	flagSuppressEmbeds = 1 << 2
	flagHasThread      = 1 << 5
	flagEphemeral      = 1 << 6
	flagLoading        = 1 << 7
	flagSilent         = 1 << 12
	flagVoice          = 1 << 13
	flagComponentsV2   = 1 << 15
)

// message is a message in a channel. Its owner locks.
type message struct {
	id         string
	channel    *channel
	author     string
	kind       int
	content    string
	embeds     []embed
	components []component
	flags      int
	nonce      string
	mentions   mentions
	answers    *message // the message that it replies to
	files      []File
	sent       time.Time
	edited     time.Time
	listed     time.Time // from when on it is in the history
	only       string    // the person who alone sees it; empty: everybody

	asked *interaction // whose answer it is
}

func (m *message) has(flag int) bool { return m.flags&flag != 0 }

// embed is an embed of type "rich".
// https://docs.discord.com/developers/resources/message#embed-object
type embed struct {
	Title       string       `json:"title,omitempty"`
	Type        string       `json:"type,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Timestamp   string       `json:"timestamp,omitempty"`
	Color       *int         `json:"color,omitempty"`
	Footer      *embedFooter `json:"footer,omitempty"`
	Image       *media       `json:"image,omitempty"`
	Thumbnail   *media       `json:"thumbnail,omitempty"`
	Author      *embedAuthor `json:"author,omitempty"`
	Fields      []embedField `json:"fields,omitempty"`
}

type embedFooter struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url,omitempty"`
}

type embedAuthor struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

type embedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline,omitempty"`
}

type media struct {
	URL string `json:"url"`
}
