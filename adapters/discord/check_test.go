package discord

import (
	"strings"
	"testing"
	"testing/synctest"

	"relance/adapters/chat"
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

// A server of strangers that the bot cannot work in keeps it from working nowhere
// else; that it can work in none is told.
func TestCheckOfStrangersServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent, Permissions: discordfake.ViewChannel})
		s.p.options.Guild = ""
		s.AddGuild(discordfake.Guild{Name: "Strangers"})
		s.SetPermissions(s.guild, discordfake.Administrator) // to everybody in it
		if err := s.p.Check(t.Context()); err != nil {
			t.Error(err)
		}
		s.SetPermissions(s.guild, 0)
		if err := s.p.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "the bot lacks") {
			t.Errorf("it can work nowhere: %v", err)
		}
	})
}

// An outage is no fault of the token.
func TestCheckOfAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		s.Fail("", discordfake.Fault{Status: 503})
		if err := s.p.Check(t.Context()); !isFailure(err, chat.Temporary) || strings.Contains(err.Error(), "token") {
			t.Errorf("told %v", err)
		}
	})
}
