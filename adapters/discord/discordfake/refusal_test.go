package discordfake_test

import (
	"fmt"
	"strings"
	"testing"

	"relance/adapters/discord/discordfake"
)

func long(n int) string { return strings.Repeat("é", n) }

func row(parts ...object) object { return object{"type": 1, "components": parts} }

func press(id string) object {
	return object{"type": 2, "style": 1, "label": "Yes", "custom_id": id}
}

func menu(n int) object {
	var options []object
	for i := range n {
		options = append(options, object{"label": "o", "value": fmt.Sprint(i)})
	}
	return object{"type": 3, "custom_id": "m", "options": options}
}

func text(s string) object { return object{"type": 10, "content": s} }

func v2(parts ...object) object { return object{"flags": 1 << 15, "components": parts} }

func repeat(n int, make func(i int) object) []object {
	var all []object
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func embed(more object) object { return object{"embeds": []object{more}} }

// The limits of messages: what is just over is refused, with the path of what is
// wrong, and what is just within is taken.
func TestMessageLimits(t *testing.T) {
	const (
		create = "https://docs.discord.com/developers/resources/message#create-message-jsonform-params"
		embeds = "https://docs.discord.com/developers/resources/message#embed-object-embed-limits"
		parts  = "https://docs.discord.com/developers/components/reference"
		ping   = "https://docs.discord.com/developers/resources/message#allowed-mentions-object"
	)
	tests := []struct {
		name, says string
		over       object
		path       string
		within     object
	}{
		{"content", create, object{"content": long(2001)}, "content", object{"content": long(2000)}},
		{"nonce", create, object{"content": "x", "nonce": long(26)}, "nonce", object{"content": "x", "nonce": long(25)}},
		{"nonce enforced", create, object{"content": "x", "enforce_nonce": true}, "nonce", object{"content": "x", "nonce": 7, "enforce_nonce": true}},
		{"embeds", create, object{"embeds": repeat(11, func(int) object { return object{"title": "t"} })}, "embeds",
			object{"embeds": repeat(10, func(int) object { return object{"title": "t"} })}},
		{"embed title", embeds, embed(object{"title": long(257)}), "embeds.0.title", embed(object{"title": long(256)})},
		{"embed description", embeds, embed(object{"description": long(4097)}), "embeds.0.description", embed(object{"description": long(4096)})},
		{"embed fields", embeds, embed(object{"fields": repeat(26, func(int) object { return object{"name": "n", "value": "v"} })}), "embeds.0.fields",
			embed(object{"fields": repeat(25, func(int) object { return object{"name": "n", "value": "v"} })})},
		{"embed field name", embeds, embed(object{"fields": []object{{"name": long(257), "value": "v"}}}), "embeds.0.fields.0.name",
			embed(object{"fields": []object{{"name": long(256), "value": "v"}}})},
		{"embed field value", embeds, embed(object{"fields": []object{{"name": "n", "value": long(1025)}}}), "embeds.0.fields.0.value",
			embed(object{"fields": []object{{"name": "n", "value": long(1024)}}})},
		{"embed field without value", embeds, embed(object{"fields": []object{{"name": "n", "value": " "}}}), "embeds.0.fields.0.value", nil},
		{"embed footer", embeds, embed(object{"footer": object{"text": long(2049)}}), "embeds.0.footer.text", embed(object{"footer": object{"text": long(2048)}})},
		{"embed author", embeds, embed(object{"author": object{"name": long(257)}}), "embeds.0.author.name", embed(object{"author": object{"name": long(256)}})},
		{"embeds together", embeds, object{"embeds": []object{{"description": long(4000)}, {"description": long(2001)}}}, "embeds",
			object{"embeds": []object{{"description": long(4000)}, {"description": long(2000)}}}},
		{"embed address", embeds, embed(object{"title": "t", "url": "javascript:alert(1)"}), "embeds.0.url", embed(object{"title": "t", "url": "https://example.org/x"})},
		{"rows", parts, object{"components": repeat(6, func(i int) object { return row(press(fmt.Sprint(i))) })}, "components",
			object{"components": repeat(5, func(i int) object { return row(press(fmt.Sprint(i))) })}},
		{"buttons of a row", parts, object{"components": []object{row(repeat(6, func(i int) object { return press(fmt.Sprint(i)) })...)}}, "components.0.components",
			object{"components": []object{row(repeat(5, func(i int) object { return press(fmt.Sprint(i)) })...)}}},
		{"a select beside a button", parts, object{"components": []object{row(press("a"), menu(1))}}, "components.0", object{"components": []object{row(press("a")), row(menu(1))}}},
		{"custom_id", parts, object{"components": []object{row(press(long(101)))}}, "components.0.components.0.custom_id", object{"components": []object{row(press(long(100)))}}},
		{"no custom_id", parts, object{"components": []object{row(press(""))}}, "components.0.components.0.custom_id", nil},
		{"custom_id twice", parts, object{"components": []object{row(press("a")), row(press("a"))}}, "components.1.components.0.custom_id", nil},
		{"button label", parts, object{"components": []object{row(object{"type": 2, "style": 1, "custom_id": "a", "label": long(81)})}}, "components.0.components.0.label",
			object{"components": []object{row(object{"type": 2, "style": 1, "custom_id": "a", "label": long(80)})}}},
		{"button without label", parts, object{"components": []object{row(object{"type": 2, "style": 1, "custom_id": "a"})}}, "components.0.components.0", nil},
		{"link with custom_id", parts, object{"components": []object{row(object{"type": 2, "style": 5, "custom_id": "a", "url": "https://example.org", "label": "l"})}}, "components.0.components.0",
			object{"components": []object{row(object{"type": 2, "style": 5, "url": "https://example.org", "label": "l"})}}},
		{"options", parts, object{"components": []object{row(menu(26))}}, "components.0.components.0.options", object{"components": []object{row(menu(25))}}},
		{"no options", parts, object{"components": []object{row(menu(0))}}, "components.0.components.0.options", nil},
		{"option label", parts, object{"components": []object{row(object{"type": 3, "custom_id": "m", "options": []object{{"label": long(101), "value": "v"}}})}}, "components.0.components.0.options.0.label",
			object{"components": []object{row(object{"type": 3, "custom_id": "m", "options": []object{{"label": long(100), "value": "v"}}})}}},
		{"option value", parts, object{"components": []object{row(object{"type": 3, "custom_id": "m", "options": []object{{"label": "l", "value": long(101)}}})}}, "components.0.components.0.options.0.value", nil},
		{"option value twice", parts, object{"components": []object{row(object{"type": 3, "custom_id": "m", "options": []object{{"label": "l", "value": "v"}, {"label": "k", "value": "v"}}})}}, "components.0.components.0.options.1.value", nil},
		{"placeholder", parts, object{"components": []object{row(object{"type": 3, "custom_id": "m", "placeholder": long(151), "options": []object{{"label": "l", "value": "v"}}})}}, "components.0.components.0.placeholder", nil},
		{"text display without the flag", parts, object{"content": "x", "components": []object{text("t")}}, "components.0.type", v2(text("t"))},
		{"components v2 with content", create, object{"flags": 1 << 15, "content": "x", "components": []object{text("t")}}, "content", nil},
		{"components v2 with embeds", create, object{"flags": 1 << 15, "embeds": []object{{"title": "t"}}, "components": []object{text("t")}}, "embeds", nil},
		{"components", parts, v2(repeat(41, func(int) object { return text("t") })...), "components", v2(repeat(40, func(int) object { return text("t") })...)},
		{"nested components", parts, v2(object{"type": 17, "components": repeat(40, func(int) object { return text("t") })}), "components",
			v2(object{"type": 17, "components": repeat(39, func(int) object { return text("t") })})},
		{"text", "https://github.com/discord/discord-api-docs/pull/8562", v2(text(long(2000)), text(long(2001))), "components", v2(text(long(2000)), text(long(2000)))},
		{"empty text", parts, v2(text("")), "components.0.content", nil},
		{"a section's texts", parts, v2(object{"type": 9, "components": repeat(4, func(int) object { return text("t") }), "accessory": press("a")}), "components.0.components",
			v2(object{"type": 9, "components": repeat(3, func(int) object { return text("t") }), "accessory": press("a")})},
		{"a section without accessory", parts, v2(object{"type": 9, "components": []object{text("t")}}), "components.0.accessory", nil},
		{"id twice", parts, v2(object{"type": 10, "id": 7, "content": "t"}, object{"type": 10, "id": 7, "content": "t"}), "components.1.id",
			v2(object{"type": 10, "id": 7, "content": "t"}, object{"type": 10, "content": "t"})},
		{"a text input", parts, object{"components": []object{row(object{"type": 4, "style": 1, "custom_id": "t", "label": "l"})}}, "components.0.components.0.type", nil},
		{"mentions both ways", ping, object{"content": "x", "allowed_mentions": object{"parse": []string{"users"}, "users": []string{"1"}}}, "allowed_mentions",
			object{"content": "x", "allowed_mentions": object{"parse": []string{"users"}, "users": []string{}}}},
		{"mentions of nothing", ping, object{"content": "x", "allowed_mentions": object{"parse": []string{"cats"}}}, "allowed_mentions.parse.0", nil},
		{"a number for a text", create, object{"content": 7}, "content", nil},
	}
	w := newWorld(t, discordfake.Options{})
	mine := w.post(w.room, object{"content": "mine"})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.t = t
			a := w.call("POST", "channels/"+w.room+"/messages", tt.over)
			if a.status != 400 || a.code != 50035 || !has(a.object["errors"], tt.path) {
				t.Errorf("%d %s, want 50035 at %s: %s", a.status, a.body, tt.path, tt.says)
			}
			if tt.within != nil {
				if a := w.call("POST", "channels/"+w.room+"/messages", tt.within); a.status != 200 {
					t.Errorf("within the limit: %d %s: %s", a.status, a.body, tt.says)
				}
			}
			if !strings.HasPrefix(tt.name, "nonce") {
				a = w.call("PATCH", "channels/"+w.room+"/messages/"+mine, tt.over)
				if a.code != 50035 {
					t.Errorf("edited: %d %s", a.status, a.body)
				}
			}
		})
	}
	if n := len(w.Refusals()); n == 0 {
		t.Error("no refusal was recorded")
	}
}

// has reports whether an error tree says something at a path.
func has(tree any, path string) bool {
	for key := range strings.SplitSeq(path, ".") {
		at, ok := tree.(object)
		if !ok {
			return false
		}
		tree = at[key]
	}
	at, ok := tree.(object)
	return ok && at["_errors"] != nil
}

// What is refused though its form is right.
func TestRefusals(t *testing.T) {
	const (
		codes   = "https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes"
		threads = "https://docs.discord.com/developers/topics/threads"
	)
	w := newWorld(t, discordfake.Options{})
	hidden := w.AddChannel(discordfake.Channel{Name: "hidden", Private: true, Members: []string{w.ann}, NoBot: true})
	mute := w.AddChannel(discordfake.Channel{Name: "mute", Overwrites: []discordfake.Overwrite{{ID: w.Application(), Deny: discordfake.SendMessages}}})
	plain := w.AddChannel(discordfake.Channel{Name: "plain", Overwrites: []discordfake.Overwrite{{ID: w.Application(), Deny: discordfake.EmbedLinks}}})
	forum := w.AddChannel(discordfake.Channel{Name: "forum", Kind: discordfake.Forum})
	news := w.AddChannel(discordfake.Channel{Name: "news", Kind: discordfake.Announcement})
	shy := w.AddUser(discordfake.User{Name: "shy", ClosedDM: true})
	stranger := w.AddUser(discordfake.User{Name: "stranger", Outside: true})
	theirs, err := w.Say(w.ann, w.room, "ann's own")
	if err != nil {
		t.Fatal(err)
	}
	mine := w.post(w.room, object{"content": "mine"})
	out := w.post(news, object{"content": "news"})
	if a := w.call("POST", "channels/"+news+"/messages/"+out+"/crosspost", nil); a.status != 200 {
		t.Fatalf("crosspost: %s", a.body)
	}
	thread := func(locked bool) string {
		id := w.post(w.room, object{"content": "root"})
		if a := w.call("POST", "channels/"+w.room+"/messages/"+id+"/threads", object{"name": "thread"}); a.status != 201 || a.object["id"] != id {
			t.Fatalf("thread: %s", a.body)
		}
		if locked {
			w.Archive(id, true)
		}
		return id
	}
	open, shut, locked := thread(false), thread(true), thread(false)
	w.Lock(locked)
	dm := func(user string) string {
		return w.call("POST", "users/@me/channels", object{"recipient_id": user}).object["id"].(string)
	}
	tests := []struct {
		name, method, path string
		body               any
		status, code       int
		says               string
	}{
		{"no such channel", "POST", "channels/999999999999999999/messages", object{"content": "x"}, 404, 10003, codes},
		{"not an ID", "POST", "channels/team/messages", object{"content": "x"}, 400, 50035, codes},
		{"hidden channel", "POST", "channels/" + hidden + "/messages", object{"content": "x"}, 403, 50001, codes},
		{"hidden channel read", "GET", "channels/" + hidden + "/messages", nil, 403, 50001, codes},
		{"may not speak", "POST", "channels/" + mute + "/messages", object{"content": "x"}, 403, 50013, codes},
		{"may not embed", "POST", "channels/" + plain + "/messages", embed(object{"title": "t"}), 403, 50013, codes},
		{"empty", "POST", "channels/" + w.room + "/messages", object{"content": " \n "}, 400, 50006, codes},
		{"edited to nothing", "PATCH", "channels/" + w.room + "/messages/" + mine, object{"content": nil}, 400, 50006, codes},
		{"not JSON", "POST", "channels/" + w.room + "/messages", "{", 400, 50109, codes},
		{"not UTF-8", "POST", "channels/" + w.room + "/messages", "{\"content\":\"\xff\"}", 400, 50109, codes},
		{"too large for the store", "POST", "channels/" + w.room + "/messages", v2(text(strings.Repeat("語", 3400))), 500, 0, "https://github.com/discord/discord-api-docs/issues/8554"},
		{"no such message", "PATCH", "channels/" + w.room + "/messages/999999999999999999", object{"content": "x"}, 404, 10008, codes},
		{"somebody else's", "PATCH", "channels/" + w.room + "/messages/" + theirs, object{"content": "x"}, 403, 50005, codes},
		{"delete somebody else's", "DELETE", "channels/" + w.room + "/messages/" + theirs, nil, 403, 50013, codes},
		{"reply to nothing", "POST", "channels/" + w.room + "/messages", object{"content": "x", "message_reference": object{"message_id": "7"}}, 400, 50035, codes},
		{"post in a forum", "POST", "channels/" + forum + "/messages", object{"content": "x"}, 400, 40058, codes},
		{"forum post without a name", "POST", "channels/" + forum + "/threads", object{"message": object{"content": "x"}}, 400, 50035, threads},
		{"forum post without a message", "POST", "channels/" + forum + "/threads", object{"name": "x"}, 400, 50035, threads},
		{"long name", "POST", "channels/" + w.room + "/messages/" + mine + "/threads", object{"name": long(101)}, 400, 50035, threads},
		{"odd archive time", "POST", "channels/" + w.room + "/messages/" + mine + "/threads", object{"name": "x", "auto_archive_duration": 61}, 400, 50035, threads},
		{"second thread", "POST", "channels/" + w.room + "/messages/" + open + "/threads", object{"name": "x"}, 400, 160004, codes},
		{"thread in a thread", "POST", "channels/" + open + "/messages/" + w.post(open, object{"content": "x"}) + "/threads", object{"name": "x"}, 400, 50024, codes},
		{"closed thread", "POST", "channels/" + shut + "/messages", object{"content": "x"}, 400, 50083, codes},
		{"locked thread", "POST", "channels/" + locked + "/messages", object{"content": "x"}, 403, 160005, codes},
		{"lock a thread", "PATCH", "channels/" + open, object{"locked": true}, 403, 50013, threads},
		{"crosspost elsewhere", "POST", "channels/" + w.room + "/messages/" + mine + "/crosspost", nil, 400, 50024, codes},
		{"crosspost twice", "POST", "channels/" + news + "/messages/" + out + "/crosspost", nil, 400, 40033, codes},
		{"DM to nobody", "POST", "users/@me/channels", object{"recipient_id": "999999999999999999"}, 400, 50033, codes},
		{"DM to someone closed", "POST", "channels/" + dm(shy) + "/messages", object{"content": "x"}, 403, 50007, codes},
		{"DM to a stranger", "POST", "channels/" + dm(stranger) + "/messages", object{"content": "x"}, 403, 50007, codes},
		{"no such server", "GET", "guilds/999999999999999999", nil, 404, 10004, codes},
		{"no such user", "GET", "users/999999999999999999", nil, 404, 10013, codes},
		{"not a member", "GET", "guilds/" + w.guild + "/members/" + stranger, nil, 404, 10007, codes},
		{"members without the intent", "GET", "guilds/" + w.guild + "/members", nil, 403, 50001, "https://docs.discord.com/developers/resources/guild#list-guild-members"},
		{"too much history", "GET", "channels/" + w.room + "/messages?limit=101", nil, 400, 50035, "https://docs.discord.com/developers/resources/message#get-channel-messages-query-string-params"},
		{"before and after", "GET", "channels/" + w.room + "/messages?before=1&after=1", nil, 400, 50035, "https://docs.discord.com/developers/resources/message#get-channel-messages"},
		{"no such interaction", "POST", "interactions/1/token/callback", object{"type": 4}, 404, 10062, codes},
		{"no such webhook", "POST", "webhooks/" + w.Application() + "/token", object{"content": "x"}, 404, 10015, codes},
		{"no such route", "GET", "cats", nil, 404, 0, codes},
		{"no such command", "DELETE", "applications/" + w.Application() + "/commands/1", nil, 404, 10063, codes},
		{"commands of another server", "PUT", "applications/" + w.Application() + "/guilds/1/commands", []object{}, 403, 50001, codes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.t = t
			if a := w.call(tt.method, tt.path, tt.body); a.status != tt.status || a.code != tt.code {
				t.Errorf("%d %s, want %d %d: %s", a.status, a.body, tt.status, tt.code, tt.says)
			}
		})
	}
}

// https://docs.discord.com/developers/reference#authentication
func TestAuthorization(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	for _, given := range []string{"", w.Token(), "Bot x", "Bearer " + w.Token()} {
		if a := w.callAs(given, "GET", "users/@me", nil); a.status != 401 || a.code != 0 {
			t.Errorf("%q: %d %s", given, a.status, a.body)
		}
	}
	if a := w.callAs("", "GET", "gateway", nil); a.status != 200 {
		t.Errorf("the gateway's address: %d", a.status)
	}
	w.Revoke()
	if a := w.call("GET", "users/@me", nil); a.status != 401 {
		t.Errorf("with a revoked token: %d", a.status)
	}
}
