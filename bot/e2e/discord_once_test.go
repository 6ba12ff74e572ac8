package e2e_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
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

// How much the tests below do; docs/performance.md has figures of more.
var (
	discordPairs = flag.Int("discord-pairs", 200, "how many pairs of clicks TestTwoClicksOnDiscordAreOneDecision makes")
	discordWords = flag.Int("discord-words", 500, "how many words TestEveryDeliveryOnDiscordCountsOnce delivers")
)

// TestEveryDeliveryOnDiscordCountsOnce says many things in the threads of cases, which
// the gateway delivers one to five times each, all shuffled: each is in a trail, once.
func TestEveryDeliveryOnDiscordCountsOnce(t *testing.T) {
	store := "redis://" + miniredis.RunT(t).Addr()
	synctest.Test(t, func(t *testing.T) {
		st, err := story.Parse("many cases", []byte(loadStory))
		if err != nil {
			t.Fatal(err)
		}
		g := newGuild(t, st)
		stage, err := app.NewStage(t.Context(), app.StageOptions{Config: configOf(t, st), Story: st, Store: store, Scenery: g})
		if err != nil {
			t.Fatal(err)
		}
		words := amount(*discordWords)
		threads := g.openLamps(t, stage, max(1, words/100))

		dice := rand.New(rand.NewPCG(5, 6))
		var all []int
		for n := range words {
			for range 1 + dice.IntN(5) {
				all = append(all, n)
			}
		}
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		const together = 200 // fewer than wait at the gateway
		for some := range slices.Chunk(all, together) {
			for _, n := range some {
				g.fake.Raw(g.spoken(t, n, threads[n%len(threads)], stage.Now()))
			}
			g.settle()
		}

		scene, err := stage.Look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		counted := map[string]int{}
		for _, c := range scene.Cases {
			for _, line := range c.Trail {
				if said := word.FindString(line); said != "" {
					counted[said]++
				}
			}
		}
		for n := range words {
			if said := fmt.Sprintf("Word %d.", n); counted[said] != 1 {
				t.Errorf("%q counts %d times", said, counted[said])
			}
		}
		t.Logf("%d words in %d deliveries", words, len(all))
		if err := stage.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// openLamps opens cases and returns the threads of their cards.
func (g *guild) openLamps(t *testing.T, stage *app.Stage, cases int) []string {
	t.Helper()
	for i := range cases {
		g.openLamp(t, i)
	}
	if err := stage.Advance(t.Context(), stage.Now()); err != nil {
		t.Fatal(err)
	}
	var threads []string
	for _, m := range g.fake.Seen(g.users["noor"]) {
		if m.ChannelName == "team" && m.Thread == "" && !m.Ephemeral {
			threads = append(threads, m.ID) // a thread has the ID of the message that it begins from
		}
	}
	if len(threads) != cases {
		t.Fatalf("%d cards of %d cases", len(threads), cases)
	}
	return threads
}

// openLamp has a new member open a case.
func (g *guild) openLamp(t *testing.T, n int) {
	t.Helper()
	by := g.fake.AddUser(discordfake.User{Name: fmt.Sprintf("member%d", n)})
	options := map[string]string{"org": "Desk", "subject": fmt.Sprintf("Lamp %d.", n), "story": "It is dark.", "consent": "true"}
	if err := g.fake.Command(by, g.channels["team"], "case open", options); err != nil {
		t.Fatal(err)
	}
}

// spoken is the event of a message in a thread, as the gateway delivers it.
// https://docs.discord.com/developers/events/gateway-events#message-create
func (g *guild) spoken(t *testing.T, n int, thread string, at time.Time) string {
	t.Helper()
	first, err := strconv.ParseInt(thread, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	event, err := json.Marshal(map[string]any{"op": 0, "t": "MESSAGE_CREATE", "d": map[string]any{
		"id": strconv.FormatInt(first+1_000_000+int64(n), 10), "channel_id": thread, "guild_id": g.server, "type": 0,
		"author":  map[string]any{"id": g.users["noor"], "username": "noor"},
		"content": fmt.Sprintf("Word %d.", n), "timestamp": at.Format(time.RFC3339),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(event)
}

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
