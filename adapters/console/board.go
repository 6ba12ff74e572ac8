package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"relance/adapters/chat"
)

// remembered is how many messages the board holds; the oldest go first.
const remembered = 50_000

// board is what was said and which buttons hang there.
type board struct {
	session string
	rooms   []string // none: any room
	posts   map[int]*post
	refs    map[chat.Ref]*post
	keys    map[placedKey]*post
	buttons map[int]*button
	oldest  int // number of the oldest message still held
	last    int // number of the newest message
	pressed int // number of the newest button
}

// post is one message on the board.
type post struct {
	number  int
	ref     chat.Ref
	key     placedKey
	place   chat.Place
	to      string       // the only account that sees it; empty: everybody there
	message chat.Message // of the bot
	said    *chat.Act    // of a person
	buttons []*button
	retired []*button
	shown   []line // as it was shown last
}

// button is an action of a message under its number.
type button struct {
	number int
	action chat.Action
	post   *post
	gone   bool
}

// placedKey is a once-only key: the same message may go to several places.
type placedKey struct {
	place chat.Place
	key   string
}

func newBoard(session string) *board {
	return &board{
		session: session,
		posts:   map[int]*post{},
		refs:    map[chat.Ref]*post{},
		keys:    map[placedKey]*post{},
		buttons: map[int]*button{},
		oldest:  1,
	}
}

func (b *board) addRoom(name string) {
	if !slices.Contains(b.rooms, name) {
		b.rooms = append(b.rooms, name)
	}
}

func (b *board) hasRoom(name string) bool {
	return len(b.rooms) == 0 || slices.Contains(b.rooms, name)
}

// add puts a message on the board and gives it its number. A reference is kept
// if it has one already, of an earlier run.
func (b *board) add(p *post) {
	b.last++
	p.number = b.last
	if p.ref == "" {
		p.ref = chat.Ref(b.session + "-" + strconv.Itoa(p.number))
	}
	b.posts[p.number] = p
	b.refs[p.ref] = p
	if p.message.Key != "" {
		p.key = placedKey{p.place, p.message.Key}
		b.keys[p.key] = p
	}
	b.hang(p)
	for ; b.last-b.oldest >= remembered; b.oldest++ {
		b.forget(b.posts[b.oldest])
	}
}

func (b *board) forget(p *post) {
	delete(b.posts, p.number)
	delete(b.refs, p.ref)
	delete(b.keys, p.key)
	for _, button := range slices.Concat(p.buttons, p.retired) {
		delete(b.buttons, button.number)
	}
}

// hang gives the actions of a message their buttons. One that was there before
// keeps its number; one that is not there any more is gone.
func (b *board) hang(p *post) {
	before := slices.Clone(p.buttons)
	p.buttons = nil
	for _, action := range p.message.Actions {
		i := slices.IndexFunc(before, func(old *button) bool {
			return old.action.ID == action.ID && old.action.Value == action.Value
		})
		var now *button
		if i >= 0 {
			now = before[i]
			before = slices.Delete(before, i, i+1)
		} else {
			b.pressed++
			now = &button{number: b.pressed, post: p}
			b.buttons[now.number] = now
		}
		now.action = action
		p.buttons = append(p.buttons, now)
	}
	for _, old := range before {
		old.gone = true
		p.retired = append(p.retired, old)
	}
}

// isEarlier tells of a reference that an earlier run gave out.
func (b *board) isEarlier(ref chat.Ref) bool {
	session, number, ok := strings.Cut(string(ref), "-")
	n, err := strconv.Atoi(number)
	return ok && err == nil && n > 0 && isSession(session) && session != b.session
}

// isSession tells of what may stand before the number in a reference.
func isSession(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// root is the message whose thread a reply to p belongs to.
func (b *board) root(p *post) chat.Ref {
	if p.place.Thread != "" {
		return p.place.Thread
	}
	return p.ref
}

// visible tells whether a person sees a message.
func (p *post) visible(account string) bool { return p.to == "" || p.to == account }

// numbers are the messages that a person sees, the oldest first.
func (b *board) numbers(account string) []int {
	var numbers []int
	for n := b.oldest; n <= b.last; n++ {
		if p := b.posts[n]; p != nil && p.visible(account) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// live are the buttons that a person may click, the newest first.
func (b *board) live(account string) []*button {
	var live []*button
	for _, button := range b.buttons {
		if !button.gone && button.post.visible(account) {
			live = append(live, button)
		}
	}
	slices.SortFunc(live, func(x, y *button) int { return y.number - x.number })
	return live
}

// heard are what people said in a place at a time or after it, the oldest first.
func (b *board) heard(at chat.Place, since time.Time) []chat.Act {
	var acts []chat.Act
	for n := b.oldest; n <= b.last; n++ {
		p := b.posts[n]
		if p != nil && p.said != nil && p.place == at && !p.said.At.Before(since) {
			acts = append(acts, *p.said)
		}
	}
	return acts
}
