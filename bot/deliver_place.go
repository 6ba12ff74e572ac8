package bot

import (
	"context"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/escalation"
)

// spot is where something is said, and in which language.
type spot struct {
	platform chat.Platform
	place    chat.Place
	speaker  locale.Speaker
}

// name tells spots apart: it is what Card.Room holds.
func (s spot) name() string { return s.platform.Name() + ":" + s.place.Room + s.place.Person }

// contactPlace finds the room or the person that a contact is: "room:desk" is on
// the first platform, "console:desk" on the one of that name, "console:@ann" is a
// person there.
func (b *Bot) contactPlace(address string) (chat.Platform, chat.Place, bool) {
	scheme, room := escalation.SplitAddress(address)
	if p, ok := b.platforms[scheme]; ok {
		return p, placeOf(room), true
	}
	if scheme == escalation.SchemeRoom && len(b.Platforms) > 0 {
		return b.Platforms[0], placeOf(room), true
	}
	return nil, chat.Place{}, false
}

// ownRoom says that an address is one of the bot's own rooms, on whatever platform:
// what is written to an organisation must never be said there. How people write the
// name of a room makes no difference.
func (b *Bot) ownRoom(address string) bool {
	scheme, room := escalation.SplitAddress(address)
	scheme, room = strings.ToLower(strings.TrimSpace(scheme)), bareRoom(room)
	for platform, r := range b.Rooms {
		if scheme != escalation.SchemeRoom && scheme != platform {
			continue
		}
		for _, own := range []string{r.Team, r.Moderators, r.Public} {
			if own != "" && bareRoom(own) == room {
				return true
			}
		}
	}
	return false
}

func bareRoom(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.TrimSpace(name), "#"))
}

// publicPlace is the public room, of the requester's platform where it has one.
func (b *Bot) publicPlace(c escalation.Case) (chat.Platform, chat.Place, bool) {
	own, _, _ := strings.Cut(c.Requester.ID, ":")
	platforms := slices.Clone(b.Platforms)
	slices.SortStableFunc(platforms, func(x, y chat.Platform) int {
		return rank(x.Name() == own) - rank(y.Name() == own)
	})
	for _, p := range platforms {
		if room := b.Rooms[p.Name()].Public; room != "" {
			return p, chat.Place{Room: room}, true
		}
	}
	return nil, chat.Place{}, false
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// requesterSpot is the private conversation with the requester; false when their
// platform is not among the bot's.
func (b *Bot) requesterSpot(ctx context.Context, c escalation.Case) (spot, bool, error) {
	name, account, _ := strings.Cut(c.Requester.ID, ":")
	p, ok := b.platforms[name]
	if !ok {
		return spot{}, false, nil
	}
	lang, err := b.languageOf(ctx, c.Requester)
	if err != nil {
		return spot{}, false, err
	}
	return spot{p, chat.Place{Person: account}, b.speaker(lang)}, true, nil
}

// rooms are the rooms of one kind, on every platform that has one.
func (b *Bot) rooms(room func(Rooms) string) []spot {
	var all []spot
	for _, p := range b.Platforms {
		if name := room(b.Rooms[p.Name()]); name != "" {
			all = append(all, spot{p, chat.Place{Room: name}, b.speaker("")})
		}
	}
	return all
}

func (b *Bot) teamRooms() []spot { return b.rooms(func(r Rooms) string { return r.Team }) }

// threads are the threads of the case's live cards; where there is no card it is the
// top of the room.
func (b *Bot) threads(c escalation.Case) []spot {
	spots := b.teamRooms()
	for i, s := range spots {
		if ref, ok := b.cardRef(c, s); ok {
			spots[i].place.Thread = ref
		}
	}
	return spots
}

// moderatorRooms are where moderators are asked: a bot without such a room asks
// in the team's.
func (b *Bot) moderatorRooms() []spot {
	if rooms := b.rooms(func(r Rooms) string { return r.Moderators }); len(rooms) > 0 {
		return rooms
	}
	return b.teamRooms()
}
