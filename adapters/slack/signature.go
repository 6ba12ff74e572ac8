package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// A request is signed over its version, its time and its body, and is good for
// five minutes.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
const (
	signatureHeader  = "X-Slack-Signature"
	timestampHeader  = "X-Slack-Request-Timestamp"
	signatureVersion = "v0"
	freshFor         = 5 * time.Minute
)

// Why a request is not Slack's, or not now. The texts tell nothing that whoever
// sent it could use.
var (
	errUnsigned = errors.New("slack: a request without a signature or time")
	errStale    = errors.New("slack: a request of another time")
	errForged   = errors.New("slack: a request with a wrong signature")
)

// verify checks that Slack has signed a body with the app's secret just now.
func verify(h http.Header, body []byte, secret string, now time.Time) error {
	stamp := h.Get(timestampHeader)
	seconds, ok := digits(stamp, 12)
	given, signed := strings.CutPrefix(h.Get(signatureHeader), signatureVersion+"=")
	mac, err := hex.DecodeString(given)
	if !ok || !signed || err != nil {
		return errUnsigned
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > freshFor || age < -freshFor {
		return errStale
	}
	want := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(want, signatureVersion+":"+stamp+":") // a hash takes everything
	_, _ = want.Write(body)
	if !hmac.Equal(mac, want.Sum(nil)) {
		return errForged
	}
	return nil
}
