package e2e_test

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/adapters/discord/discordfake"
	"relance/bot/app"
	"relance/bot/story"
)

var discordPairs = flag.Int("discord-pairs", 200, "how many pairs of clicks TestTwoClicksOnDiscordAreOneDecision makes")

// TestTwoClicksOnDiscordAreOneDecision has requesters withdraw on two devices in the
// same moment, over the gateway: each time it is one decision.
func TestTwoClicksOnDiscordAreOneDecision(t *testing.T) {
	store := "redis://" + miniredis.RunT(t).Addr()
	synctest.Test(t, func(t *testing.T) {
		st, err := story.Parse("many cases", []byte(loadStory))
		if err != nil {
			t.Fatal(err)
		}
		g := newGuild(t, st)
		for _, room := range []string{"team", "moderators", "public", "desk"} { // what is said there is no requester's to read
			g.channels[room] = g.fake.AddChannel(discordfake.Channel{Name: room, Private: true})
		}
		lobby := g.fake.AddChannel(discordfake.Channel{Name: "lobby"})
		stage, err := app.NewStage(t.Context(), app.StageOptions{Config: configOf(t, st), Story: st, Store: store, Scenery: g})
		if err != nil {
			t.Fatal(err)
		}
		members := make([]string, amount(*discordPairs))
		for i := range members {
			members[i] = g.fake.AddUser(discordfake.User{Name: fmt.Sprintf("member%d", i)})
		}
		side(len(members), func(i int) {
			options := map[string]string{"org": "Desk", "subject": fmt.Sprintf("Lamp %d.", i), "story": "It is dark.", "consent": "true"}
			if err := g.fake.Command(members[i], lobby, "case open", options); err != nil {
				t.Errorf("member %d: %v", i, err)
			}
		})
		synctest.Wait()
		begun := time.Now()
		side(len(members), func(i int) {
			seen := g.fake.Seen(members[i])
			if len(seen) == 0 {
				t.Errorf("member %d was not answered", i)
				return
			}
			var pair sync.WaitGroup
			for range 2 {
				pair.Go(func() {
					if err := g.fake.Click(members[i], seen[len(seen)-1], "Withdraw my request"); err != nil {
						t.Errorf("member %d: %v", i, err)
					}
				})
			}
			pair.Wait()
		})
		g.settle()
		scene, err := stage.Look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(scene.Cases) != len(members) {
			t.Errorf("%d cases of %d", len(scene.Cases), len(members))
		}
		for _, c := range scene.Cases {
			n := strings.Count(strings.Join(c.Trail, "\n"), "Withdrawn")
			if n != 1 || c.State.State != "closed" {
				t.Fatalf("case %s is %s, and withdrawn %d times:\n%s", c.ID, c.State, n, strings.Join(c.Trail, "\n"))
			}
		}
		t.Logf("%d pairs of clicks within %s of the bubble's time", len(members), time.Since(begun))
		if err := stage.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
