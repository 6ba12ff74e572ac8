package slack

import (
	"slices"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// codeLong is the code of an exact text that is too long.
const codeLong = "exact_text_too_long"

// cutMark stands where an edit had no room for all of its text.
const cutMark = "[…]"

// piece is what one message of Slack holds.
type piece struct {
	blocks []slackgo.Block
	text   string // the fallback, escaped
}

// pieces lays a message out. What is over a limit goes on in further pieces, for
// the thread; all but the last end with the sentence that says so. The buttons are
// on the first, which is the message itself. An exact message is one piece, or an
// error.
func (p *Platform) pieces(m chat.Message) ([]piece, error) {
	below, err := actions(m.Actions)
	if err != nil {
		return nil, err
	}
	all := parts(m)
	whole := roomFor(m, below)
	if whole.fits(all) {
		return []piece{lay(all, below, labelsOf(m))}, nil
	}
	if m.Exact {
		return nil, tooLong(codeLong, "an exact text may have %d characters", ExactLimit)
	}
	more := part{kind: textPart, group: len(m.Blocks) + 1, spans: []span{{chat.VisibleLine(p.options.Words.ReadOn), slanted}}}
	texts := split(all, whole.less(more), roomFor(chat.Message{}, nil).less(more))
	pieces := make([]piece, len(texts))
	for i, t := range texts {
		if i < len(texts)-1 {
			t = append(t, more)
		}
		if i == 0 {
			pieces[i] = lay(t, below, labelsOf(m))
		} else {
			pieces[i] = lay(t, nil, nil)
		}
	}
	return pieces, nil
}

// edited lays a message out for an edit. There is no thread to go on in that would
// stay right: what was said there stands between other people's answers and cannot
// be replaced by more or fewer messages. So what does not fit is left out, and a
// mark shows it.
func (p *Platform) edited(m chat.Message) (piece, error) {
	below, err := actions(m.Actions)
	if err != nil {
		return piece{}, err
	}
	all := parts(m)
	whole := roomFor(m, below)
	if !whole.fits(all) {
		if m.Exact {
			return piece{}, tooLong(codeLong, "an exact text may have %d characters", ExactLimit)
		}
		mark := part{kind: textPart, group: len(m.Blocks) + 1, spans: []span{{cutMark, slanted}}}
		room := whole.less(mark)
		all = append(split(all, room, room)[0], mark)
	}
	return lay(all, below, labelsOf(m)), nil
}

// lay makes a piece of parts and actions blocks.
func lay(parts []part, below []slackgo.Block, labels []string) piece {
	return piece{blocks: append(blocks(parts), below...), text: fallback(parts, labels)}
}

func labelsOf(m chat.Message) []string {
	var all []string
	for _, a := range m.Actions {
		all = append(all, faceOf(a))
	}
	return all
}

// room is what is left in a message of Slack.
type room struct {
	text   int // UTF-16 units
	size   int // text and blocks together, see messageLimit
	blocks int
	group  int // of the last part that went in; -1: none yet
}

// roomFor is the room for text in a message with the actions of m.
func roomFor(m chat.Message, below []slackgo.Block) room {
	r := room{text: ExactLimit, size: messageLimit, blocks: blocksLimit - len(below), group: -1}
	r.size -= len(below) * partCost
	for _, a := range m.Actions {
		r.size -= partCost + min(length(faceOf(a)), placeholderLimit)
	}
	return r
}

// less is the room that is left with a part in it.
func (r room) less(p part) room {
	if p.group != r.group {
		r.blocks--
		r.size -= partCost
		r.group = p.group
	}
	for _, s := range p.spans {
		n := length(s.text)
		r.text -= n
		r.size -= n + partCost
	}
	if p.kind == fieldPart {
		r.size -= partCost // the line break between fields
	}
	return r
}

func (r room) over() bool { return r.text < 0 || r.size < 0 || r.blocks < 0 }

func (r room) fits(parts []part) bool {
	for _, p := range parts {
		if r = r.less(p); r.over() {
			return false
		}
	}
	return true
}

// shortest is how much of a part is worth beginning before the end of a piece.
const shortest = ExactLimit / 8

// split deals parts out in order to a first piece and as many more as are needed.
// A part that fits into one piece is not cut; one that does not is, where a
// paragraph, a line or a word ends.
func split(parts []part, first, further room) [][]part {
	parts = slices.Clone(parts)
	var all [][]part
	var now []part
	left := first
	for len(parts) > 0 {
		p := parts[0]
		if then := left.less(p); !then.over() {
			now, left, parts = append(now, p), then, parts[1:]
			continue
		}
		if limit := left.forText(p); limit >= shortest && further.less(p).over() || len(now) == 0 {
			head, tail := p.cut(max(limit, 1))
			now = append(now, head)
			if parts[0] = tail; len(tail.spans) == 0 {
				parts = parts[1:]
			}
		}
		all, now, left = append(all, now), nil, further
	}
	if len(now) > 0 {
		all = append(all, now)
	}
	return all
}

// forText is the length of text of a part like p that has room.
func (r room) forText(p part) int {
	p.spans = slices.Clone(p.spans)
	for i := range p.spans {
		p.spans[i].text = ""
	}
	r = r.less(p)
	if r.blocks < 0 {
		return 0
	}
	return min(r.text, r.size)
}
