package app_test

import (
	"fmt"
	"strings"
	"testing"
)

// A Redis that comes back empty while the bot runs is not taken for the one of
// before, even by a bot that has nothing to send: nothing is sent until a person has
// looked, and the team reads why. One that comes back as it was goes on without a word.
func TestRedisComesBackEmpty(t *testing.T) {
	for _, empty := range []bool{false, true} {
		t.Run(fmt.Sprint(empty), func(t *testing.T) {
			redis, url := memory(t)
			w := watching(t, onRedis(t, url))
			open := `/case open org="IT desk" consent=yes subject="No sound" story="Silent since Monday."`
			fmt.Fprintln(w.keyboard, open)
			w.screen.await(t, "The clock starts") // on the card
			w.screen.await(t, "The clock starts") // below it: the last that there is to say
			redis.Close()
			if empty {
				redis.FlushAll()
			}
			if err := redis.Restart(); err != nil {
				t.Fatal(err)
			}
			if !empty {
				fmt.Fprintln(w.keyboard, strings.Replace(open, "No sound", "No light", 1))
				w.screen.await(t, "#it-desk")
				w.end()
				if shown := w.screen.String(); strings.Contains(shown, "Nothing is sent") {
					t.Errorf("the store of before is not trusted:\n%s", shown)
				}
				return
			}
			w.screen.await(t, "Nothing is sent")
			until(t, "the doubt is counted", func() bool {
				f := w.scrape()
				return f["relance_store_doubted"] == 1 && f["relance_paused"] == 1
			})
			fmt.Fprintln(w.keyboard, strings.Replace(open, "No sound", "No light", 1))
			w.screen.await(t, "is open") // what people do is recorded all the same
			w.end()
			if shown := w.screen.String(); strings.Count(shown, "\n#it-desk >") > 1 {
				t.Errorf("sent from a store that nobody has confirmed:\n%s", shown)
			}
		})
	}
}
