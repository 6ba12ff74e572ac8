package bot

import (
	"strconv"
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

func TestATaskCarriesTheAnswerToItsOwnQuestion(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) {
		c.Replies[0].Given, c.Replies[1].Given = "My number is 12.", "The photo is blue."
		c.Tasks = append(c.Tasks,
			escalation.Task{ID: "t2", Kind: escalation.TaskReach, Address: "tel:+33-555-0100", Reply: 1, Opened: day(3, 20, 9)},
			escalation.Task{ID: "t3", Kind: escalation.TaskReach, Address: "tel:+33-555-0100", Reply: 2, Opened: day(3, 21, 9)})
	})
	for task, want := range map[string][2]string{"t2": {"My number is 12.", "The photo is blue."}, "t3": {"The photo is blue.", "My number is 12."}} {
		d.console.said = nil
		n := escalation.Notice{Key: "K7M-4QZ-X/" + task, Kind: escalation.NoticeTask, To: escalation.ToTeam, Task: task}
		if _, err := d.deliver(c, n); err != nil || len(d.console.said) == 0 {
			t.Fatal(err, d.console.said)
		}
		_, letter, _ := strings.Cut(plainText(d.console.said[0].m), "La réponse")
		answer, _, _ := strings.Cut(letter, "dossier")
		if !strings.Contains(answer, want[0]) || strings.Contains(answer, want[1]) {
			t.Errorf("%s says\n%s", task, plainText(d.console.said[0].m))
		}
	}
}

// TestTheWholeTeamIsAskedOnceInItsRoom counts what is said at the top of the room,
// and what in the thread of the case.
func TestTheWholeTeamIsAskedOnceInItsRoom(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) {
		c.Cards = []escalation.Card{{Room: "console:team", Ref: "m1"}}
		c.Tasks = []escalation.Task{{ID: "t2", Kind: escalation.TaskReach, Address: "tel:+33-555-0100", Opened: day(3, 20, 9)}}
	})
	for i, said := range []struct {
		kind     escalation.NoticeKind
		reminder int
		thread   chat.Ref
		fields   bool
	}{
		{escalation.NoticeTask, 1, "m1", false},
		{escalation.NoticeEscalated, 0, "", true},
		{escalation.NoticeEscalated, 1, "m1", false},
	} {
		d.console.said = nil
		n := escalation.Notice{Key: "K7M-4QZ-X/" + strconv.Itoa(i), Kind: said.kind, To: escalation.ToTeam, Task: "t2", Reminder: said.reminder}
		if _, err := d.deliver(c, n); err != nil || len(d.console.said) != 1 {
			t.Fatal(err, d.console.said)
		}
		got := d.console.said[0]
		if got.at.Thread != said.thread {
			t.Errorf("%s %d is in thread %q, want %q", said.kind, said.reminder, got.at.Thread, said.thread)
		}
		text := plainText(got.m)
		if strings.Contains(text, c.Subject) != said.fields || strings.Contains(text, "Bonjour") || len(got.m.Actions) == 0 {
			t.Errorf("%s %d says\n%s", said.kind, said.reminder, text)
		}
	}
}

// TestEscalationOffersWhatHasAButton reads the words to the whole team beside the
// buttons under them.
func TestEscalationOffersWhatHasAButton(t *testing.T) {
	b := newDesk(t).bot
	for _, kind := range []escalation.TaskKind{
		escalation.TaskReach, escalation.TaskClass, escalation.TaskLook, escalation.TaskOrganisation,
		escalation.TaskContact, escalation.TaskRequester, escalation.TaskPost,
	} {
		v := task(view{Speaker: b.speaker("en"), c: meter(), rules: rules(t), zone: b.Zone, at: day(3, 24, 9)},
			escalation.Task{Kind: kind, Address: "tel:+33-555-0100", Reply: 2})
		m := work(v, b, escalation.Notice{Kind: escalation.NoticeEscalated, Task: "t4"})
		offered := func(id string) bool {
			for _, a := range m.Actions {
				if a.ID == id {
					return true
				}
			}
			return false
		}
		text := spoken(chat.Answer{Message: &m})
		if !strings.Contains(text, "Nobody has done this since") {
			t.Errorf("%s: %s", kind, text)
		}
		if said := strings.Contains(text, "take it over"); said != offered(actTaskTake) {
			t.Errorf("%s: take over said %t, offered %t", kind, said, !said)
		}
		if said := strings.Contains(text, "skip it with"); said != offered(actTaskSkip) {
			t.Errorf("%s: skip said %t, offered %t", kind, said, !said)
		}
	}
}
