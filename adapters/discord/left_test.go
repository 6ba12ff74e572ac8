package discord

import (
	"slices"
	"testing"
	"testing/synctest"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// Who has left the server is written to no more, and is told so.
func TestWhoHasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.post(t, chat.Place{Person: s.ben}, titled("while he is there"))
		s.Leave(s.guild, s.ben)
		_, err := s.p.Post(t.Context(), chat.Place{Person: s.ben}, titled("too late"))
		failureOf(t, err, chat.Gone, "")
		_, err = s.platform(t).Resolve(t.Context(), s.ben)
		failureOf(t, err, chat.Gone, "")
	})
}

// A role that is taken from somebody, or is gone, is not theirs in their very next act.
func TestRoleGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		f := open(t, h, reading, nil)
		taken := f.AddRole(discordfake.Role{Name: "taken", Members: []string{f.ann}})
		deleted := f.AddRole(discordfake.Role{Name: "deleted", Members: []string{f.ann}})
		for i, tt := range []struct {
			change func()
			want   []string
		}{
			{func() {}, []string{taken, deleted}},
			{func() { f.Take(taken, f.ann) }, []string{deleted}},
			{func() { f.DeleteRole(deleted) }, nil},
		} {
			tt.change()
			if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
				t.Fatal(err)
			}
			told := h.handled()[i].By.Groups
			for _, role := range []string{taken, deleted} {
				if slices.Contains(told, role) != slices.Contains(tt.want, role) {
					t.Errorf("after %d changes ann has %q, want %q", i, told, tt.want)
				}
			}
			if !slices.Contains(told, f.guild) {
				t.Errorf("after %d changes nothing is told: %q", i, told)
			}
			if got, err := f.p.Group(t.Context(), kindGroup, taken); err != nil || slices.Contains(got, f.ann) != (i == 0) {
				t.Errorf("after %d changes %q have the role: %v", i, got, err)
			}
		}
		_, err := f.p.Group(t.Context(), kindGroup, deleted)
		failureOf(t, err, chat.Gone, "10011")
	})
}
