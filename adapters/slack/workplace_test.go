package slack

import (
	"slices"
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

// workplace is a platform in a workspace of two people: team is a public channel
// with them and the bot, press one that the bot is not in, board a private one
// that it is in, attic an archived one and vault a private one without the bot.
type workplace struct {
	*slackfake.Server
	p                                *Platform
	ann, ben                         string
	team, press, board, attic, vault string
}

// paceless is for tests of something else than pace.
var paceless = Pace{PerChannel: -1}

func newWorkplace(t *testing.T, o slackfake.Options, pace Pace) workplace {
	t.Helper()
	s := slackfake.New(t, o)
	w := workplace{Server: s, ann: s.AddUser(slackfake.User{Name: "ann", RealName: "Ann Other", Locale: "fr-FR"}), ben: s.AddUser(slackfake.User{Name: "ben"})}
	both := []string{w.ann, w.ben}
	w.team = s.AddChannel(slackfake.Channel{Name: "team", Members: both})
	w.press = s.AddChannel(slackfake.Channel{Name: "press", Members: both, NoBot: true})
	w.board = s.AddChannel(slackfake.Channel{Name: "board", Members: both, Private: true})
	w.attic = s.AddChannel(slackfake.Channel{Name: "attic", Members: both, Archived: true})
	w.vault = s.AddChannel(slackfake.Channel{Name: "vault", Members: both, Private: true, NoBot: true})
	p, err := New(Options{
		BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Dial: s.Dial, Now: o.Now,
		Words: englishWords, Pace: pace,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.p = p
	t.Cleanup(func() {
		if wrong := s.Refusals(); len(wrong) > 0 {
			t.Errorf("Slack would refuse: %q", wrong)
		}
		if early := s.Violations(); len(early) > 0 {
			t.Errorf("before a Retry-After had passed: %q", early)
		}
	})
	return w
}

// post says a message that must be said.
func (w workplace) post(t *testing.T, at chat.Place, m chat.Message) chat.Posted {
	t.Helper()
	posted, err := w.p.Post(t.Context(), at, m)
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	return posted
}

// one is the message with a reference, as a person sees it.
func (w workplace) one(t *testing.T, by string, ref chat.Ref) slackfake.Message {
	t.Helper()
	all := w.Seen(by)
	i := slices.IndexFunc(all, func(m slackfake.Message) bool { return m.TS == string(ref) })
	if i < 0 {
		t.Fatalf("%s does not see %s", by, ref)
	}
	return all[i]
}

// reading are the messages that a person sees with some words in them.
func (w workplace) reading(by, words string) []slackfake.Message {
	return slices.DeleteFunc(w.Seen(by), func(m slackfake.Message) bool { return !strings.Contains(m.Read, words) })
}

func say(key, text string) chat.Message {
	return chat.Message{Key: key, Blocks: []chat.Block{chat.Paragraph(text)}}
}

// failed checks what an error means.
func failed(t *testing.T, what string, err error, want chat.Failure, code string) {
	t.Helper()
	if e := errorOf(err); err == nil || e.Failure != want || e.Code != code {
		t.Errorf("%s: error %+v, want failure %d, code %s", what, e, want, code)
	}
}
