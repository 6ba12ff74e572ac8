package console

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"relance/adapters/chat"
)

// Limits of the console. What is over one is refused with the figure, except
// the text of the bot, which is split visibly unless it is exact.
const (
	LineLimit    = 64 << 10 // bytes of a line of input
	AnswerLimit  = 16_000   // characters of a form's answer, where the form sets no limit
	MessageLimit = 16_000   // characters of a message
)

// Options is what a console is made of. In, Out and Words are needed.
type Options struct {
	In    io.Reader
	Out   io.Writer
	Words Words

	// Now is the time of what happens; default [time.Now].
	Now func() time.Time
	// Session tells the references and IDs of this run from those of others:
	// letters a to z and figures; default: the instant of the start.
	Session string
	// Me is the current person at the start; default "me".
	Me string
	// Person tells what is known of an account; default: its name is the account.
	Person func(account string) chat.Person
	// Rooms are the rooms that exist, with or without their #. None: any room.
	Rooms []string
	// Commands are the bot's, without their slash: a line that begins with one is no
	// answer in a form, unless a backslash stands before it.
	Commands []string
	// Screen is where the conversation is shown; nil: found out from In and Out.
	Screen *Screen
	// Plain says that a terminal found out so obeys no colours, or that nobody
	// wants them.
	Plain bool
	// Observe is told everything that is shown, in order. It must not call the
	// console.
	Observe func(Shown)
	// Refuse makes posting, editing and hearing in a place fail, for tests: with
	// an error nothing is said. One that is no *chat.Error counts as temporary.
	Refuse func(chat.Place) error
}

// Console is a [chat.Platform] in a terminal. Its methods may be called at the
// same time.
type Console struct {
	in      io.Reader
	words   Words
	known   []string // commands
	now     func() time.Time
	person  func(string) chat.Person
	observe func(Shown)
	refuse  func(chat.Place) error

	reading sync.Once // the reader is started by the first Run
	lines   chan inputLine

	typing    sync.Mutex // one line at a time; guards what follows
	current   string
	dialogues map[string]*dialogue

	mu    sync.Mutex // guards what follows; never held while a handler runs
	acts  int
	board *board
	print *printer
}

var _ chat.Platform = (*Console)(nil)

// New makes a console. It refuses options that would fail later.
func New(o Options) (*Console, error) {
	if o.In == nil || o.Out == nil {
		return nil, fmt.Errorf("console: In and Out are needed")
	}
	if err := o.Words.check(); err != nil {
		return nil, err
	}
	c := &Console{
		in: o.In, words: o.Words, known: o.Commands, now: o.Now, person: o.Person,
		observe: o.Observe, refuse: o.Refuse,
		current:   "me",
		lines:     make(chan inputLine),
		dialogues: map[string]*dialogue{},
		print:     newPrinter(o.In, o.Out, o.Plain, o.Screen),
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.observe == nil {
		c.observe = func(Shown) {}
	}
	if c.refuse == nil {
		c.refuse = func(chat.Place) error { return nil }
	}
	if o.Me != "" {
		account, ok := accountOf(o.Me)
		if !ok {
			return nil, fmt.Errorf("console: Me: %q cannot be a person's name here", o.Me)
		}
		c.current = account
	}
	session := o.Session
	if session == "" {
		session = strconv.FormatInt(c.now().UnixNano(), 36)
	}
	if !isSession(session) {
		return nil, fmt.Errorf("console: Session: %q: letters a to z and figures only", session)
	}
	c.board = newBoard(session)
	if err := c.AddRooms(o.Rooms...); err != nil {
		return nil, err
	}
	return c, nil
}

// AddRooms makes rooms that are not there yet. After an error some of them are.
func (c *Console) AddRooms(rooms ...string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, room := range rooms {
		name, ok := roomOf(room)
		if !ok {
			return fmt.Errorf("console: Rooms: %q cannot be a room's name here", room)
		}
		c.board.addRoom(name)
	}
	return nil
}

// Name is "console".
func (c *Console) Name() string { return "console" }

// who is the person behind an account.
func (c *Console) who(account string) chat.Person {
	if c.person == nil {
		return chat.Person{Account: account, Name: account}
	}
	p := c.person(account)
	p.Account = account
	return p
}

// act makes an act of a person, with an ID that no other act of any run has.
func (c *Console) act(by chat.Person, at chat.Place, deed chat.Deed) chat.Act {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acts++
	return chat.Act{
		ID:    "console-" + c.board.session + "-" + strconv.Itoa(c.acts),
		At:    c.now(),
		By:    by,
		Place: at,
		Deed:  deed,
	}
}

// accountOf reads a person's name with or without its @; names have no case.
func accountOf(name string) (string, bool) { return nameOf(name, "@") }

// roomOf reads a room's name with or without its #; names have no case.
func roomOf(name string) (string, bool) { return nameOf(name, "#") }

func nameOf(name, sign string) (string, bool) {
	name = strings.ToLower(strings.TrimPrefix(name, sign))
	return name, name != "" && strings.IndexFunc(name, notInName) < 0
}
