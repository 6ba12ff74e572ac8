package discordfake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// apiError is a refusal in Discord's words.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
type apiError struct {
	status, code int
	message      string
	errors       object // of 50035
	wrong        bool   // the app did it wrong, rather than that something is gone

	// Of a 429.
	wait   time.Duration
	global bool
}

// refusal is what a code is answered with.
type refusal struct {
	status  int
	message string
	wrong   bool
}

// Codes that more than one place refuses with.
const (
	unauthorized         = 0
	unknownChannel       = 10003
	unknownGuild         = 10004
	unknownMember        = 10007
	unknownMessage       = 10008
	unknownUser          = 10013
	unknownWebhook       = 10015
	unknownInteraction   = 10062
	unknownCommand       = 10063
	notYourApplication   = 20012
	tooManyCommands      = 30032
	tooManyCreates       = 30034
	alreadyCrossposted   = 40033
	forumMessage         = 40058
	alreadyAcknowledged  = 40060
	cloudflare           = 40333
	missingAccess        = 50001
	notInDM              = 50003
	notAuthor            = 50005
	emptyMessage         = 50006
	closedDM             = 50007
	missingPermissions   = 50013
	systemMessage        = 50021
	wrongChannelType     = 50024
	invalidWebhookToken  = 50027
	invalidRecipients    = 50033
	invalidForm          = 50035
	archivedThread       = 50083
	invalidJSON          = 50109
	threadExists         = 160004
	lockedThread         = 160005
	noReplyWithoutAccess = 160002
)

var refusals = map[int]refusal{
	unauthorized:         {http.StatusUnauthorized, "401: Unauthorized", true},
	unknownChannel:       {http.StatusNotFound, "Unknown Channel", false},
	unknownGuild:         {http.StatusNotFound, "Unknown Guild", false},
	unknownMember:        {http.StatusNotFound, "Unknown Member", false},
	unknownMessage:       {http.StatusNotFound, "Unknown Message", false},
	unknownUser:          {http.StatusNotFound, "Unknown User", false},
	unknownWebhook:       {http.StatusNotFound, "Unknown Webhook", true},
	unknownInteraction:   {http.StatusNotFound, "Unknown interaction", true},
	unknownCommand:       {http.StatusNotFound, "Unknown application command", true},
	notYourApplication:   {http.StatusForbidden, "You are not authorized to perform this action on this application", true},
	tooManyCommands:      {http.StatusBadRequest, "Maximum number of application commands reached (100)", true},
	tooManyCreates:       {http.StatusTooManyRequests, "Max number of daily application command creates has been reached (200)", true},
	alreadyCrossposted:   {http.StatusBadRequest, "This message has already been crossposted", false},
	forumMessage:         {http.StatusBadRequest, "Cannot send a message in a forum channel", true},
	alreadyAcknowledged:  {http.StatusBadRequest, "Interaction has already been acknowledged.", true},
	cloudflare:           {http.StatusForbidden, "internal network error", true},
	missingAccess:        {http.StatusForbidden, "Missing Access", false},
	notInDM:              {http.StatusBadRequest, "Cannot execute action on a DM channel", true},
	notAuthor:            {http.StatusForbidden, "Cannot edit a message authored by another user", false},
	emptyMessage:         {http.StatusBadRequest, "Cannot send an empty message", true},
	closedDM:             {http.StatusForbidden, "Cannot send messages to this user", false},
	missingPermissions:   {http.StatusForbidden, "Missing Permissions", false},
	systemMessage:        {http.StatusForbidden, "Cannot execute action on a system message", true},
	wrongChannelType:     {http.StatusBadRequest, "Cannot execute action on this channel type", true},
	invalidWebhookToken:  {http.StatusUnauthorized, "Invalid Webhook Token", true},
	invalidRecipients:    {http.StatusBadRequest, "Invalid Recipient(s)", true},
	invalidForm:          {http.StatusBadRequest, "Invalid Form Body", true},
	archivedThread:       {http.StatusBadRequest, "Thread is archived", false},
	invalidJSON:          {http.StatusBadRequest, "The request body contains invalid JSON.", true},
	threadExists:         {http.StatusBadRequest, "A thread has already been created for this message", false},
	lockedThread:         {http.StatusForbidden, "This thread is locked", false},
	noReplyWithoutAccess: {http.StatusBadRequest, "Cannot reply without permission to read message history", false},
}

// refuse makes the refusal with a code.
func refuse(code int) *apiError {
	r := refusals[code]
	return &apiError{status: r.status, code: code, message: r.message, wrong: r.wrong}
}

// plain is a refusal that has no code of its own: "404: Not Found".
func plain(status int) *apiError {
	return &apiError{status: status, message: fmt.Sprintf("%d: %s", status, http.StatusText(status)), wrong: status < 500}
}

func (e *apiError) body() object {
	if e.wait > 0 {
		return object{"message": e.message, "retry_after": e.wait.Seconds(), "global": e.global}
	}
	b := object{"message": e.message, "code": e.code}
	if e.errors != nil {
		b["errors"] = e.errors
	}
	return b
}

// why is for [Server.Refusals].
func (e *apiError) why() string {
	if e.errors == nil {
		return e.message
	}
	b, _ := json.Marshal(e.errors)
	return string(b)
}
