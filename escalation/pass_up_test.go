package escalation

import "testing"

func contactActor() Actor {
	return Actor{ID: "room:service", Name: "Desk", Role: ActorContact}
}

// TestAContactPassesTheCaseUp: at once, with the reason, and never to the public.
func TestAContactPassesTheCaseUp(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	p.must(contactActor(), ClimbAsked{Reason: "I may not decide this."})
	if p.c.Climb.Rung != 1 || p.c.State != StateOpen {
		t.Fatalf("%s at rung %d", p.c.State, p.c.Climb.Rung)
	}
	found := false
	for _, e := range p.trail {
		found = found || e.Kind == EntryClimbed && e.Text == "I may not decide this." && e.Actor == contactActor()
	}
	if !found {
		t.Error("the trail does not say who passed it up, and why")
	}
	p.deliver()
	p.must(contactActor(), ClimbAsked{})
	if p.c.Climb.Rung != 2 {
		t.Fatalf("at rung %d", p.c.Climb.Rung)
	}
	p.refused(CodeLastRung, contactActor(), ClimbAsked{Reason: "Let them publish it."})
	p.must(team(), ClimbAsked{})
	if p.c.State != StateAwaitingApproval {
		t.Errorf("the team may: %s", p.c.State)
	}
}

func TestAContactPassesNothingUpToNobody(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	for _, dead := range []string{"room:press-a", "room:press-b", "mailto:director@gazco.example"} {
		p.must(theBot(), ContactDied{Address: dead, Why: "gone"})
	}
	p.refused(CodeLastRung, contactActor(), ClimbAsked{})
	if p.c.State != StateOpen || p.c.Climb.Rung != 0 {
		t.Errorf("%s at rung %d", p.c.State, p.c.Climb.Rung)
	}
}

// TestAMessageIsKeptAsItWas looks at the entries of somebody else's words.
func TestAMessageIsKeptAsItWas(t *testing.T) {
	p := newPlay(t)
	o := opening()
	o.Source = &Noted{Text: "It is silent again.", From: "Ann", Link: "https://chat.example/1", At: monday.AddDate(0, 0, -1)}
	p.must(requester(), o)
	p.must(team(), Noted{Text: "I called them twice.", Edited: true})
	p.must(team(), Replied{From: "room:service", Text: "On Monday.", Proposed: ClassPromise, Edited: true})
	want := []struct {
		kind   EntryKind
		text   string
		fields map[string]string
	}{
		{EntryNote, "It is silent again.", map[string]string{"from": "Ann", "link": "https://chat.example/1", "at": "2026-03-01T09:00:00Z"}},
		{EntryNote, "I called them twice.", map[string]string{"edited": "yes"}},
		{EntryReply, "On Monday.", map[string]string{"edited": "yes", "from": "room:service"}},
	}
	i := 0
	for _, e := range p.trail {
		if i < len(want) && e.Kind == want[i].kind && e.Text == want[i].text {
			for name, value := range want[i].fields {
				if e.Fields[name] != value {
					t.Errorf("%s of %q is %q, want %q", name, e.Text, e.Fields[name], value)
				}
			}
			i++
		}
	}
	if i < len(want) {
		t.Errorf("no entry %q", want[i].text)
	}
}
