package app

import (
	"relance/adapters/console"
	"relance/adapters/discord"
	"relance/adapters/slack"
	"relance/bot/locale"
)

// consoleWords are the sentences that the console itself shows.
func consoleWords(say locale.Speaker) console.Words {
	near := func(key string) func(asked, nearest string) string {
		return func(asked, nearest string) string {
			if nearest == "" || nearest == "#" {
				return say.Say(key, "Asked", asked)
			}
			return say.Say(key+".near", "Asked", asked, "Near", nearest)
		}
	}
	return console.Words{
		To:      func(person string) string { return say.Say("console.to", "Person", person) },
		Only:    func(person string) string { return say.Say("console.only", "Person", person) },
		Updated: say.Say("console.updated"),
		Part:    func(n, of int) string { return say.Say("console.part", "Number", n, "Of", of) },

		FormHelp:  say.Say("console.form"),
		LinesHelp: say.Say("console.lines"),
		RowsHelp:  func(row string) string { return say.Say("console.rows", "Row", row) },
		DayHelp:   say.Say("console.day"),
		CheckHelp: say.Say("console.check"),
		UpTo:      func(limit int) string { return say.Say("console.up_to", "Limit", limit) },
		Keeps:     func(text string) string { return say.Say("console.keeps", "Text", text) },
		Yes:       say.Say("console.yes"),
		No:        say.Say("console.no"),
		Left:      say.Say("console.left"),

		NeedsAnswer: say.Say("console.needs_answer"),
		NotADay:     say.Say("console.not_a_day"),
		NotYesNo:    say.Say("console.not_yes_no"),
		TooLong: func(length, limit int) string {
			return say.Say("console.too_long", "Length", length, "Limit", limit)
		},

		LineTooLong: func(bytes, limit int) string {
			return say.Say("console.line_too_long", "Length", bytes, "Limit", limit)
		},
		NoSuchButton:  near("console.no_button"),
		ButtonGone:    func(asked string) string { return say.Say("console.button_gone", "Asked", asked) },
		NeedsOption:   say.Say("console.needs_option"),
		NoSuchOption:  near("console.no_option"),
		NoSuchInput:   near("console.no_input"),
		NoSuchRoom:    near("console.no_room"),
		NoSuchMessage: near("console.no_message"),
		OtherPlace: func(asked, there string) string {
			return say.Say("console.other_place", "Asked", asked, "There", there)
		},
		TooManyWords:  func(word string) string { return say.Say("console.too_many_words", "Word", word) },
		NothingToFill: func(name string) string { return say.Say("console.nothing_to_fill", "Name", name) },
		NoForm:        say.Say("console.no_form"),
		NoAnswer:      func(command string) string { return say.Say("console.no_answer", "Command", command) },
		OpenQuote:     func(near string) string { return say.Say("console.open_quote", "Near", near) },
		GivenTwice:    func(name string) string { return say.Say("console.given_twice", "Name", name) },
	}
}

// SlackWords are the sentences that Slack's adapter itself shows.
func SlackWords(say locale.Speaker) slack.Words {
	return slack.Words{
		ReadOn: say.Say("slack.read_on"),
		Submit: say.Say("slack.submit"),
		Cancel: say.Say("slack.cancel"),
		Yes:    say.Say("slack.yes"),
		GoesOn: func(label string) string { return say.Say("slack.goes_on", "Label", label) },

		NotOpened: say.Say("slack.not_opened"),
		Failed:    say.Say("slack.failed"),
	}
}

// DiscordWords are the sentences that Discord's adapter itself shows.
func DiscordWords(say locale.Speaker) discord.Words {
	return discord.Words{
		ReadOn: say.Say("discord.read_on"),
		Failed: say.Say("discord.failed"),

		FormReady: say.Say("discord.form.ready"),
		OpenForm:  say.Say("discord.form.open"),
		SoFar:     say.Say("discord.form.so_far"),
		Submit:    say.Say("discord.form.submit"),
		Next:      func(page, of int) string { return say.Say("discord.form.next", "Number", page, "Of", of) },
		Change:    say.Say("discord.form.change"),
		Cancel:    say.Say("discord.form.cancel"),
		Wrong:     say.Say("discord.form.wrong"),
		Correct:   say.Say("discord.form.correct"),
		Lost:      say.Say("discord.form.lost"),
		Yes:       say.Say("discord.form.yes"),
		Day:       say.Say("discord.form.day"),
	}
}
