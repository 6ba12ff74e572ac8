package slackfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"relance/adapters/slack/slackfake"
)

const blockKit = "https://docs.slack.dev/reference/block-kit/"

// Each rule of Slack's: its document, what breaks it, and what Slack says of that.
func TestBlockRules(t *testing.T) {
	n := func(text string, times int) string { return strings.Repeat(text, times) }
	text := func(s string) string { return fmt.Sprintf(`{"type":"plain_text","text":%q}`, s) }
	section := func(s string) string { return `{"type":"section","text":` + text(s) + `}` }
	button := func(more string) string { return `{"type":"button","text":` + text("b") + more + `}` }
	actions := func(elements ...string) string {
		return `{"type":"actions","elements":[` + strings.Join(elements, ",") + `]}`
	}
	option := func(label, value string) string {
		return fmt.Sprintf(`{"text":%s,"value":%q}`, text(label), value)
	}
	menu := func(options ...string) string {
		return actions(`{"type":"static_select","options":[` + strings.Join(options, ",") + `]}`)
	}
	rich := func(parts string) string { return `{"type":"rich_text","elements":[` + parts + `]}` }
	line := func(spans string) string { return rich(`{"type":"rich_text_section","elements":[` + spans + `]}`) }
	var many []string
	for i := range 101 {
		many = append(many, option("o", fmt.Sprint(i)))
	}
	tests := []struct {
		rule, document string
		blocks         string // between [ and ]
		code, says     string
	}{
		{"blocks are JSON", "blocks/", `{`, "invalid_blocks_format", ""},
		{"blocks of a message", "blocks/", n(`{"type":"divider"},`, 50) + `{"type":"divider"}`, "invalid_blocks", "no more than 50 items allowed [json-pointer:/blocks]"},
		{"kinds of block", "blocks/", `{"type":"poem"}`, "invalid_blocks", "unsupported type: poem [json-pointer:/blocks/0]"},
		{"a block has a type", "blocks/", `{}`, "invalid_blocks", "missing required field: type"},
		{"block_id is unique", "blocks/", `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`, "invalid_blocks", "block_id is not unique"},
		{"block_id", "blocks/", `{"type":"divider","block_id":"` + n("a", 256) + `"}`, "invalid_blocks", "must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
		{"no unknown field", "blocks/", `{"type":"divider","colour":"red"}`, "invalid_blocks", "invalid additional property: colour"},
		{"text of all blocks", "blocks/", n(section(n("a", 3000))+",", 4) + section("a"), "msg_blocks_too_long", "12001"},

		{"section text", "blocks/section-block/", section(n("a", 3001)), "invalid_blocks", "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"section text is not empty", "blocks/section-block/", section(""), "invalid_blocks", "must be more than 0 characters"},
		{"section has text or fields", "blocks/section-block/", `{"type":"section"}`, "invalid_blocks", "missing required field: text or fields"},
		{"section fields", "blocks/section-block/", `{"type":"section","fields":[` + n(text("f")+",", 10) + text("f") + `]}`, "invalid_blocks", "no more than 10 items allowed"},
		{"section field", "blocks/section-block/", `{"type":"section","fields":[` + text(n("f", 2001)) + `]}`, "invalid_blocks", "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
		{"header", "blocks/header-block/", `{"type":"header","text":` + text(n("h", 151)) + `}`, "invalid_blocks", "must be less than 151 characters"},
		{"header is plain", "blocks/header-block/", `{"type":"header","text":{"type":"mrkdwn","text":"h"}}`, "invalid_blocks", "must be one of: plain_text"},
		{"context", "blocks/context-block/", `{"type":"context","elements":[` + n(text("c")+",", 10) + text("c") + `]}`, "invalid_blocks", "no more than 10 items allowed"},
		{"actions", "blocks/actions-block/", actions(strings.Split(strings.TrimSuffix(n(button("")+"\n", 26), "\n"), "\n")...), "invalid_blocks", "no more than 25 items allowed"},
		{"actions is not empty", "blocks/actions-block/", actions(), "invalid_blocks", "no fewer than 1 items allowed"},
		{"image has an alternative", "blocks/image-block/", `{"type":"image","image_url":"https://x.example/a.png"}`, "invalid_blocks", "missing required field: alt_text"},

		{"text object", "composition-objects/text-object/", `{"type":"section","text":{"type":"text","text":"a"}}`, "invalid_blocks", "must be one of: plain_text, mrkdwn"},
		{"emoji is for plain text", "composition-objects/text-object/", `{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}`, "invalid_blocks", "invalid additional property: emoji"},
		{"option text", "composition-objects/option-object/", menu(option(n("o", 76), "v")), "invalid_blocks", "must be less than 76 characters"},
		{"option value", "composition-objects/option-object/", menu(option("o", n("v", 151))), "invalid_blocks", "must be less than 151 characters"},
		{"option values differ", "composition-objects/option-object/", menu(option("o", "v"), option("p", "v")), "invalid_blocks", "value is not unique"},

		{"button text", "block-elements/button-element/", actions(`{"type":"button","text":` + text(n("b", 76)) + `}`), "invalid_blocks", "must be less than 76 characters"},
		{"button value", "block-elements/button-element/", actions(button(`,"value":"` + n("v", 2001) + `"`)), "invalid_blocks", "must be less than 2001 characters"},
		{"button style", "block-elements/button-element/", actions(button(`,"style":"loud"`)), "invalid_blocks", "must be one of: primary, danger"},
		{"action_id", "block-elements/button-element/", actions(button(`,"action_id":"` + n("a", 256) + `"`)), "invalid_blocks", "must be less than 256 characters"},
		{"action_id is unique", "block-elements/button-element/", actions(button(`,"action_id":"a"`), button(`,"action_id":"a"`)), "invalid_blocks", "action_id is not unique"},
		{"options", "block-elements/select-menu-element/", menu(many...), "invalid_blocks", "no more than 100 items allowed"},
		{"a menu has options", "block-elements/select-menu-element/", actions(`{"type":"static_select"}`), "invalid_blocks", "exactly one of options and option_groups"},
		{"placeholder", "block-elements/select-menu-element/", actions(`{"type":"users_select","placeholder":` + text(n("p", 151)) + `}`), "invalid_blocks", "must be less than 151 characters"},
		{"initial option", "block-elements/select-menu-element/", actions(`{"type":"static_select","options":[` + option("o", "v") + `],"initial_option":` + option("p", "w") + `}`), "invalid_blocks", "initial option is not among the options"},
		{"boxes", "block-elements/checkboxes-element/", actions(`{"type":"checkboxes","options":[` + strings.Join(many[:11], ",") + `]}`), "invalid_blocks", "no more than 10 items allowed"},
		{"an input stands in an input block", "block-elements/plain-text-input-element/", actions(`{"type":"plain_text_input"}`), "invalid_blocks", "unsupported type: plain_text_input"},

		{"parts of a rich text", "blocks/rich-text-block/", rich(`{"type":"text","text":"a"}`), "invalid_blocks", "unsupported type: text"},
		{"elements of a part", "blocks/rich-text-block/", line(`{"type":"mrkdwn","text":"a"}`), "invalid_blocks", "unsupported type: mrkdwn"},
		{"text is not empty", "blocks/rich-text-block/", line(`{"type":"text","text":""}`), "invalid_blocks", "must be more than 0 characters"},
		{"styles", "blocks/rich-text-block/", line(`{"type":"text","text":"a","style":{"huge":true}}`), "invalid_blocks", "invalid additional property: huge"},
		{"a list has a style", "blocks/rich-text-block/", rich(`{"type":"rich_text_list","elements":[]}`), "invalid_blocks", "missing required field: style"},
		{"a list has sections", "blocks/rich-text-block/", rich(`{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_quote","elements":[]}]}`), "invalid_blocks", "unsupported type: rich_text_quote"},
		{"preformatted text", "blocks/rich-text-block/", rich(`{"type":"rich_text_preformatted","elements":[{"type":"emoji","name":"smile"}]}`), "invalid_blocks", "must be one of: text, link"},
	}
	f := newOffice(t, slackfake.Options{})
	for _, tt := range tests {
		answer := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "x", "blocks": "[" + tt.blocks + "]"})
		says, _ := json.Marshal(answer["response_metadata"])
		if answer["error"] != tt.code || !strings.Contains(string(says), tt.says) {
			t.Errorf("%s (%s%s): %v, want %s, %q", tt.rule, blockKit, tt.document, answer, tt.code, tt.says)
		}
	}
	if got := len(f.Refusals()); got != len(tests) {
		t.Errorf("%d refusals are recorded of %d", got, len(tests))
	}
	if seen := f.Seen(f.ann); len(seen) != 0 {
		t.Errorf("what was refused is seen: %+v", seen)
	}
}

// The same limits, kept to the letter.
func TestBlocksWithinLimits(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	n := strings.Repeat
	blocks := []any{
		map[string]any{"type": "header", "text": plain(n("é", 150))},
		map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": n("é", 3000)}},
		map[string]any{"type": "actions", "block_id": n("b", 255), "elements": []any{
			map[string]any{"type": "button", "action_id": n("a", 255), "text": plain(n("é", 75)), "value": n("v", 2000), "style": "danger"},
			map[string]any{"type": "static_select", "action_id": "b", "placeholder": plain(n("é", 150)), "options": []any{
				map[string]any{"text": plain(n("é", 75)), "value": n("v", 150)},
			}},
		}},
	}
	for range 47 {
		blocks = append(blocks, map[string]any{"type": "divider"})
	}
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	answer := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": n("a", 40000), "blocks": string(raw), "unfurl_media": "false"})
	if answer["ok"] != true || answer["warning"] != nil || len(f.Refusals()) != 0 {
		t.Errorf("%v, refusals %q", answer, f.Refusals())
	}
}

func plain(text string) map[string]any { return map[string]any{"type": "plain_text", "text": text} }

// What is wrong beside the blocks.
func TestMessageRules(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	ts := f.post(t, f.press, "root")
	reply := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "reply", "thread_ts": ts, "unfurl_media": "false"})["ts"].(string)
	long := strings.Repeat("a", 4001)
	tests := []struct {
		rule, document, method, code string
		args                         map[string]string
	}{
		{"something is said", "reference/methods/chat.postMessage/", "chat.postMessage", "no_text", nil},
		{"metadata are JSON", "messaging/message-metadata/", "chat.postMessage", "invalid_metadata_format", map[string]string{"text": "x", "metadata": "{"}},
		{"metadata have type and payload", "messaging/message-metadata/", "chat.postMessage", "invalid_metadata_schema", map[string]string{"text": "x", "metadata": `{"event_type":"a"}`}},
		{"the type is a word", "messaging/message-metadata/", "chat.postMessage", "invalid_metadata_schema", map[string]string{"text": "x", "metadata": `{"event_type":"A b","event_payload":{}}`}},
		{"the payload is flat", "messaging/message-metadata/", "chat.postMessage", "invalid_metadata_schema", map[string]string{"text": "x", "metadata": `{"event_type":"a","event_payload":{"b":[]}}`}},
		{"the payload is small", "messaging/message-metadata/", "chat.postMessage", "metadata_too_large", map[string]string{"text": "x", "metadata": `{"event_type":"a","event_payload":{"b":"` + strings.Repeat("c", 16000) + `"}}`}},
		{"a thread has a ts", "reference/methods/chat.postMessage/", "chat.postMessage", "invalid_thread_ts", map[string]string{"text": "x", "thread_ts": "soon"}},
		{"a thread is its root's", "reference/methods/chat.postMessage/", "chat.postMessage", "invalid_thread_ts", map[string]string{"text": "x", "thread_ts": reply}},
		{"an edit is short", "reference/methods/chat.update/", "chat.update", "msg_too_long", map[string]string{"text": long, "ts": ts}},
		{"parse is none or full", "reference/methods/chat.postMessage/", "chat.postMessage", "invalid_arguments", map[string]string{"text": "x", "parse": "some"}},
		{"arguments are known", "apis/web-api/", "chat.postMessage", "invalid_arguments", map[string]string{"text": "x", "colour": "red"}},
		{"methods are known", "apis/web-api/", "chat.sing", "unknown_method", map[string]string{"text": "x"}},
		{"text is UTF-8", "apis/web-api/", "chat.postMessage", "invalid_charset", map[string]string{"text": "\xff"}},
	}
	before := len(f.Refusals())
	for _, tt := range tests {
		args := map[string]string{"channel": f.press}
		for key, value := range tt.args {
			args[key] = value
		}
		refused(t, tt.rule+" (https://docs.slack.dev/"+tt.document+")", f.call(t, tt.method, args), tt.code)
	}
	if got := len(f.Refusals()) - before; got != len(tests) {
		t.Errorf("%d refusals are recorded of %d: %q", got, len(tests), f.Refusals())
	}
}

// What Slack takes, cuts, and warns of in a place where nobody looks.
func TestSilentCut(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	answer := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": strings.Repeat("a", 40001)})
	if answer["ok"] != true || answer["warning"] != "message_truncated" {
		t.Errorf("%v", answer)
	}
	if got := len(f.Seen(f.ann)[0].Text); got != 40000 {
		t.Errorf("%d characters are left", got)
	}
	if wrong := f.Refusals(); len(wrong) != 1 || wrong[0] != "chat.postMessage: message_truncated" {
		t.Errorf("refusals %q", wrong)
	}
}

// A message of rich text stays one.
func TestBlockMismatch(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	rich := `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]}]`
	ts := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "a", "blocks": rich})["ts"].(string)
	answer := f.call(t, "chat.update", map[string]string{"channel": f.press, "ts": ts, "text": "a", "blocks": `[{"type":"divider"}]`})
	refused(t, "https://docs.slack.dev/reference/methods/chat.update/", answer, "block_mismatch")
}
