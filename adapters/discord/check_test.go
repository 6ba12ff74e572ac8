package discord

import (
	"strings"
	"testing"
	"testing/synctest"

	"relance/adapters/discord/discordfake"
)

func TestCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		options discordfake.Options
		spoil   func(*stand)
		want    []string // in the error; none: all is well
	}{
		"well":          {options: discordfake.Options{Privileged: discordfake.MessageContent}},
		"no intent":     {want: []string{"Message Content"}},
		"administrator": {options: discordfake.Options{Privileged: discordfake.MessageContent, Permissions: discordfake.Administrator}},
		"rights": {options: discordfake.Options{Privileged: discordfake.MessageContent, Permissions: discordfake.ViewChannel | discordfake.SendMessages},
			want: []string{"EMBED_LINKS, READ_MESSAGE_HISTORY, CREATE_PUBLIC_THREADS, SEND_MESSAGES_IN_THREADS", "https://discord.com/oauth2/authorize?client_id=", `"Example"`}},
		"elsewhere": {options: discordfake.Options{Privileged: discordfake.MessageContent},
			spoil: func(s *stand) { s.p.options.Guild = "100" }, want: []string{"not in its server", "client_id="}},
		"key": {options: discordfake.Options{Privileged: discordfake.MessageContent},
			spoil: func(s *stand) { s.p.options.PublicKey = strings.Repeat("0", 64) }, want: []string{"public key"}},
		"token": {spoil: func(s *stand) { s.Revoke() }, want: []string{"the token cannot be used"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStand(t, tt.options)
				s.p.options.PublicKey = s.PublicKey()
				if tt.spoil != nil {
					tt.spoil(s)
				}
				err := s.p.Check(t.Context())
				if len(tt.want) == 0 && err != nil {
					t.Error(err)
				}
				for _, want := range tt.want {
					if err == nil || !strings.Contains(err.Error(), want) {
						t.Errorf("%v does not say %q", err, want)
					}
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		if got, err := s.p.Invite(t.Context()); err != nil || got != InviteURL(s.Application()) {
			t.Errorf("invited by %q, %v", got, err)
		}
	})
}
