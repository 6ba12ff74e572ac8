package slackfake_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"relance/adapters/slack/slackfake"
)

// office is a workspace with two people, a channel, and a client of the app.
type office struct {
	*slackfake.Server
	api             *slack.Client
	web             *http.Client
	ann, ben, press string
}

func newOffice(t *testing.T, o slackfake.Options) *office {
	t.Helper()
	s := slackfake.New(t, o)
	f := &office{Server: s, web: &http.Client{Transport: &http.Transport{DialContext: s.Dial}}}
	f.ann = s.AddUser(slackfake.User{Name: "ann", Locale: "fr-FR"})
	f.ben = s.AddUser(slackfake.User{Name: "ben"})
	f.press = s.AddChannel(slackfake.Channel{Name: "press", Members: []string{f.ann, f.ben}})
	f.api = slack.New(s.BotToken(), slack.OptionAPIURL(s.APIURL()), slack.OptionHTTPClient(f.web), slack.OptionAppLevelToken(s.AppToken()))
	t.Cleanup(f.web.CloseIdleConnections)
	return f
}

// call calls a method with a form, as the bot.
func (f *office) call(t *testing.T, method string, args map[string]string) map[string]any {
	t.Helper()
	return f.callWith(t, f.BotToken(), method, args)
}

func (f *office) callWith(t *testing.T, token, method string, args map[string]string) map[string]any {
	t.Helper()
	form := url.Values{}
	for key, value := range args {
		form.Set(key, value)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.APIURL()+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return f.do(t, r)
}

func (f *office) do(t *testing.T, r *http.Request) map[string]any {
	t.Helper()
	response, err := f.web.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// post says a text and returns its ts.
func (f *office) post(t *testing.T, channel, text string) string {
	t.Helper()
	_, ts, err := f.api.PostMessageContext(context.Background(), channel, slack.MsgOptionText(text, true),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if err != nil {
		t.Fatalf("posting %q: %v", text, err)
	}
	return ts
}

// refused checks how an answer refuses.
func refused(t *testing.T, what string, answer map[string]any, code string) {
	t.Helper()
	if answer["ok"] != false || answer["error"] != code {
		t.Errorf("%s: %v, want the error %s", what, answer, code)
	}
}
