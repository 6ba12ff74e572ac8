package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// named is a strict platform whose rooms and people have IDs beside their names.
type named struct {
	*strict
	ids   map[string]chat.Place
	down  error
	asked int
}

func (n *named) Resolve(_ context.Context, name string) (chat.Place, error) {
	n.asked++
	if n.down != nil {
		return chat.Place{}, n.down
	}
	for known, place := range n.ids {
		if strings.TrimPrefix(name, "#") == known || name == place.Room || name == place.Person {
			return place, nil
		}
	}
	return chat.Place{}, &chat.Error{Failure: chat.Gone, Code: "channel_not_found"}
}

var errLimited = &chat.Error{Failure: chat.Temporary, Code: "rate", After: time.Minute}

// withIDs gives the console of a desk IDs: the team's room is C1, a contact's C9.
func withIDs(d *desk) *named {
	d.console.places = []string{"C1", "C9", "@U7"}
	n := &named{strict: d.console, ids: map[string]chat.Place{"team": {Room: "C1"}, "press": {Room: "C9"}, "@desk": {Person: "U7"}}}
	o := d.bot.Options
	o.Platforms = []chat.Platform{n, d.other}
	o.Rooms = map[string]Rooms{"console": {Team: "#team"}, "other": {Team: "watch"}}
	d.bot = New(o)
	return n
}

func TestALetterIntoAnOwnRoomGivenByNameNeverGoesOut(t *testing.T) {
	for _, address := range []string{"room:team", "console:#team", "console:C1", "room:C1"} {
		d := newDesk(t)
		withIDs(d)
		n := serviceLetter()
		n.Address = address
		fact, err := d.deliver(d.keeps(nil), n)
		if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || f.Why != whyOwnRoom || !f.Dead {
			t.Errorf("%s: %+v, %v", address, fact, err)
		}
		if len(d.console.said) > 0 {
			t.Errorf("%s: something was said", address)
		}
	}
}

func TestWhileANameIsNotKnownNothingIsSaid(t *testing.T) {
	d := newDesk(t)
	platform := withIDs(d)
	platform.down = errLimited
	c := d.keeps(nil)
	n := serviceLetter()
	n.Address = "room:#press"
	_, err := d.deliver(c, n)
	if retry, is := errors.AsType[*escalation.RetryError](err); !is || !retry.At.Equal(day(3, 24, 9).Add(time.Minute)) || len(d.console.said) > 0 {
		t.Fatalf("got %v", err)
	}
	platform.down = nil
	fact, err := d.deliver(c, n)
	if _, is := fact.(escalation.Delivered); err != nil || !is || d.console.said[0].at != (chat.Place{Room: "C9"}) {
		t.Fatalf("got %+v, %v, said %+v", fact, err, d.console.said)
	}
	asked := platform.asked
	n.Key += "1"
	if _, err := d.deliver(c, n); err != nil || platform.asked != asked {
		t.Errorf("%v; asked %d times more", err, platform.asked-asked)
	}
	n.Key, n.Address = n.Key+"2", "room:nowhere"
	fact, err = d.deliver(c, n)
	if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || !f.Dead || f.Why != "channel_not_found" {
		t.Errorf("a room that is not there: %+v, %v", fact, err)
	}
}

func TestAContactIsKnownByItsID(t *testing.T) {
	d := newDesk(t)
	platform := withIDs(d)
	for address, want := range map[string]string{
		"room:press": "console:C9", "console:#press": "console:C9", "room:C9": "console:C9", "console:@desk": "console:@U7",
		"console:@U7": "console:@U7", "mailto:a@b.example": "mailto:a@b.example", "other:hall": "other:hall",
	} {
		if got, err := d.bot.canonicalAddress(t.Context(), address); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", address, got, err, want)
		}
	}
	if _, err := d.bot.canonicalAddress(t.Context(), "room:nowhere"); err == nil {
		t.Error("a room that is not there is taken")
	}
	platform.down = errLimited
	if got, err := d.bot.canonicalAddress(t.Context(), "room:elsewhere"); err != nil || got != "room:elsewhere" {
		t.Errorf("a name that cannot be looked up became %s, %v", got, err)
	}
	// What was looked up is heard by its ID too, though a case knows the name.
	if got := d.bot.addressesOf("console", chat.Place{Room: "C9"}); !strings.Contains(strings.Join(got, " "), "console:#press") {
		t.Errorf("C9 is %q", got)
	}
}

func TestAContactThatIsNotThereIsRefusedInItsField(t *testing.T) {
	platform := &named{strict: &strict{t: t, name: "console"}, ids: map[string]chat.Place{
		"team": {Room: "C1"}, "press": {Room: "C9"}, "energie": {Room: "C5"}}}
	h := newHouse(t, func(o *Options) { o.Platforms = []chat.Platform{platform} })
	c := h.opens("ann", "meter")
	if k := c.Contacts[0]; k.Address != "room:energie" || k.Place != "console:C5" {
		t.Errorf("the contact of the directory is %+v", k)
	}
	add := func(address string) string {
		return h.types("mia", "contact add "+string(c.ID)+" "+address+" role=service source=bill")
	}
	if said := add("room:nowhere"); !strings.Contains(said, "there is no “room:nowhere”") {
		t.Errorf("a room that is not there: %q", said)
	}
	if said := add("room:C1"); !strings.Contains(said, "room of this bot") {
		t.Errorf("the team's room by its ID: %q", said)
	}
	if said := add("room:#press"); !strings.Contains(said, "Noted in the trail") {
		t.Fatalf("a room by its name: %q", said)
	} else if h.last(c.ID, escalation.EntryContactAdded).Fields["address"] != "room:#press" || h.load(c.ID).Contacts[2].Place != "console:C9" {
		t.Errorf("a room by its name: %q", said)
	}
	if said := add("room:C9"); !strings.Contains(said, "already") {
		t.Errorf("the same room by its ID: %q", said)
	}
}

func TestALetterToAPlaceWhoseIDIsKnownAsksNobody(t *testing.T) {
	d := newDesk(t)
	platform := withIDs(d)
	c := d.keeps(func(c *escalation.Case) { c.Contacts[0].Address, c.Contacts[0].Place = "room:#press", "console:C9" })
	platform.down = errLimited
	d.bot.places.set("console:#team", chat.Place{Room: "C1"}, d.bot.Now())
	n := serviceLetter()
	n.Address = "room:#press"
	fact, err := d.deliver(c, n)
	if _, is := fact.(escalation.Delivered); err != nil || !is || d.console.said[0].at != (chat.Place{Room: "C9"}) {
		t.Fatalf("got %+v, %v", fact, err)
	}
	c.Climb.Letters = []escalation.Letter{{Key: n.Key, Address: n.Address, Delivered: day(3, 24, 9)}}
	if address, written := d.bot.addressIn(c, "console", chat.Place{Room: "C9"}); !written || address != "room:#press" {
		t.Errorf("C9 is %q, %t", address, written)
	}
	if _, written := d.bot.addressIn(c, "console", chat.Place{Room: "C1"}); written {
		t.Error("another room has the letter")
	}
}
