package discord

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

func TestNoWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.p.rest.client.Transport.(*http.Transport).DialContext = func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("no cable")
		}
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("lost"))
		failureOf(t, err, chat.Temporary, codeNoWay)
	})
}

func TestEndedContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.post(t, chat.Place{Room: s.team}, titled("as it was"))
		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err := s.p.Post(ctx, chat.Place{Room: s.team}, titled("lost"))
		failureOf(t, err, chat.Temporary, codeEnded)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v does not say that the context ended", err)
		}
	})
}

// An answer that does not come is waited for so long, and the message is maybe said.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.post(t, chat.Place{Room: s.team}, titled("so that the room is known"))
		s.p.rest.client.CloseIdleConnections()
		s.p.rest.client.Transport.(*http.Transport).DialContext = func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go func() {
				buffer := make([]byte, 4096)
				for {
					if _, err := server.Read(buffer); err != nil {
						return
					}
				}
			}()
			return client, nil
		}
		began := time.Now()
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("maybe"))
		failureOf(t, err, chat.Unknown, codeLost)
		if took := time.Since(began); took > sendTries*requestTimeout+sendPause {
			t.Errorf("it took %v", took)
		}
	})
}

func TestRevokedToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.Revoke()
		for range 100 {
			_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("later"))
			failureOf(t, err, chat.Temporary, "")
		}
		if n := len(s.Calls("")); n != 1 {
			t.Errorf("asked %d times with a token that was refused", n)
		}
	})
}

// Nothing that is said of a request holds the token of an interaction, or the bot's.
func TestTokensStayOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		var told strings.Builder
		s.p.rest.log = slog.New(slog.NewTextHandler(&told, &slog.HandlerOptions{Level: slog.LevelDebug}))
		q := request{method: http.MethodPost, token: true, route: "/interactions/{interaction.id}/{interaction.token}/callback",
			ids: []string{"1", "se/cret"}, body: map[string]int{"type": 1}}
		if q.path() != "/interactions/1/se%2Fcret/callback" {
			t.Errorf("the path is %s", q.path())
		}
		err := s.p.rest.do(t.Context(), q)
		s.p.rest.client.Transport.(*http.Transport).DialContext = func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("no cable")
		}
		s.p.rest.client.CloseIdleConnections()
		other := s.p.rest.do(t.Context(), q)
		if err == nil || other == nil {
			t.Fatal("an interaction that there is not was answered")
		}
		for _, text := range []string{told.String(), err.Error(), other.Error()} {
			if strings.Contains(text, "cret") || strings.Contains(text, s.Token()) {
				t.Errorf("a token is told: %s", text)
			}
		}
	})
}

func TestPlaceOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		root := s.post(t, chat.Place{Room: s.team}, titled("root"))
		s.post(t, chat.Place{Room: s.team, Thread: root.Ref}, titled("line"))
		post := s.post(t, chat.Place{Room: s.forum}, titled("post"))
		s.post(t, chat.Place{Person: s.ann}, titled("private"))
		private, _ := s.p.dms.get(s.ann, s.now())
		for channel, want := range map[string]chat.Place{
			s.team:           {Room: s.team},
			string(root.Ref): {Room: s.team, Thread: root.Ref},
			string(post.Ref): {Room: s.forum, Thread: post.Ref},
			private:          {Person: s.ann},
		} {
			for _, p := range []*Platform{s.p, s.platform(t)} {
				if got, err := p.placeOf(t.Context(), channel, s.ann, ""); err != nil || got != want {
					t.Errorf("%s is %+v, %v; want %+v", channel, got, err, want)
				}
			}
		}
		if got, err := s.p.placeOf(t.Context(), string(post.Ref), s.ann, string(post.Ref)); err != nil || got != (chat.Place{Room: s.forum}) {
			t.Errorf("what a post begins with is at %+v, %v", got, err)
		}
	})
}

func TestPerson(t *testing.T) {
	p := quiet(t)
	for _, tt := range []struct {
		user   *discordgo.User
		member *discordgo.Member
		want   string
	}{
		{&discordgo.User{ID: "1", Username: "ann", GlobalName: "Ann"}, &discordgo.Member{Nick: "Annie"}, "Annie"},
		{&discordgo.User{ID: "1", Username: "ann", GlobalName: "Ann"}, nil, "Ann"},
		{&discordgo.User{ID: "1", Username: "ann"}, &discordgo.Member{}, "ann"},
		{nil, &discordgo.Member{User: &discordgo.User{ID: "1"}}, "1"},
	} {
		if got, want := p.person(tt.user, tt.member, "fr"), (chat.Person{Account: "1", Name: tt.want, Language: "fr"}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}
