package discord

import (
	"slices"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// codeLong is the code of an exact text that is too long.
const codeLong = "exact_text_too_long"

// cutMark stands where an edit had no room for all of its text.
const cutMark = "[…]"

// piece is what one message of Discord holds.
type piece struct {
	embeds     []*discordgo.MessageEmbed
	components []discordgo.MessageComponent
}

// pieces lays a message out. What is over a limit goes on in further pieces, for
// the thread; all but the last end with the sentence that says so. The buttons are
// on the first, which is the message itself. An exact message is one piece, or an
// error.
func (p *Platform) pieces(m chat.Message) ([]piece, error) {
	below, err := components(m.Actions)
	if err != nil {
		return nil, err
	}
	all := parts(m)
	if fits(all) {
		return []piece{{embeds(all), below}}, nil
	}
	if m.Exact {
		return nil, tooLong(codeLong, "an exact text may have %d characters, and %d with what stands around it", ExactLimit, embedsSizeLimit)
	}
	more := part{kind: textPart, text: chat.VisibleLine(p.options.Words.ReadOn)}
	texts := split(all, more)
	pieces := make([]piece, len(texts))
	for i, t := range texts {
		if i < len(texts)-1 {
			t = append(t, more)
		}
		pieces[i] = piece{embeds: embeds(t)}
	}
	pieces[0].components = below
	return pieces, nil
}

// edited lays a message out for an edit. There is no thread to go on in that would
// stay right: what was said there stands between other people's answers and cannot
// be replaced by more or fewer messages. So what does not fit is left out, and a
// mark shows it.
func (p *Platform) edited(m chat.Message) (piece, error) {
	below, err := components(m.Actions)
	if err != nil {
		return piece{}, err
	}
	all := parts(m)
	if !fits(all) {
		if m.Exact {
			return piece{}, tooLong(codeLong, "an exact text may have %d characters, and %d with what stands around it", ExactLimit, embedsSizeLimit)
		}
		mark := part{kind: textPart, text: cutMark}
		all = append(split(all, mark)[0], mark)
	}
	return piece{embeds(all), below}, nil
}

// fits tells of parts that have room in one message.
func fits(parts []part) bool { return within(embeds(parts)) }

// shortest is how much of a part is worth beginning before the end of a piece.
const shortest = descriptionLimit / 8

// split deals parts out in order to as many pieces as are needed, each with room
// for one part more at its end. A part that fits into one piece is not cut; one
// that does not is, where a paragraph, a line or a word ends.
func split(parts []part, more part) [][]part {
	parts = slices.Clone(parts)
	var all [][]part
	var now []part
	with := func(p part) []part { return append(slices.Clone(now), p) }
	for len(parts) > 0 {
		p := parts[0]
		if next := with(p); fits(append(next, more)) || len(parts) == 1 && fits(next) {
			now, parts = next, parts[1:]
			continue
		}
		limit := min(descriptionLimit, embedsSizeLimit-size(embeds(append(with(part{kind: p.kind, label: p.label}), more))))
		if limit >= shortest && !fits([]part{p, more}) || len(now) == 0 {
			head, tail := p.cut(limit)
			if next := with(head); fits(append(next, more)) {
				now = next
				if parts[0] = tail; tail.text == "" {
					parts = parts[1:]
				}
			}
		}
		all, now = append(all, now), nil
	}
	if len(now) > 0 {
		all = append(all, now)
	}
	return all
}
