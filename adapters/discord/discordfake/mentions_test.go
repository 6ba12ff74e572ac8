package discordfake_test

import (
	"slices"
	"strings"
	"testing"

	"relance/adapters/discord/discordfake"
)

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
