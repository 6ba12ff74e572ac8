package e2e_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/adapters/discord/discordfake"
	"relance/bot/app"
	"relance/bot/story"
)

// discordCases is how many cases TestEveryMessageOnDiscordIsSentOnce opens. Each has
// four messages: 2,500 make 10,000, and take minutes.
var discordCases = flag.Int("discord-cases", 50, "how many cases TestEveryMessageOnDiscordIsSentOnce opens")

// TestEveryMessageOnDiscordIsSentOnce has the whole bot speak while 30 of 100 messages
// are posted and then fail, 20 of 100 are refused as too many, and the history is up to
// five seconds late: none is lost, none is said twice, none comes before it may.
func TestEveryMessageOnDiscordIsSentOnce(t *testing.T) {
	store := "redis://" + miniredis.RunT(t).Addr()
	synctest.Test(t, func(t *testing.T) {
		st, err := story.Parse("many cases", []byte(loadStory))
		if err != nil {
			t.Fatal(err)
		}
		var rolling sync.Mutex
		dice := rand.New(rand.NewPCG(3, 4))
		roll := func(n int) int {
			rolling.Lock()
			defer rolling.Unlock()
			return dice.IntN(n)
		}
		g := newGuildWith(t, st, discordfake.Options{Lag: func() time.Duration { return time.Duration(roll(5_000)) * time.Millisecond }})
		g.paced = true
		stage, err := app.NewStage(t.Context(), app.StageOptions{Config: configOf(t, st), Story: st, Store: store, Scenery: g})
		if err != nil {
			t.Fatal(err)
		}
		const route = "POST /channels/{channel.id}/messages"
		chance := func(percent int) func(discordfake.Call) bool {
			return func(discordfake.Call) bool { return roll(100) < percent }
		}
		for _, f := range []discordfake.Fault{
			{RetryAfter: 3 * time.Second, Times: -1, When: chance(20)},
			{Status: 502, Accept: true, Times: -1, When: chance(12)},
			{Status: 503, Accept: true, Times: -1, When: chance(14)},
			{Cut: true, Accept: true, Times: -1, When: chance(16)},
		} {
			g.fake.Fail(route, f)
		}
		cases := amount(*discordCases)
		for i := range cases {
			g.openLamp(t, i)
			if err := stage.Advance(t.Context(), stage.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		if err := stage.Advance(t.Context(), stage.Now().Add(7*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		g.fake.Heal()

		nonces, said, sent := map[string]bool{}, map[string]int{}, 0
		for _, m := range g.fake.Seen(g.users["noor"]) {
			if m.By != g.fake.Application() || m.Nonce == "" {
				continue
			}
			sent++
			if nonces[m.Nonce] {
				t.Errorf("said twice: %s", m.Read)
			}
			nonces[m.Nonce] = true
			if subject := lamp.FindString(m.Read); m.Thread == "" && subject != "" {
				said["#"+m.ChannelName+" "+subject]++
			}
		}
		for i := range cases {
			for _, room := range []string{"#team", "#desk"} {
				if where := fmt.Sprintf("%s Lamp %d.", room, i); said[where] != 1 {
					t.Errorf("%s is said %d times", where, said[where])
				}
			}
		}
		t.Logf("%d cases, %d messages, %d calls", cases, sent, len(g.fake.Calls(route)))
		if err := stage.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
