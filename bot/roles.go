package bot

import (
	"context"
	"slices"
)

// role is what somebody is to a case, or to the bot.
type role string

// The roles.
const (
	roleAnyone    role = "anyone"
	roleRequester role = "requester" // of the case in question
	roleTeam      role = "team"
	roleModerator role = "moderator"
	roleAdmin     role = "admin"
	roleContact   role = "contact" // of the organisation: who reads its letter where it came to, see meetContact
)

// roles are the roles of one person.
type roles []role

func (r roles) has(one role) bool { return slices.Contains(r, one) }

// rolesOf finds the roles a person has whatever the case. Any of their accounts
// may be the one that is listed, or in a group that is.
func (b *Bot) rolesOf(ctx context.Context, p person) roles {
	b.learnGroups(ctx, p, b.Roles.Admins, b.Roles.Team, b.Roles.Moderators)
	listed := func(entries []string) bool { return b.listed(p, entries, groupLast) }
	found := roles{roleAnyone}
	admin := listed(b.Roles.Admins)
	if admin || listed(b.Roles.Team) {
		found = append(found, roleTeam) // an admin may act as the team
	}
	if listed(b.Roles.Moderators) {
		found = append(found, roleModerator)
	}
	if admin {
		found = append(found, roleAdmin)
	}
	return found
}
