package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

func TestCommandText(t *testing.T) {
	note, contact := testCommands()[1], testCommands()[2]
	for _, tt := range []struct {
		command Command
		values  map[string]string
		want    string
	}{
		{note, nil, "note"},
		{note, map[string]string{"text": "it's “late”, l'été", "case": "K7M-4QZ-X"}, `note case=K7M-4QZ-X text="it's “late”, l'été"`},
		{note, map[string]string{"text": "a=b"}, `note text="a=b"`},
		{contact, map[string]string{"case": "K7M-4QZ-X", "address": "12 High Street", "role": "press", "number": "3"},
			`contact add case=K7M-4QZ-X address="12 High Street" role=press number=3`},
		{contact, map[string]string{"address": `C:\ "x"`}, `contact add address="C:\\ \"x\""`},
	} {
		if got := tt.command.text(tt.values); got != tt.want {
			t.Errorf("%v:\n got %s\nwant %s", tt.values, got, tt.want)
		}
	}
}

// read reads a text back as the bot does.
func read(t *testing.T, c Command, text string) map[string]string {
	t.Helper()
	args, err := chat.ParseArgs(strings.TrimPrefix(text, c.Words))
	if err != nil || len(args.Words) > 0 {
		t.Fatalf("%q is read as %+v, %v", text, args, err)
	}
	return args.Named
}

// Whatever is put into options is read back exactly.
func FuzzCommandText(f *testing.F) {
	for _, seed := range []string{"", "a", "two words", `"quoted"`, "a=b", "«\u00a0x\u00a0»", `\`, "#3", "line\nline", " x ", "“half"} {
		f.Add(seed, "K7M-4QZ-X", seed)
		f.Add("x", seed, seed)
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > optionTextLimit { // longer is not typed
			return
		}
		for _, command := range testCommands()[1:] {
			values := map[string]string{}
			for i, o := range command.Options[:min(len(command.Options), 3)] {
				if value := []string{a, b, c}[i]; value != "" {
					values[o.Name] = value
				}
			}
			text := command.text(values)
			got := read(t, command, text)
			for name, value := range values {
				if got[name] != value {
					t.Errorf("%q: %s is %q, was %q", text, name, got[name], value)
				}
			}
			if len(got) != len(values) {
				t.Errorf("%q: read %q, given %q", text, got, values)
			}
		}
	})
}

func TestCommandTextIsReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("ab K7=\"“”«»'\\-# \n\u00a0é")
	for range 5_000 {
		values := map[string]string{}
		for _, name := range []string{"case", "text"} {
			var b strings.Builder
			for range random.IntN(8) {
				b.WriteRune(alphabet[random.IntN(len(alphabet))])
			}
			if b.Len() > 0 {
				values[name] = b.String()
			}
		}
		note := testCommands()[1]
		if got := read(t, note, note.text(values)); fmt.Sprint(got) != fmt.Sprint(values) {
			t.Fatalf("%q as %q is read as %q", values, note.text(values), got)
		}
	}
}

// A command with its typed options is what a person would have typed; typing asks
// for suggestions.
func TestCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if s, is := a.Deed.(chat.Suggest); is {
				long := strings.Repeat("x", choiceLimit+1)
				options := []chat.Option{{Value: "gazco", Label: "Gazco & sons"}, {Value: long, Label: long}, {Value: s.Text}}
				for i := range 30 {
					options = append(options, chat.Option{Value: fmt.Sprint(i), Label: long})
				}
				return chat.Answer{Options: options}
			}
			return chat.Answer{Message: sentence("Noted.")}
		}}
		f := open(t, h, reading, nil)
		options := map[string]string{"case": "K7M-4QZ-X", "address": "12 High Street", "role": "Service line", "number": "3"}
		if err := f.Command(f.ann, f.team, "case contact add", options); err != nil {
			t.Fatal(err)
		}
		if err := f.Command(f.ann, f.team, "case open", map[string]string{"consent": "false"}); err != nil {
			t.Fatal(err)
		}
		choices, err := f.Autocomplete(f.ann, f.team, "case open", map[string]string{"org": "gaz"}, "org")
		if err != nil || len(choices) != choicesLimit || choices[0] != (discordfake.Choice{Name: "Gazco & sons", Value: "gazco"}) || choices[1].Value != "gaz" {
			t.Errorf("offered %+v, %v", choices, err)
		}
		var deeds []chat.Deed
		for _, a := range h.handled() {
			deeds = append(deeds, a.Deed)
		}
		want := []chat.Deed{
			chat.Command{Name: "case", Text: `contact add case=K7M-4QZ-X address="12 High Street" role=line number=3`},
			chat.Command{Name: "case", Text: "open consent=no"},
			chat.Suggest{Form: "open", Input: "org", Text: "gaz"},
		}
		if !slices.Equal(deeds, want) {
			t.Errorf("deeds %+v\n want %+v", deeds, want)
		}
		if a := h.handled()[0]; a.By.Language != "fr" || a.By.Name != "Ann Example" || a.At.Before(noon.Add(-time.Minute)) {
			t.Errorf("act %+v", a)
		}
		f.clean(t)
	})
}

// Discord is told of commands only when they differ.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	const put = "PUT /applications/{application.id}/guilds/{guild.id}/commands"
	synctest.Test(t, func(t *testing.T) {
		f := open(t, &handler{}, reading, nil)
		if got, want := f.Commands(f.guild), []string{"Add to a case's file", "Open a case from this message", "case"}; !slices.Equal(got, want) {
			t.Errorf("registered %q", got)
		}
		again := func(commands []Command, guild string) {
			t.Helper()
			o := f.p.options
			o.Commands, o.Guild = commands, guild
			p, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			defer p.rest.client.CloseIdleConnections()
			if wait := p.enrol(t.Context()); wait != 0 {
				t.Errorf("to be tried again after %s", wait)
			}
		}
		again(testCommands(), f.guild)
		if n := len(f.Calls(put)); n != 1 {
			t.Errorf("registered %d times", n)
		}
		fewer := testCommands()[:2]
		again(fewer, f.guild)
		again(fewer, f.guild)
		if n := len(f.Calls(put)); n != 2 {
			t.Errorf("registered %d times", n)
		}
		var sent []map[string]json.RawMessage
		if err := json.Unmarshal(f.Calls(put)[0].Body, &sent); err != nil || len(sent) == 0 {
			t.Errorf("%d commands: %v", len(sent), err)
		}
		for _, c := range sent { // left out, they would stay as somebody set them
			if rights := string(c["default_member_permissions"]); rights != "null" {
				t.Errorf("%s asks for the rights %q of members, not for none", c["name"], rights)
			}
		}
		f.clean(t)
	})
}

// Where the commands are for other people than before, those that stood elsewhere go,
// and nothing else of the application's does.
func TestCommandsMove(t *testing.T) {
	const foreign = "tidy up"
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, reading)
		other := s.AddGuild(discordfake.Guild{Name: "Another"})
		ctx := t.Context()
		a, err := s.p.application(ctx)
		if err != nil {
			t.Fatal(err)
		}
		scopes := []string{"", s.guild, other}
		for _, guild := range scopes {
			alien := wireCommand{Type: messageType, Name: foreign}
			if err := s.p.rest.ask(ctx, scope{a.ID, guild}.request(http.MethodPost, "", alien)); err != nil {
				t.Fatal(err)
			}
		}
		o := s.p.options
		o.Commands, o.CommandTexts = testCommands(), CommandTexts{About: Text{Text: "Cases"}, File: Text{Text: "File it", In: map[string]string{"fr": "Verser"}}}
		cleared := map[string]bool{} // whoever registers somewhere overwrites all that is there
		for _, step := range []struct{ guild, file string }{{"", "File it"}, {s.guild, "File it"}, {other, "Verser"}, {"", "Verser"}} {
			o.Guild = step.guild
			if o.CommandTexts.File.Text != step.file { // the language of the configuration changes
				o.CommandTexts.File = Text{Text: step.file, In: map[string]string{"en": "File it"}}
			}
			p, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			defer p.rest.client.CloseIdleConnections()
			if changed, err := p.enrolled(ctx); err != nil || !changed {
				t.Errorf("in %q: changed %v, %v", step.guild, changed, err)
			}
			before := len(s.Calls(""))
			if changed, err := p.enrolled(ctx); err != nil || changed {
				t.Errorf("in %q once more: changed %v, %v", step.guild, changed, err)
			}
			for _, c := range s.Calls("")[before:] {
				if !strings.HasPrefix(c.Route, "GET ") {
					t.Errorf("nothing has changed, and Discord is told: %s", c.Route)
				}
			}
			cleared[step.guild] = true
			for _, guild := range scopes {
				var want []string
				switch {
				case guild == step.guild:
					want = []string{step.file, "case"}
				case !cleared[guild]:
					want = []string{foreign}
				}
				if got := s.Commands(guild); !slices.Equal(got, want) {
					t.Errorf("the commands are for %q, and in %q there are %q, want %q", step.guild, guild, got, want)
				}
			}
		}
		s.clean(t)
	})
}

// A server that the bot was added to without commands has none to be removed.
func TestCommandsMovePastAClosedServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, reading)
		s.AddGuild(discordfake.Guild{Name: "Another"})
		s.Fail("GET /applications/{application.id}/guilds/{guild.id}/commands", discordfake.Fault{Status: 403, Code: codeMissingAccess, Times: -1})
		o := s.p.options
		o.Guild, o.Commands, o.CommandTexts = "", testCommands(), CommandTexts{About: Text{Text: "Cases"}}
		p, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		defer p.rest.client.CloseIdleConnections()
		if wait := p.enrol(t.Context()); wait != 0 || len(s.Commands("")) != 1 {
			t.Errorf("to be tried again after %s, %q", wait, s.Commands(""))
		}
	})
}

// What fails for a while is tried again by itself.
func TestCommandsAreRegisteredLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, reading)
		o := s.p.options
		o.Commands, o.CommandTexts = testCommands(), CommandTexts{About: Text{Text: "Cases"}}
		p, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		defer p.rest.client.CloseIdleConnections()
		s.Fail("GET /applications/@me", discordfake.Fault{Status: 503, Times: 3})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx, &handler{}) }()
		time.Sleep(5 * time.Minute)
		if got := s.Commands(s.guild); !slices.Equal(got, []string{"case"}) {
			t.Errorf("registered %q", got)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
