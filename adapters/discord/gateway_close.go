package discord

import (
	"errors"
	"fmt"

	"github.com/gorilla/websocket"

	"relance/adapters/chat"
)

// Close codes after which a session cannot be resumed, though another may be begun
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
const (
	closeInvalidSeq  = 4007
	closeSessionOver = 4009
)

// remedies are the close codes after which Discord wants no other connection, with
// what helps (likewise).
var remedies = map[int]string{
	4004: "copy the bot's token again, from the page Bot of the application",
	4010: "this program takes no part of a bot's servers, only all of them: update it",
	4011: "the bot is in more servers than one connection may serve: take it out of those that it does not work in",
	4012: "Discord does not speak this version of the gateway any more: update this program",
	4013: "Discord does not know the intents that are asked for: update this program",
	4014: "switch the Message Content intent on in the page Bot of the application, or off in the configuration",
}

// codeUnauthorized is the code of a token that the API refuses.
const codeUnauthorized = "http_401"

// hopeless is the error that ends Run, or nil where waiting helps.
func hopeless(err error) error {
	if closed, is := errors.AsType[*websocket.CloseError](err); is && remedies[closed.Code] != "" {
		return fmt.Errorf("discord: the gateway refuses the bot (%d): %s", closed.Code, remedies[closed.Code])
	}
	if e, is := errors.AsType[*chat.Error](err); is && e.Code == codeUnauthorized {
		return fmt.Errorf("discord: the gateway refuses the bot (401): %s", remedies[4004])
	}
	return nil
}

// over tells of an error after which the session cannot be resumed.
func over(err error) bool {
	closed, is := errors.AsType[*websocket.CloseError](err)
	return is && (closed.Code == closeInvalidSeq || closed.Code == closeSessionOver)
}
