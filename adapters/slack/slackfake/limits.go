package slackfake

import "time"

// Slack's limits. Lengths are in characters.
const (
	// https://docs.slack.dev/reference/block-kit/blocks/ : blocks of one message and
	// of one modal or home.
	maxMessageBlocks = 50
	maxViewBlocks    = 100

	// Blocks of one message hold this many characters in all, counted over every
	// text in them; more is msg_blocks_too_long. Slack's page does not say it, its
	// maintainers do: https://github.com/slackapi/bolt-js/issues/2509
	maxBlocksText = 12000

	// https://docs.slack.dev/reference/block-kit/blocks/section-block/
	maxSectionText   = 3000
	maxSectionFields = 10
	maxSectionField  = 2000
	// https://docs.slack.dev/reference/block-kit/blocks/header-block/
	maxHeader = 150
	// https://docs.slack.dev/reference/block-kit/blocks/actions-block/
	maxActionElements = 25
	// https://docs.slack.dev/reference/block-kit/blocks/context-block/
	maxContextElements = 10
	// https://docs.slack.dev/reference/block-kit/blocks/image-block/
	maxImageURL, maxAltText, maxImageTitle = 3000, 2000, 2000
	// https://docs.slack.dev/reference/block-kit/blocks/input-block/
	maxInputLabel, maxInputHint = 2000, 2000
	// Every block and element: https://docs.slack.dev/reference/block-kit/blocks/
	maxBlockID, maxActionID = 255, 255

	// https://docs.slack.dev/reference/block-kit/composition-objects/text-object/
	maxText = 3000
	// https://docs.slack.dev/reference/block-kit/composition-objects/option-object/
	maxOptionText, maxOptionValue, maxOptionDescription, maxOptionURL = 75, 150, 75, 3000
	// https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object/
	maxGroups, maxGroupLabel = 100, 75
	// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object/
	maxConfirmTitle, maxConfirmText, maxConfirmButton = 100, 300, 30

	// https://docs.slack.dev/reference/block-kit/block-elements/button-element/
	maxButtonText, maxButtonValue, maxButtonURL, maxButtonLabel = 75, 2000, 3000, 75
	// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element/
	maxOptions = 100
	// https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element/ and
	// https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element/
	maxBoxes = 10
	// https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element/
	maxOverflow = 5
	// Every element that has one, the select menu's page among them.
	maxPlaceholder = 150
	// https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element/
	maxTyped = 3000
	// A menu asks the app only after this many characters unless it says otherwise:
	// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element/#external_select
	minQuery = 3

	// https://docs.slack.dev/reference/views/modal-views/
	maxViewTitle, maxViewButton, maxPrivate, maxCallbackID, maxExternalID = 24, 24, 3000, 255, 255
	// https://docs.slack.dev/reference/methods/views.open/ (250 kB)
	maxViewSize = 250_000
	// https://docs.slack.dev/surfaces/modals/ : views of one modal
	maxStack = 3

	// https://docs.slack.dev/reference/methods/chat.postMessage/ : longer is cut, with
	// the warning message_truncated.
	maxMessage = 40000
	// https://docs.slack.dev/reference/methods/chat.update/ : msg_too_long, in bytes as
	// https://gitlab.com/gitlab-org/gitlab/-/merge_requests/258898 found.
	maxUpdate = 4000
	// https://docs.slack.dev/messaging/message-metadata/ (16 kB for event and payload)
	maxMetadata = 16_000

	// https://docs.slack.dev/interactivity/handling-user-interaction/
	triggerLife  = 3 * time.Second
	hookLife     = 30 * time.Minute
	hookUses     = 5
	acknowledged = 3 * time.Second

	// https://docs.slack.dev/apis/events-api/using-socket-mode/
	maxSockets = 10
	// The server drops a bigger answer without a word:
	// https://github.com/slack-go/slack/blob/v0.35.0/socketmode/socket_mode_managed_conn.go
	maxAnswer = 20 * 1024

	// https://docs.slack.dev/reference/methods/conversations.history/
	maxPage, defaultPage = 999, 100
	// https://docs.slack.dev/reference/methods/conversations.list/ and its like
	maxList, defaultList = 1000, 100
)

// retryAfter are the times at which an event that was not acknowledged comes
// again. https://docs.slack.dev/apis/events-api/#retries
func retryAfter() []time.Duration {
	return []time.Duration{0, time.Minute, 5 * time.Minute}
}
