package discord

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// errBesides is a message that was not said in its thread.
var errBesides = errors.New("it is not in its thread")

// everything does once whatever the bot does in a server, and returns the first
// error.
func (s *stand) everything(t *testing.T) error {
	t.Helper()
	ctx, since := t.Context(), s.now().Add(-time.Minute)
	said, err := s.Say(s.ann, s.team, "a question")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []chat.Place{{Room: s.team}, {Room: "#news"}, {Room: s.forum}, {Room: s.team, Thread: chat.Ref(said)}, {Person: s.ann}} {
		posted, err := s.p.Post(ctx, at, titled(fmt.Sprint(at)))
		if err != nil {
			return err
		}
		if at.Thread != "" && !strings.Contains(posted.Link, "/"+string(at.Thread)+"/") {
			return errBesides
		}
		if err := s.p.Edit(ctx, at, posted.Ref, titled("edited")); err != nil {
			return err
		}
		if _, err := s.p.Heard(ctx, at, since); err != nil {
			return err
		}
		if _, _, err := s.p.Find(ctx, at, "key", since); err != nil {
			return err
		}
		if at.Person == "" && at.Thread == "" {
			line, err := s.p.Post(ctx, chat.Place{Room: at.Room, Thread: posted.Ref}, titled("below "+fmt.Sprint(at)))
			if err != nil {
				return err
			}
			if !strings.Contains(line.Link, "/"+string(posted.Ref)+"/") {
				return errBesides
			}
		}
	}
	return nil
}

// The rights that are asked for are enough, and not one of them is too many.
func TestPermissions(t *testing.T) {
	var all discordfake.Permission
	for _, p := range Permissions() {
		all |= discordfake.Permission(p.Bit)
	}
	o := discordfake.Options{Privileged: discordfake.MessageContent, Permissions: all}
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, o)
		if err := s.everything(t); err != nil {
			t.Errorf("with all of them: %v", err)
		}
		s.clean(t)
	})
	for _, p := range Permissions() {
		t.Run(p.Name, func(t *testing.T) {
			if p.Why == "" {
				t.Error("it does not say what it is for")
			}
			synctest.Test(t, func(t *testing.T) {
				o := o
				o.Permissions = all &^ discordfake.Permission(p.Bit)
				err := newStand(t, o).everything(t)
				if !errors.Is(err, errBesides) && !isFailure(err, chat.Gone) && codeOf(err) != codeHistoryClosed {
					t.Errorf("without it: %v", err)
				}
			})
		})
	}
}
