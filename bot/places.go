package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

const (
	placeFresh = time.Hour              // how long a name means what it meant
	placeWait  = 800 * time.Millisecond // how long an act waits to know it, or all that it asks for
	placesMost = 10_000                 // names remembered
)

// places are what names of rooms and people mean, on the platforms that have IDs
// beside them. The ID is the place; a name is only a way to write it.
type places struct {
	asking flights[chat.Place]
	mu     sync.Mutex
	known  map[string]knownPlace // by address
}

type knownPlace struct {
	place chat.Place
	at    time.Time
}

func (p *places) get(address string, now time.Time) (chat.Place, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.known[address]
	return k.place, ok && now.Sub(k.at) < placeFresh
}

func (p *places) set(address string, place chat.Place, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil || len(p.known) >= placesMost {
		p.known = map[string]knownPlace{}
	}
	p.known[address] = knownPlace{place, now}
}

// names are the addresses that are known to mean a place of a platform.
func (p *places) names(platform string, at chat.Place) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var names []string
	for address, k := range p.known {
		if scheme, _ := escalation.SplitAddress(address); scheme == platform && k.place == at {
			names = append(names, address)
		}
	}
	return names
}

// locate finds the place of a contact by its ID, whichever way it is written; false
// where the address is on no platform. An error is the platform's: [chat.Gone],
// there is no such place; anything else, it cannot tell just now.
func (b *Bot) locate(ctx context.Context, address string) (chat.Platform, chat.Place, bool, error) {
	p, place, ok := b.contactPlace(address)
	if !ok {
		return nil, chat.Place{}, false, nil
	}
	place, err := b.resolve(ctx, p, place)
	return p, place, true, err
}

// locateIn is the same for an address of a case, which may know the ID.
func (b *Bot) locateIn(ctx context.Context, c escalation.Case, address string) (chat.Platform, chat.Place, bool, error) {
	if place := contactIn(c, address).Place; place != "" {
		p, at, ok := b.contactPlace(place)
		return p, at, ok, nil
	}
	return b.locate(ctx, address)
}

// resolve finds the ID of a place that may be given by name.
func (b *Bot) resolve(ctx context.Context, p chat.Platform, at chat.Place) (chat.Place, error) {
	resolver, can := chat.As[chat.Resolver](p)
	if !can {
		return at, nil
	}
	name := at.Room
	if at.Person != "" {
		name = atPerson + at.Person
	}
	address := p.Name() + ":" + name
	if place, known := b.places.get(address, b.Now()); known {
		return place, nil
	}
	return b.places.asking.do(ctx, b.checking, address, func(ctx context.Context) (chat.Place, error) {
		if at.Person != "" { // it may be an ID already
			if place, err := resolver.Resolve(ctx, at.Person); err == nil && place.Person == at.Person {
				b.places.set(address, place, b.Now())
				return place, nil
			}
		}
		place, err := resolver.Resolve(ctx, name)
		if err == nil {
			b.places.set(address, place, b.Now())
		}
		return place, err
	})
}

// canonicalAddress is an address with the ID in the place of a name, so that the same
// place is always written the same way. Where the platform cannot tell just now it
// stays as it is written, and is looked up when a letter goes there. The error is
// [chat.Gone]: there is no such place.
func (b *Bot) canonicalAddress(ctx context.Context, address string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, placeWait)
	defer cancel()
	p, place, ok, err := b.locate(ctx, address)
	if kind, _ := failure(err); err != nil && kind == chat.Gone {
		return address, err
	}
	if _, can := chat.As[chat.Resolver](p); !ok || !can || err != nil {
		return address, nil
	}
	if place.Person != "" {
		return p.Name() + ":" + atPerson + place.Person, nil
	}
	return p.Name() + ":" + place.Room, nil
}

// canonicalContacts are contacts of the directory with their places, asked for side
// by side. One that is not there is found out when it is written to.
func (b *Bot) canonicalContacts(ctx context.Context, contacts []escalation.Contact) []escalation.Contact {
	out := slices.Clone(contacts)
	var together sync.WaitGroup
	for i := range out {
		together.Go(func() {
			address, err := b.canonicalAddress(ctx, out[i].Address)
			if err != nil {
				b.Logger.Warn("a contact of the directory is not there", "address", out[i].Address, "error", err)
			}
			if address != out[i].Address {
				out[i].Place = address
			}
		})
	}
	together.Wait()
	return out
}

// isOwn says that a place is one of the bot's own rooms: what is written to an
// organisation must never be said there. An error: it is not known just now.
func (b *Bot) isOwn(ctx context.Context, p chat.Platform, at chat.Place) (bool, error) {
	r := b.Rooms[p.Name()]
	for _, own := range []string{r.Team, r.Moderators, r.Public} {
		if own == "" || at.Room == "" {
			continue
		}
		place, err := b.resolve(ctx, p, chat.Place{Room: own})
		if kind, _ := failure(err); err != nil && kind != chat.Gone {
			return false, err
		}
		if err == nil && place.Room == at.Room || bareRoom(own) == bareRoom(at.Room) {
			return true, nil
		}
	}
	return false, nil
}
