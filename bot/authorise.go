package bot

import (
	"slices"

	"relance/bot/locale"
	"relance/escalation"
)

// rights says who may ask what. A request without a row may be asked by nobody.
// The order of a row is that in which the roles are tried: who is both requester
// and of the team acts as the requester.
func rights(request string) []role {
	caseworkers := []role{roleRequester, roleTeam}
	readers := []role{roleRequester, roleTeam, roleModerator}
	return map[string][]role{
		// Without a case.
		reqOpen:      {roleAnyone},
		reqList:      {roleAnyone}, // of the cases one may see
		reqSearch:    {roleAnyone}, // likewise
		reqLanguage:  {roleAnyone},
		reqLink:      {roleAnyone},
		reqHelp:      {roleAnyone},
		reqPauseAll:  {roleAdmin},
		reqThreadSay: {roleTeam, roleRequester, roleModerator},

		// To read a case.
		reqShow:   readers,
		actTrail:  readers,
		actWhy:    readers,
		reqExport: readers,

		// To record what happened.
		reqLog:          caseworkers,
		reqNote:         readers,
		reqRef:          caseworkers,
		actNoteNotFound: caseworkers,
		reqAttach:       caseworkers,
		reqFile:         caseworkers,
		actReply:        caseworkers,
		actClass:        caseworkers,
		actPasted:       caseworkers,
		actOnlyNote:     caseworkers,
		reqDeadline:     caseworkers,

		// To steer a case.
		actTake:     {roleTeam},
		actSnooze:   caseworkers,
		actResume:   caseworkers,
		actReopen:   caseworkers,
		actClimb:    {roleTeam},
		reqClose:    {roleTeam},
		actWithdraw: {roleRequester},
		actNow:      caseworkers,
		actPostpone: caseworkers,
		actStop:     caseworkers,

		// The organisation's word.
		actSayAnswer:      {roleContact},
		actSayNeedsInfo:   {roleContact},
		actSayPromise:     {roleContact},
		actSayTransmitted: {roleContact},
		actSayWrongBody:   {roleContact},
		actSayReceived:    {roleContact},
		actSayClimb:       {roleContact},

		// The requester's turn.
		actVerdictYes: {roleRequester},
		actVerdictNo:  {roleRequester},
		actInform:     {roleRequester},

		// The public post.
		actConsent:   {roleRequester},
		actEditPost:  readers,
		actCorrect:   readers,
		actDecline:   {roleRequester},
		actKeep:      readers,
		actApprove:   {roleModerator},
		actDeny:      {roleModerator},
		actUnpublish: {roleRequester},
		actTakeDown:  {roleModerator},

		// What the team or a moderator has to do.
		actTaskDone: {roleTeam, roleModerator},
		actTaskTake: {roleTeam, roleModerator},
		actTaskSkip: {roleTeam, roleModerator},

		// Whom a case may be sent to.
		actAddOrg:     {roleModerator, roleAdmin},
		actAddContact: {roleModerator, roleAdmin},
	}[request]
}

// maySee says whether somebody may know that a case exists.
func maySee(p person, c escalation.Case) bool {
	return p.is(c.Requester.ID) || p.roles.has(roleTeam) || p.roles.has(roleModerator) || p.roles.has(roleAdmin)
}

// authorise finds the role in which somebody may ask for something. The case is
// the zero Case where the request concerns none. Who may not see the case is told
// what they would be told if it did not exist.
func authorise(p person, request string, c escalation.Case) (role, error) {
	if c.ID != "" && !maySee(p, c) {
		return "", refuse(escalation.CodeNoCase, "id", string(c.ID))
	}
	allowed := rights(request)
	for _, r := range allowed {
		if p.roles.has(r) || r == roleRequester && c.ID != "" && p.is(c.Requester.ID) {
			return r, nil
		}
	}
	return "", &deniedError{allowed}
}

// deniedError says that somebody may see a thing and not do it.
type deniedError struct{ allowed []role }

func (e *deniedError) Error() string { return "bot: not allowed" }

// sentence says who may.
func (e *deniedError) sentence(say locale.Speaker) string {
	if len(e.allowed) == 0 {
		return say.Say("answer.denied")
	}
	var who []string
	for _, r := range e.allowed {
		who = append(who, say.Say("answer.who."+string(r)))
	}
	return say.Say("answer.denied.who", "Who", say.List(who...))
}

// actorRoles is in which role of the domain somebody acts.
var actorRoles = map[role]escalation.ActorRole{
	roleRequester: escalation.ActorRequester,
	roleTeam:      escalation.ActorTeam,
	roleModerator: escalation.ActorModerator,
	roleAdmin:     escalation.ActorTeam,
	roleAnyone:    escalation.ActorRequester, // whoever opens a case
}

// actor is a person acting on a case. Somebody the case knows by another of
// their accounts goes on by that one: accounts linked in the middle of a case do
// not make two voters of one person, nor a stranger of the requester.
func actor(p person, r role, c escalation.Case) escalation.Actor {
	id := p.ID
	if i := slices.IndexFunc(c.Post.Votes, func(v escalation.Vote) bool { return p.is(v.Person) }); i >= 0 {
		id = c.Post.Votes[i].Person
	}
	if p.is(c.Requester.ID) {
		id = c.Requester.ID
	}
	return escalation.Actor{ID: id, Name: p.Name, Role: actorRoles[r], Linked: p.Linked}
}
