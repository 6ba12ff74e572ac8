package slack_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"
	"go.yaml.in/yaml/v3"

	"relance/adapters/slack"
)

// manifest reads a manifest and refuses settings that Slack does not have.
func manifest(t *testing.T, text []byte) slackgo.Manifest {
	t.Helper()
	var m slackgo.Manifest
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&m); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return m
}

// The manifest in the documentation is the one that the program makes, whatever
// words are in it.
func TestManifestInDocs(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "slack", "manifest.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m := manifest(t, text)
	if len(m.Features.Shortcuts) != 2 || len(m.Features.SlashCommands) != 1 {
		t.Fatalf("%d shortcuts, %d commands", len(m.Features.Shortcuts), len(m.Features.SlashCommands))
	}
	open, add, command := m.Features.Shortcuts[0], m.Features.Shortcuts[1], m.Features.SlashCommands[0]
	words := slack.ManifestWords{
		About: m.Display.Description, Command: command.Description, Usage: command.UsageHint,
		Open: open.Name, OpenHint: open.Description, File: add.Name, FileHint: add.Description,
	}
	for _, w := range []string{words.About, words.Command, words.Usage, words.Open, words.OpenHint, words.File, words.FileHint} {
		if strings.TrimSpace(w) == "" || strings.HasSuffix(w, "…") {
			t.Errorf("a text is missing or cut: %q", w)
		}
	}
	if made := slack.Manifest(slack.ManifestOptions{Words: words}); !bytes.Equal(made, text) {
		t.Errorf("%s is not what the program makes:\n%s", file, made)
	}
}

func TestManifest(t *testing.T) {
	m := manifest(t, slack.Manifest(slack.ManifestOptions{}))
	if c := m.Features.SlashCommands[0]; c.Command != "/case" || c.ShouldEscape || c.Url != "" {
		t.Errorf("the command is %+v", c)
	}
	if !slices.Equal(m.OAuthConfig.Scopes.Bot, slack.Scopes()) {
		t.Errorf("the scopes are %v", m.OAuthConfig.Scopes.Bot)
	}
	if want := []string{"app_home_opened", "message.channels", "message.groups", "message.im"}; !slices.Equal(m.Settings.EventSubscriptions.BotEvents, want) {
		t.Errorf("the events are %v, want %v", m.Settings.EventSubscriptions.BotEvents, want)
	}
	if s := m.Settings; !s.SocketModeEnabled || !s.Interactivity.IsEnabled || s.EventSubscriptions.RequestUrl != "" || s.TokenRotationEnabled {
		t.Errorf("the settings are %+v", s)
	}
	if h := m.Features.AppHome; !h.HomeTabEnabled || !h.MessagesTabEnabled || h.MessagesTabReadOnlyEnabled {
		t.Errorf("the app's page is %+v", h)
	}
	for i, id := range []string{"open", "file"} {
		if s := m.Features.Shortcuts[i]; s.CallbackID != id || s.Type != slackgo.MessageShortcut {
			t.Errorf("shortcut %d is %+v", i, s)
		}
	}
}

func TestManifestOverHTTP(t *testing.T) {
	m := manifest(t, slack.Manifest(slack.ManifestOptions{Command: "dossier", Address: "https://bot.example.org/slack"}))
	s, command := m.Settings, m.Features.SlashCommands[0]
	if s.SocketModeEnabled || command.Command != "/dossier" {
		t.Errorf("socket mode %v, command %q", s.SocketModeEnabled, command.Command)
	}
	for got, want := range map[string]string{
		command.Url:                                 "https://bot.example.org/slack/commands",
		s.EventSubscriptions.RequestUrl:             "https://bot.example.org/slack/events",
		s.Interactivity.RequestUrl:                  "https://bot.example.org/slack/interactivity",
		s.Interactivity.MessageMenuOptionsUrl + "?": "https://bot.example.org/slack/interactivity?",
	} {
		if got != want {
			t.Errorf("address %q, want %q", got, want)
		}
	}
}

// Whatever the words are, the manifest is one, and within Slack's limits.
func TestManifestHostileWords(t *testing.T) {
	long := strings.Repeat("l'été \"à\" <b> & #: - {x}\n\t", 200)
	m := manifest(t, slack.Manifest(slack.ManifestOptions{Name: long, Words: slack.ManifestWords{
		About: long, Command: long, Usage: long, Open: long, OpenHint: long, File: long, FileHint: long,
	}}))
	s, c := m.Features.Shortcuts[0], m.Features.SlashCommands[0]
	for text, most := range map[string]int{
		m.Display.Name: 35, m.Display.Description: 140, s.Name: 24, s.Description: 150, c.UsageHint: 1000, c.Description: 2000,
	} {
		if n := utf8.RuneCountInString(text); n > most || n < most-1 || !strings.HasSuffix(text, "…") {
			t.Errorf("%d characters, at most %d, cut visibly: %q", n, most, text)
		}
	}
}
