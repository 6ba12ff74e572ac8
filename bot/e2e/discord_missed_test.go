package e2e_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// TestAnAnswerThatTheGatewayLostIsFound: what an organisation wrote on Discord while a
// session was lost is never delivered. The bot finds it when it looks, and does not
// climb over it.
func TestAnAnswerThatTheGatewayLostIsFound(t *testing.T) {
	store, data := "redis://"+miniredis.RunT(t).Addr(), t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		b := onBoth(t, bothOptions{
			store: store, data: data, onSlack: []string{"noor"}, onDiscord: []string{"ann", "lea"}, moderators: `"slack:noor"`,
		})
		b.do(b.discord.fake.Command(b.discord.users["ann"], b.discord.channels["public"], "case open", map[string]string{
			"org": "GazCo", "subject": "The meter", "story": "It is silent.", "consent": "true",
		}))
		b.reads("discord:lea", "discord #gazco", "It is silent.")
		const answer = "The technician comes on Tuesday."
		b.discord.fake.ForgetSessions()
		b.discord.fake.Cut()
		_, err := b.discord.fake.Say(b.discord.users["lea"], b.discord.channels["gazco"], answer)
		b.do(err)
		pass(10 * time.Minute)
		if !b.discord.fake.AwaitSession(time.Millisecond) {
			t.Error("the bot has not come back")
		}
		b.lacks("discord:ann", "discord #team thread", answer)

		pass(3 * time.Hour)
		b.reads("discord:ann", "discord #team thread", answer)
		b.lacks("discord:ann", "discord #team thread", "Climbed from")
		b.end()
	})
}
