package discord

import (
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	good := Options{Token: "t", Words: testWords()}
	for name, spoil := range map[string]func(*Options){
		"token":   func(o *Options) { o.Token = "" },
		"prefix":  func(o *Options) { o.Token = "Bot secret-token" },
		"key":     func(o *Options) { o.PublicKey = "abc" },
		"address": func(o *Options) { o.APIURL = "discord.com/api/" },
		"slash":   func(o *Options) { o.APIURL = "https://discord.example/api/v10" },
		"guild":   func(o *Options) { o.Guild = "my server" },
		"command": func(o *Options) { o.Command = "/Case" },
		"words":   func(o *Options) { o.Words = Words{} },
	} {
		o := good
		spoil(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s: taken", name)
		} else if strings.Contains(err.Error(), "secret-token") {
			t.Errorf("%s: the token is told: %v", name, err)
		}
	}
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}
