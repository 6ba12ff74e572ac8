package discordfake_test

import (
	"slices"
	"strings"
	"testing"

	"relance/adapters/discord/discordfake"
)

// What a person reads in a text, and what it does beyond being read.
// https://docs.discord.com/developers/reference#message-formatting and
// https://support.discord.com/hc/en-us/articles/210298617
func TestMarkdown(t *testing.T) {
	tests := []struct {
		text, read string
		effects    []string
	}{
		{"plain text, 12:30, a_b_c and 2 * 3 * 4", "", nil},
		{"l'été: oui — non", "", nil},
		{`\*a\* \_b\_ \~\~c\~\~ \|\|d\|\| \` + "`e\\`", "*a* _b_ ~~c~~ ||d|| `e`", nil},
		{`back\\slash C:\temp`, `back\slash C:\temp`, nil},
		{"**a** *b* _c_ __d__ ~~e~~ ||f||", "a b c d e f", []string{"bold", "italic", "italic", "underline", "strikethrough", "spoiler"}},
		{"***a***", "a", []string{"bold", "italic"}},
		{"**not closed", "", nil},
		{`**a\** b`, "*a* b", []string{"italic"}}, // one of the three is left to begin with
		{"`a*b*` ```go\nx\n```", "a*b* x", []string{"code", "code block"}},
		{"# a", "a", []string{"heading"}},
		{"-# a", "a", []string{"subtext"}},
		{"#a\nx # b", "", nil},
		{`\# a`, "# a", nil},
		{"* a\n- b\n1. c", "* a\n- b\n1. c", []string{"list", "list", "list"}},
		{`1\. c`, "1. c", nil},
		{"> a\n> b\nc", "a\nb\nc", []string{"quotation"}},
		{">>> a\nb", "a\nb", []string{"quotation"}},
		{">a", "", nil},
		{"https://example.org/x?y=1.", "", []string{"link https://example.org/x?y=1", "preview https://example.org/x?y=1"}},
		{`https\://example.org`, "https://example.org", nil},
		{"<https://example.org>", "https://example.org", []string{"link https://example.org"}},
		{"[click](https://example.org)", "click", []string{"link https://example.org", "preview https://example.org"}},
		{"[click](<https://example.org>)", "click", []string{"link https://example.org"}},
		{`\[click\](https\://example.org)`, "[click](https://example.org)", nil},
		{"[click](javascript:x)", "", nil},
		{"<a@example.org>", "a@example.org", []string{"link a@example.org"}},
		{":smile: 10:20:30 <:x:123> <t:0:R> </case:123> <id:guide>", "", []string{":smile:", "<:x:123>", "<t:0:R>", "</case:123>", "<id:guide>"}},
		{"<#123> <@123> <@&456>", "", []string{"link <#123>", "name <@123>", "name <@&456>"}},
		{"@everyone", "", nil}, // the app may not mention everyone
		{"a\u202eb\u200bc", "", []string{"U+202E", "U+200B"}},
		{"é̂\ufe0f", "", nil},
	}
	w := newWorld(t, discordfake.Options{})
	for _, tt := range tests {
		m, _ := w.see(w.ann, w.post(w.room, object{"content": tt.text}))
		if want := tt.read; m.Read != want && (want != "" || m.Read != tt.text) {
			t.Errorf("%q reads %q, want %q", tt.text, m.Read, want)
		}
		if !slices.Equal(m.Effects, tt.effects) {
			t.Errorf("%q does %q, want %q", tt.text, m.Effects, tt.effects)
		}
		for where, body := range map[string]object{
			"a description":  embed(object{"description": tt.text}),
			"a field":        embed(object{"fields": []object{{"name": "n", "value": tt.text}}}),
			"a text display": v2(text(tt.text)),
		} {
			m, _ := w.see(w.ann, w.post(w.room, body))
			var want []string
			for _, e := range tt.effects {
				if !strings.HasPrefix(e, "preview ") {
					want = append(want, e)
				}
			}
			if !slices.Equal(m.Effects, want) {
				t.Errorf("%q in %s does %q, want %q", tt.text, where, m.Effects, want)
			}
		}
		if len(tt.effects) > 0 && !strings.HasPrefix(tt.effects[0], "U+") {
			m, _ := w.see(w.ann, w.post(w.room, embed(object{"footer": object{"text": tt.text}, "author": object{"name": tt.text}})))
			if len(m.Effects) > 0 || m.Read != tt.text+"\n"+tt.text {
				t.Errorf("%q in a footer reads %q and does %q", tt.text, m.Read, m.Effects)
			}
		}
	}
}

// https://docs.discord.com/developers/resources/message#allowed-mentions-object
func TestMentions(t *testing.T) {
	all := discordfake.BotPermissions | discordfake.MentionEveryone
	for _, tt := range []struct {
		may     discordfake.Permission
		allowed any
		effects []string
	}{
		{all, nil, []string{"mention @everyone", "mention <@USER>", "mention <@&ROLE>"}},
		{0, nil, []string{"mention <@USER>", "name <@&ROLE>"}},
		{all, object{"parse": []string{}}, []string{"name <@USER>", "name <@&ROLE>"}},
		{all, object{"parse": []string{"users"}}, []string{"mention <@USER>", "name <@&ROLE>"}},
		{all, object{"roles": []string{"ROLE"}}, []string{"name <@USER>", "mention <@&ROLE>"}},
	} {
		w := newWorld(t, discordfake.Options{Permissions: tt.may})
		names := strings.NewReplacer("USER", w.ben, "ROLE", w.AddRole(discordfake.Role{Name: "team"}))
		body := object{"content": names.Replace("@everyone <@USER> <@&ROLE>")}
		if tt.allowed != nil {
			body["allowed_mentions"] = tt.allowed
			if a, ok := tt.allowed.(object); ok && a["roles"] != nil {
				body["allowed_mentions"] = object{"roles": []string{names.Replace("ROLE")}}
			}
		}
		m, _ := w.see(w.ann, w.post(w.room, body))
		for i, e := range m.Effects {
			m.Effects[i] = strings.NewReplacer(w.ben, "USER", names.Replace("ROLE"), "ROLE").Replace(e)
		}
		if !slices.Equal(m.Effects, tt.effects) {
			t.Errorf("%v allowed: %q, want %q", tt.allowed, m.Effects, tt.effects)
		}
		// An edit that says nothing of mentions makes the usual ones live again.
		w.call("PATCH", "channels/"+w.room+"/messages/"+m.ID, object{"content": names.Replace("<@USER>")})
		if m, _ = w.see(w.ann, m.ID); len(m.Effects) != 1 || !strings.HasPrefix(m.Effects[0], "mention ") {
			t.Errorf("edited: %q", m.Effects)
		}
	}
}

func TestSuppressedEmbeds(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	m, _ := w.see(w.ann, w.post(w.room, object{"content": "https://example.org", "flags": 4, "embeds": []object{{"title": "unseen"}}}))
	if m.Read != "https://example.org" || !slices.Equal(m.Effects, []string{"link https://example.org"}) {
		t.Errorf("ann sees %+v", m)
	}
}

// mentioned are those whom a message mentions.
func (w *world) mentioned(id string) []string {
	var found []string
	list, _ := w.call("GET", "channels/"+w.room+"/messages/"+id, nil).object["mentions"].([]any)
	for _, u := range list {
		found = append(found, u.(object)["id"].(string))
	}
	return found
}

func TestPeople(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	closed := w.AddChannel(discordfake.Channel{Name: "closed", Private: true})
	for channel, text := range map[string]string{closed: "x", "999": "x", w.room: long(2001)} {
		if _, err := w.Say(w.ann, channel, text); err == nil {
			t.Errorf("%.10q can be said in %s", text, channel)
		}
	}
	id, err := w.Say(w.ann, w.room, "for @ben in #team", discordfake.File{Name: "bill.pdf", Size: 7})
	if err != nil {
		t.Fatal(err)
	}
	m, _ := w.see(w.ben, id)
	if m.Content != "for <@"+w.ben+"> in <#"+w.room+">" || len(m.Files) != 1 || m.By != w.ann {
		t.Errorf("ben sees %+v", m)
	}
	reply, err := w.Reply(w.ben, w.room, id, "here it is")
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := w.see(w.ann, reply); m.Answers != id || !slices.Equal(w.mentioned(reply), []string{w.ann}) {
		t.Errorf("the reply is %+v, and mentions %q", m, w.mentioned(reply))
	}
	if w.Revise(w.ben, w.room, id, "mine now") == nil || w.Delete(w.ben, w.room, id) == nil {
		t.Error("ben can change what ann said")
	}
	if err := w.Revise(w.ann, w.room, id, "revised"); err != nil {
		t.Error(err)
	}
	if m, _ = w.see(w.ben, id); m.Read != "revised\nbill.pdf" || !m.Edited {
		t.Errorf("ben sees %+v", m)
	}
	if err := w.Delete(w.ann, w.room, id); err != nil {
		t.Error(err)
	}
	if _, there := w.see(w.ben, id); there {
		t.Error("ben sees what was deleted")
	}
}
