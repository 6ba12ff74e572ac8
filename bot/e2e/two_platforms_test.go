package e2e_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// openMeter opens the case of the meter on Discord: told five times in two months.
func (b *both) openMeter() {
	b.t.Helper()
	b.do(b.discord.fake.Command(b.discord.users["ann"], b.discord.channels["gazco"], "case open", map[string]string{
		"org": "GazCo", "subject": "The meter does not communicate", "consent": "true",
		"story": "My new gas meter has never sent a figure. You bill me on what I declared, more than a year late.",
		"tried": "2025-11-01; visit; the technician; INT-58213; the meter is silent; service" +
			" | 2025-11-15; phone; Ms Elm; ; will call back; service" +
			" | 2025-11-23; mail; the adviser; WEB-90417; asks for the same papers; service" +
			" | 2025-11-30; letter; complaints; ; three pages, no answer; service" +
			" | 2025-12-29; phone; Mr Lime; ; finds neither file nor letter; service",
		"ref": "CLI-4471-09 GazCo", "deadline": "2026-01-31", "deadline_what": "last day to contest the bill",
	}))
}

// toApproval lets the case climb, with what noor notes on Slack, until the text is
// before the moderators of both platforms.
func (b *both) toApproval() {
	b.t.Helper()
	b.openMeter()
	pass(3 * time.Hour)
	b.do(b.discord.click(b.discord.users["ann"], "I consent to this text", ""))
	for _, where := range []string{"slack:noor slack", "discord:mia discord"} {
		account, platform, _ := strings.Cut(where, " ")
		b.reads(account, platform+" #moderators", "a public post about GazCo awaits your decision", "0 of 2")
	}
}

// published is how often the post is public, by platform.
func (b *both) published() map[string]int {
	return map[string]int{
		"slack":   strings.Count(b.read("slack:noor")["slack #public"], "The meter does not communicate"),
		"discord": strings.Count(b.read("discord:ann")["discord #public"], "The meter does not communicate"),
	}
}

// TestTwoPlatforms: a case is opened on Discord, watched on Slack, and approved by
// one moderator on each. It is one case with one trail and two live cards, and is
// published once, where it was opened. A person with two accounts has one vote.
func TestTwoPlatforms(t *testing.T) {
	for name, forum := range map[string]bool{"the team in a channel": false, "the team in a forum": true} {
		t.Run(name, func(t *testing.T) { onTwoPlatforms(t, forum) })
	}
}

func onTwoPlatforms(t *testing.T, forum bool) {
	store, data := "redis://"+miniredis.RunT(t).Addr(), t.TempDir()
	var b *both
	synctest.Test(t, func(t *testing.T) {
		b = onBoth(t, bothOptions{
			store: store, data: data, onSlack: []string{"noor", "sam", "mia"}, onDiscord: []string{"ann", "mia", "sam"},
			moderators: `"slack:sam", "discord:mia"`, links: `mia: ["slack:mia", "discord:mia"]`, forum: forum,
		})
		b.link("sam", "sam")
		b.openMeter()
		for account, platform := range map[string]string{"slack:noor": "slack", "discord:mia": "discord"} {
			b.reads(account, platform+" #team", "The meter does not communicate", "Step", "2 of 3: communications department",
				"6 times, to 6 people or desks, in 61 days, 3 references", "last day to contest the bill")
			b.reads(account, platform+" #team thread", "Case opened: GazCo", "Starts at step 2", "Delivered")
		}
		b.reads("slack:noor", "slack #gazco", "My new gas meter has never sent a figure.", "told 5 times, to 5 people, in 61 days, 3 references")

		// It is passed on: that is no answer, whoever notes it and wherever.
		b.do(b.slack.click(b.slack.users["noor"], "They replied…",
			`transmitted from="the press office" owner="technical department" text="Your message has been passed on."`))
		for account, platform := range map[string]string{"slack:noor": "slack", "discord:mia": "discord"} {
			b.reads(account, platform+" #team thread", "Passed on by the press office to technical department; the clock runs on (noor)")
		}

		// It climbs by itself; the text is before Ann where she is, and then before the
		// moderators of both platforms.
		pass(3 * time.Hour)
		b.do(b.discord.click(b.discord.users["ann"], "I consent to this text", ""))
		b.reads("slack:sam", "slack #moderators", "a public post about GazCo awaits your decision", "0 of 2")
		b.reads("discord:mia", "discord #moderators", "a public post about GazCo awaits your decision", "0 of 2")

		// Sam is one person, here and there.
		b.do(b.slack.click(b.slack.users["sam"], "Approve", ""))
		b.reads("slack:sam", "slack private", "More moderators have to approve it.")
		b.reads("discord:mia", "discord #moderators", "1 of 2")
		b.do(b.discord.click(b.discord.users["sam"], "Approve", ""))
		b.reads("discord:sam", "discord private", "You have decided on this text already; each person has one vote.")
		if n := b.published(); n["slack"]+n["discord"] > 0 {
			t.Errorf("one person published it: %v", n)
		}
		b.do(b.discord.click(b.discord.users["mia"], "Approve", ""))
		b.reads("discord:mia", "discord private", "the approval is complete, and the post goes out.")
		if n := b.published(); n["discord"] != 1 || n["slack"] != 0 {
			t.Errorf("published %v", n)
		}
		b.reads("discord:ann", "discord private", "The account of your request is public now.")
		for account, platform := range map[string]string{"slack:noor": "slack", "discord:mia": "discord"} {
			b.reads(account, platform+" #team", "published")
			b.reads(account, platform+" #team thread", "approved, 1 of 2 (sam)", "approved, 2 of 2 (mia)", "Approval complete, 2 of 2")
		}
		b.do(b.discord.fake.Command(b.discord.users["ann"], b.discord.channels["gazco"], "case trail", nil))
		b.reads("discord:ann", "discord private", "Case opened", "(noor)", "1 of 2 (sam)", "2 of 2 (mia)", "Published:")
		b.end()
	})
	if n := b.trails(t); n != 1 {
		t.Errorf("there are %d trails", n)
	}
}

// TestAnUnlinkedAccountCompletesNoMixedQuorum: two accounts on two platforms, which
// nobody has linked, may be one person.
func TestAnUnlinkedAccountCompletesNoMixedQuorum(t *testing.T) {
	store, data := "redis://"+miniredis.RunT(t).Addr(), t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		b := onBoth(t, bothOptions{
			store: store, data: data, onSlack: []string{"noor", "sam"}, onDiscord: []string{"ann", "mia", "pat"},
			moderators: `"slack:sam", "discord:mia", "discord:pat"`,
		})
		b.toApproval()
		b.do(b.discord.click(b.discord.users["mia"], "Approve", ""))
		b.do(b.slack.click(b.slack.users["sam"], "Approve", ""))
		b.reads("slack:sam", "slack private", "More moderators have to approve it.")
		if n := b.published(); n["slack"]+n["discord"] > 0 {
			t.Errorf("published %v", n)
		}
		// A second person for certain: on the same platform two accounts are two.
		b.do(b.discord.click(b.discord.users["pat"], "Approve", ""))
		if n := b.published(); n["discord"] != 1 || n["slack"] != 0 {
			t.Errorf("published %v", n)
		}
		b.end()
	})
}
