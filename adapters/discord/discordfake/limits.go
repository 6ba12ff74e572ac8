package discordfake

import "time"

// What a message may have.
const (
	// https://docs.discord.com/developers/resources/message#create-message-jsonform-params
	maxContent = 2000
	maxNonce   = 25
	maxEmbeds  = 10
	// https://docs.discord.com/developers/resources/message#embed-object-embed-limits
	maxEmbedText        = 6000 // title, description, fields, footer and author of all embeds
	maxEmbedTitle       = 256
	maxEmbedDescription = 4096
	maxEmbedFields      = 25
	maxEmbedFieldName   = 256
	maxEmbedFieldValue  = 1024
	maxEmbedFooter      = 2048
	maxEmbedAuthor      = 256
	// https://docs.discord.com/developers/resources/message#allowed-mentions-object
	maxAllowedMentions = 100
	// "a few minutes" in the documents; the fake remembers for the fewest.
	// https://docs.discord.com/developers/resources/message#create-message-jsonform-params
	nonceMemory = 2 * time.Minute
	// https://docs.discord.com/developers/resources/message#get-channel-messages-query-string-params
	maxHistory, defaultHistory = 100, 50
)

// What components may have.
// https://docs.discord.com/developers/components/reference
const (
	maxRows       = 5 // of a message without IS_COMPONENTS_V2
	maxRowButtons = 5
	maxComponents = 40 // of a message with IS_COMPONENTS_V2, nested ones included
	// The documents do not say it yet. The fake counts what is displayed: text
	// displays, the labels of buttons and the placeholders of selects.
	// https://github.com/discord/discord-api-docs/pull/8562
	maxDisplayed = 4000
	// Beyond this many bytes of text, and 12 for each text display, Discord answers
	// 500. https://github.com/discord/discord-api-docs/issues/8554
	maxProcessed, processedEach = 10170, 12

	maxCustomID          = 100
	maxButtonLabel       = 80
	maxButtonURL         = 512
	maxOptions           = 25
	maxOptionText        = 100
	maxSelectPlaceholder = 150
	maxSectionTexts      = 3
	maxGallery           = 10
	maxAltText           = 1024

	maxModalTitle       = 45
	maxModalInputs      = 5
	maxInputLabel       = 45
	maxInputDescription = 100
	maxInputValue       = 4000
	maxInputPlaceholder = 100
	minRadios, maxRadio = 2, 10
	maxChecks           = 10
)

// What commands may have.
// https://docs.discord.com/developers/interactions/application-commands
const (
	maxCommandName        = 32
	maxCommandDescription = 100
	maxCommandOptions     = 25
	maxChoices            = 25
	maxChoiceText         = 100
	maxOptionLength       = 6000
	maxCommands           = 100 // slash commands; in each server, and globally
	maxMenuCommands       = 15  // of the context menu, each of the two kinds
	maxCommandCreates     = 200 // a day and server
	// Of one command: names, descriptions and values of it, its options and choices.
	maxCommandText = 8000
)

// What time an app has.
const (
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback
	answerTime = 3 * time.Second
	tokenLife  = 15 * time.Minute
	// https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
	globalLimit, globalWindow = 50, time.Second
	// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
	invalidLimit, invalidWindow = 10_000, 10 * time.Minute
	// https://docs.discord.com/developers/events/gateway#rate-limiting
	gatewaySends, gatewayWindow = 120, time.Minute
	// https://docs.discord.com/developers/events/gateway#sending-events
	maxGatewayPayload = 4096
	// https://docs.discord.com/developers/events/gateway#identifying
	identifyLimit, identifyWindow = 1000, 24 * time.Hour
	// https://docs.discord.com/developers/events/gateway#session-start-limit-object
	identifyEach = 5 * time.Second // for max_concurrency, which is 1
	// https://docs.discord.com/developers/events/gateway#hello-event
	heartbeatInterval = 41250 * time.Millisecond
	// "a few minutes". https://docs.discord.com/developers/events/gateway#initiating-a-disconnect
	sessionLife = 3 * time.Minute
)

// What channels and threads may have.
const (
	// https://docs.discord.com/developers/resources/channel#start-thread-from-message-json-params
	maxThreadName = 100
	// https://docs.discord.com/developers/resources/guild#search-guild-members-query-string-params
	maxMembers = 1000
)
