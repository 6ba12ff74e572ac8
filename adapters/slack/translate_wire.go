package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	slackgo "github.com/slack-go/slack"
)

// What Slack sends, as far as it is read. Everything else is skipped, so that what
// Slack adds or changes elsewhere breaks nothing.

// errMalformed is what cannot be read: nothing in it can be recorded.
var errMalformed = errors.New("slack: a delivery that cannot be read")

// sentCommand is a slash command.
// https://docs.slack.dev/interactivity/implementing-slash-commands
type sentCommand struct {
	Command     string `json:"command"`
	Text        string `json:"text"`
	User        string `json:"user_id"`
	UserName    string `json:"user_name"`
	Channel     string `json:"channel_id"`
	ChannelName string `json:"channel_name"`
	ResponseURL string `json:"response_url"`
	Trigger     string `json:"trigger_id"`
}

// sentEvent is a delivery of the Events API.
// https://docs.slack.dev/apis/events-api
type sentEvent struct {
	Type      string      `json:"type"`
	Challenge string      `json:"challenge"` // of url_verification
	App       string      `json:"api_app_id"`
	ID        string      `json:"event_id"`
	Event     sentMessage `json:"event"`
}

// sentMessage is the event of a message; that of the page being opened has some
// fields of it.
// https://docs.slack.dev/reference/events/message
type sentMessage struct {
	Type        string     `json:"type"`
	Subtype     string     `json:"subtype"`
	User        string     `json:"user"`
	Bot         string     `json:"bot_id"`
	App         string     `json:"app_id"`
	Username    string     `json:"username"`
	BotProfile  sentBot    `json:"bot_profile"`
	Text        string     `json:"text"`
	TS          string     `json:"ts"`
	Thread      string     `json:"thread_ts"`
	Channel     string     `json:"channel"`
	ChannelType string     `json:"channel_type"`
	Files       []sentFile `json:"files"`
	Edited      sentEdited `json:"edited"`
	// Metadata are of a message of the app's own: also in the event that tells of it and
	// in a click under it (https://docs.slack.dev/messaging/message-metadata).
	Metadata slackgo.SlackMetadata `json:"metadata"`
	Message  *sentMessage          `json:"message"`          // of message_changed: as it reads now
	Previous *sentMessage          `json:"previous_message"` // of message_changed: as it read before
	Tab      string                `json:"tab"`              // of app_home_opened: home or messages
	EventTS  string                `json:"event_ts"`
}

type sentBot struct {
	Name string `json:"name"`
	App  string `json:"app_id"`
}

type sentEdited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

// sentFile is a file of a message.
// https://docs.slack.dev/reference/objects/file-object
type sentFile struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	Size      int64  `json:"size"`
	Permalink string `json:"permalink"`
}

// sentInteraction is what somebody does with a button, a form or a shortcut.
// https://docs.slack.dev/reference/interaction-payloads
type sentInteraction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	ActionTS    string `json:"action_ts"`
	User        struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		Username string `json:"username"`
	} `json:"user"`
	Channel struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"channel"`
	Container struct {
		Type      string `json:"type"`
		TS        string `json:"message_ts"`
		Thread    string `json:"thread_ts"`
		Channel   string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message   sentMessage  `json:"message"`
	MessageTS string       `json:"message_ts"`
	Actions   []sentAction `json:"actions"`
	View      sentView     `json:"view"`
	// Of block_suggestion.
	ActionID string `json:"action_id"`
	BlockID  string `json:"block_id"`
	Value    string `json:"value"`
}

type sentAction struct {
	ActionID string      `json:"action_id"`
	BlockID  string      `json:"block_id"`
	Value    string      `json:"value"`
	Selected *sentOption `json:"selected_option"`
	TS       string      `json:"action_ts"`
}

type sentOption struct {
	Value string `json:"value"`
}

// sentView is a form or the page. Its blocks are kept as they came: only a form
// that grows reads them.
// https://docs.slack.dev/reference/views
type sentView struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	CallbackID string          `json:"callback_id"`
	Metadata   string          `json:"private_metadata"`
	Hash       string          `json:"hash"`
	Title      json.RawMessage `json:"title"`
	Submit     json.RawMessage `json:"submit"`
	Close      json.RawMessage `json:"close"`
	Blocks     json.RawMessage `json:"blocks"`
	State      struct {
		Values map[string]map[string]sentValue `json:"values"`
	} `json:"state"`
}

// sentValue is the answer to one question of a form.
type sentValue struct {
	Type     string       `json:"type"`
	Value    string       `json:"value"`
	Date     string       `json:"selected_date"`
	Selected *sentOption  `json:"selected_option"`
	Ticked   []sentOption `json:"selected_options"`
}

// unpack reads what was sent into one of the types above.
func unpack[T any](payload []byte) (T, error) {
	var v T
	if err := json.Unmarshal(payload, &v); err != nil {
		return v, fmt.Errorf("%w: %s", errMalformed, jsonTrouble(err))
	}
	return v, nil
}

// jsonTrouble says where a payload is wrong, without any words of it.
func jsonTrouble(err error) string {
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return "a value of the wrong type in " + wrong.Field
	}
	return "not JSON"
}

// commandOf reads the command in a form that came by HTTP.
func commandOf(form url.Values) ([]byte, error) {
	return json.Marshal(sentCommand{
		Command: form.Get("command"), Text: form.Get("text"),
		User: form.Get("user_id"), UserName: form.Get("user_name"),
		Channel: form.Get("channel_id"), ChannelName: form.Get("channel_name"),
		ResponseURL: form.Get("response_url"), Trigger: form.Get("trigger_id"),
	})
}
