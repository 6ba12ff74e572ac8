package bot

import (
	"strings"
	"testing"

	"relance/escalation"
)

func withPublicRoom(o *Options) {
	o.Rooms = map[string]Rooms{
		"console": {Team: "team", Moderators: "mods", Public: "public"},
		"slack":   {Team: "C0WATCH"},
	}
}

func TestTheBotsRoomsAreNobodysContact(t *testing.T) {
	rooms := []string{"room:public", "room:#Public", "room:team", "room:mods", "slack:C0WATCH", "room:c0watch"}
	for _, room := range rooms {
		h := newHouse(t, withPublicRoom)
		c := h.opens("ann", "meter")
		id := string(c.ID)
		h.types("ann", "reply from=desk text=\"Not us.\"")
		before := len(h.trail(c.ID))
		sentences := map[string]string{
			"reply":       h.types("tom", "reply "+id+" from=desk text=\"Not us.\" class=wrong_body contact="+room),
			"class":       h.types("tom", "class "+id+" 1 wrong_body contact="+room),
			"contact add": h.types("mia", "contact add "+id+" "+room+" role=service source=bill"),
			"task.done": spoken(h.submits("tom", actTaskDone, target(c.ID, h.aTask(c.ID)), map[string]string{
				"outcome": "done", "said": "Not us.", "class": "wrong_body", "contact": room})),
		}
		for asked, said := range sentences {
			if !strings.Contains(said, "room of this bot") {
				t.Errorf("%s with %s: %q", asked, room, said)
			}
		}
		if n := len(h.trail(c.ID)); n != before {
			t.Errorf("%s: %d lines were added to the trail", room, n-before)
		}
		h.types("bob", `open org="Unknown Water" consent=yes subject=bill story="Too high."`)
		draft := h.of("bob")[0]
		said := spoken(h.submits("mia", actAddOrg, target(draft.ID, ""), map[string]string{
			"key": "water", "org": "Unknown Water", "address": room, "role": "service", "source": "bill", "language": "en"}))
		if !strings.Contains(said, "room of this bot") || h.load(draft.ID).State != escalation.StateDraft {
			t.Errorf("org add with %s: %q", room, said)
		}
	}
}

// aTask is the first task that is still to do.
func (h *house) aTask(id escalation.CaseID) string {
	h.t.Helper()
	for _, task := range h.load(id).Tasks {
		return task.ID
	}
	h.t.Fatal("no task")
	return ""
}

func TestARequesterNamesNoNewContact(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	for _, text := range []string{
		`reply from=desk text="Not us." class=wrong_body contact=room:elsewhere`,
		`reply from=desk text="Not us." class=wrong_body contact=mailto:mallory@example.org`,
	} {
		if said := h.types("ann", text); !strings.Contains(said, "A team member or a moderator must add it") {
			t.Errorf("%s: %q", text, said)
		}
	}
	if n := len(h.load(c.ID).Replies); n != 0 {
		t.Fatalf("%d replies were recorded", n)
	}
	h.types("ann", `reply from=desk text="Not us." class=wrong_body contact=MAILTO:Director@example.org`)
	h.types("ann", `reply from=desk text="Not us." class=wrong_body contact=mailto:Director@example.org`)
	if e := h.last(c.ID, escalation.EntryHandedOver); e.Actor.ID != "console:ann" {
		t.Errorf("a contact of the case: %+v", e)
	}
	h.types("tom", "reply "+string(c.ID)+` from=desk text="Not us." class=wrong_body contact=mailto:other@example.org`)
	if e := h.last(c.ID, escalation.EntryHandedOver); e.Fields["to"] != "mailto:other@example.org" {
		t.Errorf("the team's: %+v", e)
	}
}

func TestNoLetterIsSaidInTheBotsRooms(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(nil)
	for _, address := range []string{"room:public", "console:public", "room:#PUBLIC", "room:team", "room:mods", "other:watch"} {
		for _, kind := range []escalation.NoticeKind{escalation.NoticeLetter, escalation.NoticeInfo} {
			n := serviceLetter()
			n.Kind, n.Address, n.Text = kind, address, "private"
			fact, err := d.deliver(c, n)
			want := escalation.DeliveryFailed{Notice: n.Key, Kind: kind, Why: "own_room", Dead: true}
			if err != nil || fact != want {
				t.Errorf("%s to %s: %+v, %v", kind, address, fact, err)
			}
		}
	}
	if len(d.console.said)+len(d.other.said) != 0 {
		t.Error("something was said")
	}
}
