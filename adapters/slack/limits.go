package slack

import (
	"time"
	"unicode/utf16"
)

// DefaultPace is the pace of the zero [Pace]: Slack's own, about one message a
// second in a channel
// (https://docs.slack.dev/apis/web-api/rate-limits#posting-messages).
const DefaultPace = time.Second

// Limits of a message. Lengths are counted in UTF-16 units, as Slack does not say
// what a character is and its own clients count those: an emoji may be two.
const (
	// ExactLimit is how much text a message may have, all parts of it together.
	// An exact text that is longer is refused; any other goes on in the thread.
	//
	// It is ours. Slack refuses blocks with msg_blocks_too_long and publishes no
	// figure for rich_text; its own people speak of 12,000 characters and some
	// room for the blocks themselves (https://github.com/slackapi/bolt-js/issues/2509),
	// others measured less with many blocks (https://github.com/slackapi/bolt-js/issues/2867).
	// So text and blocks are counted here, well under it: 3,000 characters, each of
	// two units, fit with 3,000 units around them.
	ExactLimit = 9_000
	// messageLimit bounds text and blocks together, each block and each text
	// element counting as partCost.
	messageLimit = 12_000
	partCost     = 100

	// blocksLimit is from https://docs.slack.dev/reference/block-kit/blocks.
	blocksLimit = 50
	// fallbackLimit bounds the text beside the blocks, in bytes. chat.update refuses
	// more than 4,000 (https://docs.slack.dev/reference/methods/chat.update), while
	// chat.postMessage would take 40,000.
	fallbackLimit = 4_000

	// actionsLimit is how many elements an actions block may have
	// (https://docs.slack.dev/reference/block-kit/blocks/actions-block).
	actionsLimit = 25
	// actionIDLimit is from https://docs.slack.dev/reference/block-kit/block-elements/button-element,
	// and so are labelLimit and valueLimit.
	actionIDLimit = 255
	labelLimit    = 75
	valueLimit    = 2_000
	// placeholderLimit and optionsLimit are from
	// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element.
	placeholderLimit = 150
	optionsLimit     = 100
	groupsLimit      = 100
	// optionLabelLimit and optionValueLimit are from
	// https://docs.slack.dev/reference/block-kit/composition-objects/option-object.
	optionLabelLimit = 75
	optionValueLimit = 150
)

// length is the length of a text in UTF-16 units.
func length(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
