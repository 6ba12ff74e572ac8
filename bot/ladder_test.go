package bot

import (
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// TestWholeLadder lets a case climb from its opening to the public post, on the
// real engine: every message on the way is said where it belongs, once.
func TestWholeLadder(t *testing.T) {
	console := &strict{t: t, name: "console", places: []string{"team", "mods", "public", "energie", "@ann"}}
	h := newHouse(t, func(o *Options) {
		o.Platforms = []chat.Platform{console}
		o.Rooms = map[string]Rooms{"console": {Team: "team", Moderators: "mods", Public: "public"}}
		o.Directory.Ladders["short"] = escalation.Ladder{Name: "short", Preview: escalation.Wait{Days: 1}, Rungs: []escalation.Rung{
			{Name: "rung.service", Kind: escalation.RungLetter, Role: "service", Wait: escalation.Wait{Days: 10}, Reminders: 1, Every: escalation.Wait{Days: 5}},
			{Name: "rung.director", Kind: escalation.RungLetter, Role: "director", Wait: escalation.Wait{Days: 10}},
			{Name: "rung.post", Kind: escalation.RungPost, Quorum: 1},
		}}
	})
	engine := escalation.NewEngine(escalation.EngineOptions{Store: h.store, Book: h.bot.Book, Rules: h.bot.Rulebook, Deliver: h.bot, Key: []byte("key")})
	until := func(at time.Time) {
		t.Helper()
		for {
			next, err := engine.Tick(t.Context(), h.now)
			if err != nil {
				t.Fatal(err)
			}
			if next.IsZero() || next.After(at) {
				h.now = at
				return
			}
			if next.After(h.now) {
				h.now = next
			}
		}
	}
	start := h.now
	c := h.opens("ann", "Silent meter")
	until(start.Add(time.Minute))
	expect := func(room, what string, times int) chat.Message {
		t.Helper()
		var found []chat.Message
		for _, s := range console.said {
			if s.at.Room+"@"+s.at.Person == room && strings.Contains(neutral(s.m), what) {
				found = append(found, s.m)
			}
		}
		if len(found) != times {
			var all []string
			for _, s := range console.said {
				all = append(all, s.at.Room+"@"+s.at.Person+" "+strings.Join(strings.Fields(neutral(s.m)), " "))
			}
			t.Fatalf("%q was said %d times in %s, want %d:\n%s", what, len(found), room, times, strings.Join(all, "\n"))
		}
		return append(found, chat.Message{})[0]
	}
	expect("team@", "(why "+string(c.ID)+")", 1)
	expect("energie@", "Voici le dossier complet", 1)

	until(start.AddDate(0, 0, 6))
	expect("energie@", "relance n° 1", 1)
	until(start.AddDate(0, 0, 9).Add(time.Hour))
	expect("@ann", "what happens next", 1)
	until(start.AddDate(0, 0, 10).Add(time.Hour))
	expect("team@", "Whom to reach", 1)

	c = h.load(c.ID)
	h.submits("tom", actTaskDone, target(c.ID, c.Tasks[0].ID), map[string]string{"outcome": string(escalation.OutcomeDone), "proof": "P-1"})
	until(start.AddDate(0, 0, 25))
	expect("@ann", "this is what would be published", 1)

	c = h.load(c.ID)
	h.clicks("ann", actConsent, target(c.ID, c.Post.Hash))
	until(h.now.Add(time.Minute))
	expect("mods@", "Everybody would see exactly this text", 1)
	expect("public@", "", 0)
	h.clicks("mia", actApprove, target(c.ID, c.Post.Hash))
	until(h.now.Add(time.Minute))
	post := expect("public@", string(c.ID), 1)
	if plainText(post) != c.Post.Text {
		t.Errorf("published %q, approved %q", plainText(post), c.Post.Text)
	}
	expect("@ann", "public now", 1)
	if c = h.load(c.ID); c.State != escalation.StatePublished {
		t.Errorf("the case is %s", c.State)
	}
	card := expect("team@", "(reopen "+string(c.ID)+")", 1)
	if !strings.Contains(neutral(card), "published") {
		t.Errorf("the card says:\n%s", neutral(card))
	}
}
