package discord

import (
	"time"
	"unicode/utf16"
)

// Limits of a message. Lengths are counted in UTF-16 units, as Discord does not say
// what a character is: an emoji may be two.
const (
	// ExactLimit is how long the text of a message may be that must be said in one
	// piece, as it is sent: what Discord's markdown would parse counts twice. It is
	// that of a description
	// (https://docs.discord.com/developers/resources/message#embed-object-embed-limits),
	// and so are the next seven.
	ExactLimit       = descriptionLimit
	authorLimit      = 256
	descriptionLimit = 4_096
	fieldsLimit      = 25
	fieldNameLimit   = 256
	fieldValueLimit  = 1_024
	footerLimit      = 2_048
	// embedsSizeLimit is for all embeds of a message together.
	embedsSizeLimit = 6_000
	// embedsLimit is from https://docs.discord.com/developers/resources/message#create-message-jsonform-params.
	embedsLimit = 10

	// rowsLimit and rowLimit are from
	// https://docs.discord.com/developers/components/reference#legacy-message-component-behavior
	// and https://docs.discord.com/developers/components/reference#action-row.
	rowsLimit = 5
	rowLimit  = 5
	// customIDLimit is from https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id.
	customIDLimit = 100
	// labelLimit is from https://docs.discord.com/developers/components/reference#button-button-structure.
	labelLimit = 80
	// These are from https://docs.discord.com/developers/components/reference#string-select.
	placeholderLimit = 150
	optionsLimit     = 25
	optionLabelLimit = 100
	optionValueLimit = 100

	// nonceLimit is from https://docs.discord.com/developers/resources/message#create-message-jsonform-params.
	nonceLimit = 25
	// threadNameLimit is from https://docs.discord.com/developers/resources/channel#start-thread-from-message-json-params.
	threadNameLimit = 100
	// pageLimit is how many messages of a channel's history one request returns
	// (https://docs.discord.com/developers/resources/message#get-channel-messages-query-string-params).
	pageLimit = 100
	// membersLimit is how many members of a server one request returns
	// (https://docs.discord.com/developers/resources/guild#list-guild-members-query-string-params).
	membersLimit = 1_000
)

// Limits of requests.
const (
	// globalLimit is how many requests a bot may make in globalWindow
	// (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
	globalLimit  = 50
	globalWindow = time.Second
	// An address is banned that makes 10,000 invalid requests in ten minutes
	// (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
	// The bot slows down well before: after invalidLimit it makes one request in
	// invalidPause, at most 1,600 a window.
	invalidWindow = 10 * time.Minute
	invalidLimit  = 1_000
	invalidPause  = time.Second
)

// length is the length of a text in UTF-16 units.
func length(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
