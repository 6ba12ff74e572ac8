package slackfake_test

import (
	"slices"
	"testing"

	"relance/adapters/slack/slackfake"
)

func TestReadAndEffects(t *testing.T) {
	quiet := map[string]string{"unfurl_links": "false", "unfurl_media": "false"}
	tests := []struct {
		name    string
		text    string
		blocks  string
		args    map[string]string
		read    string
		effects []string
	}{
		{"escaped", "&lt;!channel&gt; &amp;lt; it's", "", nil, "<!channel> &lt; it's", nil},
		{"broadcast", "<!channel> a", "", nil, "!channel a", []string{"mention <!channel>"}},
		{"person", "<@U0000000002> <!subteam^S1|@mods>", "", nil, "@U0000000002 @mods", []string{"mention <@U0000000002>", "mention <!subteam^S1>"}},
		{"channel", "<#C1|team>", "", nil, "team", []string{"mention <#C1>"}},
		{"hidden link", "<https://evil.example/x|click me>", "", nil, "click me", []string{"link https://evil.example/x"}},
		{"bare link", "see https://a.example/b now", "", nil, "see https://a.example/b now", []string{"link https://a.example/b"}},
		{"unfurled", "https://a.example/b", "", map[string]string{}, "https://a.example/b", []string{"link https://a.example/b", "unfurl https://a.example/b"}},
		{"names are not parsed", "@here #press", "", nil, "@here #press", nil},
		{"names are parsed", "@here #press", "", map[string]string{"parse": "full", "unfurl_media": "false"}, "@here #press", []string{"mention @here", "mention #press"}},
		{"link_names", "@channel", "", map[string]string{"link_names": "1", "unfurl_media": "false"}, "@channel", []string{"mention @channel"}},
		{"styles", "*a* _b_ ~c~ `d`", "", nil, "*a* _b_ ~c~ `d`", []string{"code", "bold", "italic", "strike"}},
		{"quotation", "&gt; a", "", nil, "> a", []string{"quotation"}},
		{"no styles", "2*3*4 snake_case_name a ~ b", "", nil, "2*3*4 snake_case_name a ~ b", nil},
		{"emoji", ":smile: 10:30:00", "", nil, ":smile: 10:30:00", []string{"emoji :smile:", "emoji :30:"}},
		{"bidi", "pay \u202elive", "", nil, "pay \u202elive", []string{"U+202E"}},
		{"zero width", "in\u200bvisible", "", nil, "in\u200bvisible", []string{"U+200B"}},

		{"fallback is parsed", "<!here> *a*", `{"type":"divider"}`, nil, "", []string{"mention <!here>"}},
		{"rich text is not parsed", "a", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"<!here> *b* :smile: https://x.example"}]}]}`, nil, "<!here> *b* :smile: https://x.example", nil},
		{"rich text is live", "a", `{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[
			{"type":"broadcast","range":"here"},{"type":"text","text":" "},{"type":"user","user_id":"U1"},{"type":"usergroup","usergroup_id":"S1"},
			{"type":"channel","channel_id":"C1"},{"type":"link","url":"https://x.example","text":"x"},{"type":"emoji","name":"smile"}]}]}`, nil,
			"@here @U1@S1#C1x:smile:", []string{"mention <!here>", "mention <@U1>", "mention <!subteam^S1>", "mention <#C1>", "link https://x.example", "emoji :smile:"}},
		{"lists", "a", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","elements":[
			{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]}]}`, nil, "1. one\n2. two", nil},
		{"mrkdwn object", "a", `{"type":"section","text":{"type":"mrkdwn","text":"*b* @here &lt;"}}`, nil, "*b* @here <", []string{"mention @here", "bold"}},
		{"mrkdwn object, verbatim", "a", `{"type":"section","text":{"type":"mrkdwn","text":"@here <!here>","verbatim":true}}`, nil, "@here !here", []string{"mention <!here>"}},
		{"plain text object", "a", `{"type":"section","text":{"type":"plain_text","text":"<!here> *b* :smile:","emoji":false}}`, nil, "<!here> *b* :smile:", nil},
		{"plain text object, emoji", "a", `{"type":"header","text":{"type":"plain_text","text":":smile:"}}`, nil, ":smile:", []string{"emoji :smile:"}},
		{"hidden in a label", "a", `{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"a\u202eb","emoji":false}}]}`, nil, "a\u202eb", []string{"U+202E"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newOffice(t, slackfake.Options{})
			args := map[string]string{"channel": f.press, "text": tt.text}
			if tt.args == nil {
				tt.args = quiet
			}
			for key, value := range tt.args {
				args[key] = value
			}
			if tt.blocks != "" {
				args["blocks"] = "[" + tt.blocks + "]"
			}
			if answer := f.call(t, "chat.postMessage", args); answer["ok"] != true {
				t.Fatal(answer)
			}
			m := f.Seen(f.ann)[0]
			if m.Read != tt.read || !slices.Equal(m.Effects, tt.effects) {
				t.Errorf("reads %q with the effects %q\nwant  %q with the effects %q", m.Read, m.Effects, tt.read, tt.effects)
			}
		})
	}
}

// An edit without parse is parsed as what a person types.
// https://docs.slack.dev/reference/methods/chat.update/
func TestEditIsParsed(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	ts := f.post(t, f.press, "quiet")
	for parse, want := range map[string][]string{"": {"mention @here"}, "none": nil} {
		args := map[string]string{"channel": f.press, "ts": ts, "text": "@here"}
		if parse != "" {
			args["parse"] = parse
		}
		f.call(t, "chat.update", args)
		if got := f.Seen(f.ann)[0].Effects; !slices.Equal(got, want) {
			t.Errorf("parse %q: effects %q, want %q", parse, got, want)
		}
	}
}

func TestReadingOrder(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	answer := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "a", "unfurl_media": "false", "blocks": `[
		{"type":"header","text":{"type":"plain_text","text":"title"}},
		{"type":"section","text":{"type":"plain_text","text":"one"},"fields":[{"type":"plain_text","text":"two"}],
		 "accessory":{"type":"button","text":{"type":"plain_text","text":"three"}}},
		{"type":"context","elements":[{"type":"image","image_url":"https://x.example/i.png","alt_text":"four"},{"type":"plain_text","text":"five"}]},
		{"type":"actions","elements":[
			{"type":"button","text":{"type":"plain_text","text":"Yes"}},
			{"type":"static_select","placeholder":{"type":"plain_text","text":"Pick"},"options":[{"text":{"type":"plain_text","text":"Ex"},"value":"x"}]},
			{"type":"overflow","options":[{"text":{"type":"plain_text","text":"More"},"value":"m"}]}]}]`})
	if answer["ok"] != true {
		t.Fatal(answer)
	}
	m := f.Seen(f.ann)[0]
	if want := "title\none\ntwo\nthree\nfour\nfive\nYes\nPick\nEx\nMore"; m.Read != want {
		t.Errorf("reads %q, want %q", m.Read, want)
	}
	if want := []string{"three", "Yes", "Pick", "…"}; !slices.Equal(m.Labels, want) {
		t.Errorf("labels %q, want %q", m.Labels, want)
	}
	if len(m.Selects) != 2 || m.Selects[0].Options[0] != (slackfake.Option{Text: "Ex", Value: "x"}) {
		t.Errorf("selects %+v", m.Selects)
	}
}
