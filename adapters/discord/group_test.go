package discord

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

func TestResolve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		root := s.post(t, chat.Place{Room: s.team}, titled("root"))
		s.post(t, chat.Place{Room: s.team, Thread: root.Ref}, titled("line"))
		for name, want := range map[string]chat.Place{
			"#team": {Room: s.team}, "team": {Room: s.team}, " #TEAM ": {Room: s.team}, s.team: {Room: s.team},
			"#cases": {Room: s.forum}, s.ann: {Person: s.ann}, "@" + s.ben: {Person: s.ben},
			string(root.Ref): {Room: s.team, Thread: root.Ref},
		} {
			if got, err := s.platform(t).Resolve(t.Context(), name); err != nil || got != want {
				t.Errorf("%q is %+v, %v; want %+v", name, got, err, want)
			}
		}
		for _, name := range []string{"", "#", "#nowhere", "@nobody", "@", "100", "@ann", "@Ann Example"} {
			_, err := s.p.Resolve(t.Context(), name)
			failureOf(t, err, chat.Gone, "")
		}
	})
}

func TestGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.GuildMembers})
		carl := s.AddUser(discordfake.User{Name: "carl"})
		role := s.AddRole(discordfake.Role{Name: "Moderators", Members: []string{s.ann, carl}})
		private := s.AddChannel(discordfake.Channel{Name: "moderation", Private: true, Members: []string{s.ben},
			Overwrites: []discordfake.Overwrite{{ID: role, Allow: discordfake.ViewChannel}, {ID: carl, Deny: discordfake.ViewChannel}}})
		for _, tt := range []struct {
			kind, id string
			want     []string
		}{
			{kindGroup, role, []string{s.ann, carl}},
			{kindRoom, private, []string{s.ann, s.ben}},
			{kindRoom, "#moderation", []string{s.ann, s.ben}},
			{kindRoom, s.team, []string{s.ann, s.ben, carl}},
		} {
			got, err := s.p.Group(t.Context(), tt.kind, tt.id)
			got = slices.DeleteFunc(got, func(id string) bool { return !slices.Contains([]string{s.ann, s.ben, carl}, id) }) // the server has an owner too
			slices.Sort(got)
			slices.Sort(tt.want)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%s %s is %v, %v; want %v", tt.kind, tt.id, got, err, tt.want)
			}
		}
		for _, kind := range []string{kindGroup, kindRoom, "herd"} {
			_, err := s.p.Group(t.Context(), kind, "nowhere")
			failureOf(t, err, chat.Gone, "")
		}
		_, err := s.p.Group(t.Context(), kindGroup, "Moderators") // whoever may name roles could give it away
		failureOf(t, err, chat.Gone, "")
		s.clean(t)
	})
}

// Without the privileged intent those are known who have acted.
func TestGroupOfThoseMet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		role := s.AddRole(discordfake.Role{Name: "moderators", Members: []string{s.ann, s.ben}})
		if got, err := s.p.Group(t.Context(), kindGroup, role); err != nil || len(got) > 0 {
			t.Errorf("nobody has acted: %v, %v", got, err)
		}
		s.p.met(s.guild, &discordgo.Member{User: &discordgo.User{ID: s.ann}, Roles: []string{role}})
		s.p.met(s.guild, &discordgo.Member{User: &discordgo.User{ID: s.ben}})
		if got, err := s.p.Group(t.Context(), kindGroup, role); err != nil || !slices.Equal(got, []string{s.ann}) {
			t.Errorf("got %v, %v", got, err)
		}
	})
}
