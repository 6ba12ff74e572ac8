package e2e_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// TestWithoutMessageContent: a bot that may not read what people write on Discord
// still opens a case, is answered by button, and files a message from its menu. Over
// words that it cannot read it does not climb.
func TestWithoutMessageContent(t *testing.T) {
	store, data := "redis://"+miniredis.RunT(t).Addr(), t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		b := onBoth(t, bothOptions{
			store: store, data: data, onSlack: []string{"noor"}, onDiscord: []string{"ann", "lea"},
			moderators: `"slack:noor"`, blind: true,
		})
		ann, lea := b.discord.users["ann"], b.discord.users["lea"]
		b.do(b.discord.fake.Command(ann, b.discord.channels["public"], "case open", map[string]string{
			"org": "GazCo", "subject": "The meter", "story": "It is silent.", "consent": "true",
		}))
		b.reads("discord:lea", "discord #gazco", "It is silent.")

		// What is written is not read; from the message's menu it is.
		said, err := b.discord.fake.Say(lea, b.discord.channels["gazco"], "We are on it.")
		b.do(err)
		b.lacks("discord:ann", "discord #team thread", "We are on it.")
		b.do(b.discord.fake.MessageCommand(ann, "Add to a case's file", b.discord.channels["gazco"], said))
		b.do(b.discord.fake.Submit(ann))
		b.reads("discord:ann", "discord #team thread", "We are on it.")

		// The letter's buttons need no words.
		b.do(b.discord.click(lea, "Received", ""))
		b.reads("discord:lea", "discord private", "We know now that it has arrived")

		// Nobody can say that there was no answer.
		pass(3 * time.Hour)
		b.reads("discord:ann", "discord #team thread", "Looking for an answer failed")
		b.lacks("discord:ann", "discord #team thread", "Climbed from")
		b.end()
	})
}
