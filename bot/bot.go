package bot

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/escalation"
)

// Recorder records events; *escalation.Engine is one.
type Recorder interface {
	Record(ctx context.Context, e escalation.Event) (escalation.Receipt, error)
}

// Options are what a Bot needs. All fields without a default named are required.
type Options struct {
	Recorder  Recorder
	Store     escalation.Store
	Book      escalation.Book
	Rulebook  *escalation.Rulebook // ladders and calendars of a case
	Directory *Directory
	Platforms []chat.Platform
	Rooms     map[string]Rooms // by platform name
	Roles     Roles
	Guards    Guards
	Texts     *locale.Texts
	Language  string         // of people who have not chosen; default "en"
	Zone      *time.Location // in which people read dates; default UTC
	Now       func() time.Time
	Logger    *slog.Logger
}

// Rooms are the rooms of one platform; an empty one is not used there.
type Rooms struct {
	Team       string // the shared channel: live cards and their threads
	Moderators string
	Public     string
}

// Roles are lists of person IDs ("console:mia") and of groups of people
// ("slack:group/S012", "slack:room/C012"), see [chat.Grouper]. A moderator and an admin are
// not of the team unless they are listed there too; an admin may also act as team.
type Roles struct {
	Team       []string
	Moderators []string
	Admins     []string
	// Links are accounts of one person each, from the configuration.
	Links [][]string
}

// Guards against floods; zero: no limit.
type Guards struct {
	CasesPerDay    int // opened by one requester
	LettersPerWeek int // delivered to one contact, all cases together
}

// Bot is the conversation. It is safe for concurrent use.
type Bot struct {
	Options
	platforms map[string]chat.Platform
	memory    *memory         // of what was said
	groups    *groups         // that have a role
	places    *places         // that names mean
	catalogue catalogue       // what can be asked
	checking  *sync.WaitGroup // acts whose outcome is not known yet, see Wait
}

// New returns a bot that answers the platforms' acts and delivers notices.
func New(o Options) *Bot {
	if o.Language == "" {
		o.Language = "en"
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	b := &Bot{
		Options: o, platforms: map[string]chat.Platform{}, catalogue: newCatalogue(),
		memory: newMemory(), groups: &groups{}, places: &places{}, checking: &sync.WaitGroup{},
	}
	for _, p := range o.Platforms {
		b.platforms[p.Name()] = p
	}
	return b
}

// Settings are those Options that may be others while the bot runs.
type Settings struct {
	Directory *Directory
	Rooms     map[string]Rooms
	Roles     Roles
	Guards    Guards
	Zone      *time.Location // default UTC
}

// With is this bot under other settings. The two share what they remember and what
// they are doing: whoever gives acts and notices to the new one from now on has
// changed the settings between two of them, never in the midst of one.
func (b *Bot) With(s Settings) *Bot {
	other := *b
	other.Directory, other.Rooms, other.Roles, other.Guards = s.Directory, s.Rooms, s.Roles, s.Guards
	other.Zone = cmp.Or(s.Zone, time.UTC)
	return &other
}
