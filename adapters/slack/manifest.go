package slack

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"text/template"
	"unicode"
)

// Limits of a manifest, from https://docs.slack.dev/reference/app-manifest.
// shortcutLimit is not written there: Slack refuses what is longer
// (https://github.com/agentconnect-md/agentconnect/pull/179).
const (
	appNameLimit      = 35
	botNameLimit      = 80
	aboutLimit        = 140
	commandHintLimit  = 1_000
	commandAboutLimit = 2_000
	shortcutLimit     = 24
	shortcutHintLimit = 150
)

// The shortcuts on messages, by callback_id, which is [chat.Shortcut].Name.
const (
	openShortcut = "open"
	fileShortcut = "file"
)

// ManifestOptions are what an app manifest is made of. The zero options make one
// for Socket Mode, with the command /case.
type ManifestOptions struct {
	Name    string // of the app; default "Relance"
	Command string // without its slash; default "case"
	// Address is where [Platform.HTTP] is reached from outside, up to the last slash:
	// https://bot.example.org/slack/. Empty: Socket Mode.
	Address string
	Words   ManifestWords
}

// ManifestWords are what Slack shows of an app in its menus. What is too long for
// Slack is cut, visibly.
type ManifestWords struct {
	About    string // what the app is for, 140 characters
	Command  string // what the command does
	Usage    string // what can follow the command
	Open     string // shortcut on a message: a case is opened from it, 24 characters
	OpenHint string // the same at length, 150 characters
	File     string // shortcut on a message: it is added to a case's file, 24 characters
	FileHint string // the same at length, 150 characters
}

//go:embed manifest.yaml.tmpl
var manifestText string

// Manifest is the app manifest, in YAML, that makes an app with all that the bot
// needs: paste it at https://api.slack.com/apps.
func Manifest(o ManifestOptions) []byte {
	if o.Name == "" {
		o.Name = "Relance"
	}
	if o.Command == "" {
		o.Command = "case"
	}
	if o.Address != "" {
		o.Address = strings.TrimSuffix(o.Address, "/") + "/"
	}
	t := template.Must(template.New("manifest").Funcs(template.FuncMap{"text": yamlText}).Parse(manifestText))
	var b bytes.Buffer
	err := t.Execute(&b, map[string]any{
		"Name":          shortened(o.Name, appNameLimit),
		"Bot":           botName(o.Name),
		"Command":       "/" + o.Command,
		"Address":       o.Address,
		"Commands":      o.Address + commandsPath,
		"Interactivity": o.Address + interactivityPath,
		"Events":        o.Address + eventsPath,
		"About":         shortened(o.Words.About, aboutLimit),
		"CommandAbout":  shortened(o.Words.Command, commandAboutLimit),
		"Usage":         shortened(o.Words.Usage, commandHintLimit),
		"Shortcuts": []map[string]string{
			{"ID": openShortcut, "Name": shortened(o.Words.Open, shortcutLimit), "Hint": shortened(o.Words.OpenHint, shortcutHintLimit)},
			{"ID": fileShortcut, "Name": shortened(o.Words.File, shortcutLimit), "Hint": shortened(o.Words.FileHint, shortcutHintLimit)},
		},
		"Scopes":    Scopes(),
		"BotEvents": botEvents(),
	})
	if err != nil {
		panic(err) // the template and its values are above, nothing comes from outside
	}
	return b.Bytes()
}

// botEvents are the events that the bot hears (https://docs.slack.dev/reference/events).
func botEvents() []string {
	return []string{
		"app_home_opened",  // its own page
		"message.channels", // answers in public channels that it is in
		"message.groups",   // in private ones
		"message.im",       // what people write to it in private
	}
}

// botName is the name of an app as its bot user may have it.
func botName(app string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		case unicode.IsSpace(r):
			return '-'
		}
		return -1
	}, strings.ToLower(app))
	if name == "" {
		return "relance"
	}
	return name[:min(len(name), botNameLimit)]
}

// yamlText is a text as YAML has it: a JSON string is one.
func yamlText(text string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(text)
	return strings.TrimSuffix(b.String(), "\n"), err
}
