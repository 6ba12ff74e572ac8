package slackfake_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"relance/adapters/slack/slackfake"
)

// desk answers what is delivered over HTTP.
type desk struct {
	t      *testing.T
	secret string
	answer func(w http.ResponseWriter, path, body string)
	got    []*http.Request
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Error(err)
	}
	v, err := slack.NewSecretsVerifier(r.Header, d.secret)
	if err == nil {
		v.Write(body)
		err = v.Ensure()
	}
	if err != nil {
		d.t.Errorf("the signature of %s: %v", r.URL.Path, err)
	}
	d.got = append(d.got, r)
	d.answer(w, r.URL.Path, string(body))
}

func TestSignedDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		d := &desk{t: t, secret: f.SigningSecret()}
		f.DeliverTo(d)

		d.answer = func(w http.ResponseWriter, path, body string) {
			if path != slackfake.EventsPath || !strings.Contains(body, "url_verification") {
				t.Errorf("%s: %s", path, body)
			}
			io.WriteString(w, body)
		}
		if err := f.Verify(); err != nil {
			t.Errorf("verification: %v", err)
		}
		d.answer = func(w http.ResponseWriter, path, body string) {
			if path != slackfake.CommandsPath || !strings.Contains(body, "command=%2Fcase") {
				t.Errorf("%s: %s", path, body)
			}
			io.WriteString(w, "plainly said")
		}
		if err := f.Command(f.ann, f.press, "/case", "x"); err != nil {
			t.Error(err)
		}
		if seen := f.Seen(f.ann); len(seen) != 1 || seen[0].Read != "plainly said" {
			t.Errorf("ann sees %+v", seen)
		}
		d.answer = func(http.ResponseWriter, string, string) { time.Sleep(4 * time.Second) }
		if err := f.Command(f.ann, f.press, "/case", "x"); err == nil || !strings.Contains(err.Error(), "operation_timeout") {
			t.Errorf("a slow answer: %v", err)
		}
	})
}

func TestSignedRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		d := &desk{t: t, secret: f.SigningSecret(), answer: func(w http.ResponseWriter, _, _ string) { w.WriteHeader(http.StatusBadGateway) }}
		f.DeliverTo(d)
		f.Say(f.ann, f.press, "", "hello")
		time.Sleep(time.Hour)
		synctest.Wait()
		var nums []string
		for _, r := range d.got {
			nums = append(nums, r.Header.Get("X-Slack-Retry-Num"))
		}
		if strings.Join(nums, ",") != ",1,2,3" {
			t.Errorf("retries %q", nums)
		}
		d.got = nil
		d.answer = func(w http.ResponseWriter, _, _ string) {
			w.Header().Set("X-Slack-No-Retry", "1")
			w.WriteHeader(http.StatusBadGateway)
		}
		f.Say(f.ann, f.press, "", "hello")
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(d.got) != 1 {
			t.Errorf("delivered %d times though no retry was wanted", len(d.got))
		}
	})
}
