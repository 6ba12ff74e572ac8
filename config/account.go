package config

import "regexp"

// account is what the IDs of people and groups look like on a platform.
type account struct {
	person *regexp.Regexp            // nil: any word
	about  string                    // what a person's ID is
	groups map[string]*regexp.Regexp // by kind
	like   string                    // examples of groups
}

// accounts are the platforms whose IDs have a form.
var accounts = map[string]account{
	// https://docs.slack.dev/reference/objects/user-object, usergroup-object and
	// conversation-object
	"slack": {
		person: regexp.MustCompile(`^[UW][A-Z0-9]+$`),
		about:  "member of Slack: write the member ID, which is in their profile and begins with U, like slack:U0123456789",
		groups: map[string]*regexp.Regexp{
			"group": regexp.MustCompile(`^S[A-Z0-9]+$`),
			"room":  regexp.MustCompile(`^[CG][A-Z0-9]+$`),
		},
		like: "slack:group/S0123456789 or slack:room/C0123456789",
	},
	"discord": {
		person: discordID,
		about:  "user of Discord: write the user ID, which Discord's developer mode copies from their menu, like discord:123456789012345678",
		groups: map[string]*regexp.Regexp{"group": discordID, "room": discordID},
		like:   "discord:group/123456789012345678 (a role) or discord:room/123456789012345678",
	},
}
