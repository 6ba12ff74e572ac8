package slackfake_test

import (
	"errors"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"relance/adapters/slack/slackfake"
)

func (f *office) say(t *testing.T, text string) error {
	t.Helper()
	_, _, err := f.api.PostMessageContext(t.Context(), f.press, slack.MsgOptionText(text, true), slack.MsgOptionDisableMediaUnfurl())
	return err
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		fault slackfake.Fault
		said  int
		is    func(error) bool
	}{
		{"a code", slackfake.Fault{Error: "fatal_error"}, 0, coded("fatal_error")},
		{"a code, accepted", slackfake.Fault{Error: "internal_error", Accept: true}, 1, coded("internal_error")},
		{"a status", slackfake.Fault{Status: 503}, 0, status(503)},
		{"a status, accepted", slackfake.Fault{Status: 500, Accept: true}, 1, status(500)},
		{"too many", slackfake.Fault{RetryAfter: 1500 * time.Millisecond}, 0, func(err error) bool {
			limit, is := errors.AsType[*slack.RateLimitedError](err)
			return is && limit.RetryAfter == 2*time.Second
		}},
		{"cut", slackfake.Fault{Cut: true}, 0, func(err error) bool { _, is := errors.AsType[*url.Error](err); return is }},
		{"cut, accepted", slackfake.Fault{Cut: true, Accept: true}, 1, func(err error) bool { _, is := errors.AsType[*url.Error](err); return is }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newOffice(t, slackfake.Options{})
			f.Fail("chat.postMessage", tt.fault)
			if err := f.say(t, "x"); err == nil || !tt.is(err) {
				t.Errorf("error %v", err)
			}
			if got := len(f.Seen(f.ann)); got != tt.said {
				t.Errorf("said %d times, want %d", got, tt.said)
			}
			if wrong := f.Refusals(); len(wrong) != 0 {
				t.Errorf("held against the app: %q", wrong)
			}
			if got := len(f.Calls("chat.postMessage")); got != 1 {
				t.Errorf("%d calls are recorded", got)
			}
		})
	}
}

func coded(code string) func(error) bool {
	return func(err error) bool {
		answer, is := errors.AsType[slack.SlackErrorResponse](err)
		return is && answer.Err == code
	}
}

func status(code int) func(error) bool {
	return func(err error) bool {
		answer, is := errors.AsType[slack.StatusCodeError](err)
		return is && answer.Code == code
	}
}

func TestFaultsInTheirOrder(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	f.Fail("chat.postMessage", slackfake.Fault{Error: "first", Times: 2})
	f.Fail("chat.postMessage", slackfake.Fault{Error: "chosen", Times: -1, When: func(args url.Values) bool { return args.Get("text") == "b" }})
	for i, step := range []struct{ text, want string }{{"a", "first"}, {"b", "first"}, {"a", ""}, {"b", "chosen"}, {"b", "chosen"}, {"a", ""}} {
		if err := f.say(t, step.text); step.want == "" && err != nil || step.want != "" && !coded(step.want)(err) {
			t.Errorf("call %d: %v, want %q", i, err, step.want)
		}
	}
	f.Heal()
	if err := f.say(t, "b"); err != nil {
		t.Errorf("healed: %v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		other := f.AddChannel(slackfake.Channel{Name: "other"})
		f.Fail("chat.postMessage", slackfake.Fault{RetryAfter: 10 * time.Second})
		if err := f.say(t, "a"); err == nil {
			t.Fatal("taken")
		}
		f.post(t, other, "another channel is not concerned")
		if early := f.Violations(); len(early) != 0 {
			t.Fatalf("violations %q", early)
		}
		time.Sleep(10*time.Second - 1)
		if err := f.say(t, "too early"); err == nil || len(f.Violations()) != 1 {
			t.Errorf("%v, violations %q", err, f.Violations())
		}
		time.Sleep(time.Nanosecond)
		if err := f.say(t, "in time"); err != nil || len(f.Violations()) != 1 {
			t.Errorf("%v, violations %q", err, f.Violations())
		}
	})
}

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{Limits: true})
		taken := 0
		for f.say(t, "x") == nil {
			taken++
		}
		if taken != 3 {
			t.Errorf("a burst of %d messages, want 3", taken)
		}
		for range 20 { // one a second goes on for ever
			time.Sleep(time.Second)
			if err := f.say(t, "x"); err != nil {
				t.Fatal(err)
			}
		}
		if early := f.Violations(); len(early) != 0 {
			t.Errorf("violations %q", early)
		}
		for i := range 25 { // tier 2: 20 a minute
			_, err := f.api.GetUserGroupsContext(t.Context())
			if _, limited := errors.AsType[*slack.RateLimitedError](err); limited != (i >= 20) {
				t.Errorf("call %d: %v", i, err)
			}
		}
	})
}
