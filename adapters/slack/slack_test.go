package slack

import (
	"strings"
	"testing"
)

func TestNewRefuses(t *testing.T) {
	good := Options{BotToken: "xoxb-1", AppToken: "xapp-1", Words: englishWords}
	for want, spoil := range map[string]func(*Options){
		"BotToken is needed":          func(o *Options) { o.BotToken = "" },
		"begins with xoxb-":           func(o *Options) { o.BotToken = "xoxp-secret" },
		"AppToken (Socket Mode) or":   func(o *Options) { o.AppToken = "" },
		"begins with xapp-":           func(o *Options) { o.AppToken = "xoxb-secret" },
		"is not an address":           func(o *Options) { o.APIURL = "slack.com/api/" },
		"no slash at its end":         func(o *Options) { o.APIURL = "https://slack.com/api" },
		"one word, without its slash": func(o *Options) { o.Command = "/case" },
		"Words: every one of them":    func(o *Options) { o.Words.ReadOn = " " },
	} {
		o := good
		spoil(&o)
		_, err := New(o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells a token: %v", err)
		}
	}
	for name, o := range map[string]Options{
		"socket": good,
		"HTTP":   {BotToken: "xoxb-1", SigningSecret: "s", Words: englishWords},
	} {
		p, err := New(o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Name() != "slack" || p.options.Command != "case" || p.options.APIURL != "https://slack.com/api/" || p.pace.every != DefaultPace {
			t.Errorf("%s: defaults %+v", name, p.options)
		}
	}
}

func TestIDs(t *testing.T) {
	for s, want := range map[string]string{
		"C0123ABCD": "room", "G0123ABCD": "room", "U0123ABCD": "user", "W0123ABCD": "user",
		"press": "", "#press": "", "@ann": "", "U": "", "": "", "c0123abcd": "", "D0123ABCD": "", "C0 X": "",
	} {
		got := ""
		switch {
		case isRoom(s):
			got = "room"
		case isUser(s):
			got = "user"
		}
		if got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]bool{"1700000000.000100": true, "1700000000": false, ".": false, "no such message": false, "1.x": false} {
		if isTimestamp(s) != want {
			t.Errorf("isTimestamp(%q) is %t", s, !want)
		}
	}
}

// A mark tells nothing of its key, nor is it the same in another workspace.
func TestMark(t *testing.T) {
	m := markOf("T1", "K7M-4QZ-X/letter/1")
	if strings.Contains(string(m), "K7M") || m == markOf("T2", "K7M-4QZ-X/letter/1") || m == markOf("T1", "K7M-4QZ-X/letter/2") || len(m) != 2*markLength {
		t.Errorf("mark %q", m)
	}
}
