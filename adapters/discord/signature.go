package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// A request is signed over its time and its body
// (https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers).
const (
	signatureHeader = "X-Signature-Ed25519"
	timestampHeader = "X-Signature-Timestamp"
	// freshFor is how old or early a request may be. Ours: Discord names no time, and
	// repeats nothing.
	freshFor = 5 * time.Minute
)

// Why a request is not Discord's, or not now. The texts tell nothing that whoever
// sent it could use.
var (
	errUnsigned = errors.New("discord: a request without a signature or time")
	errStale    = errors.New("discord: a request of another time")
	errForged   = errors.New("discord: a request with a wrong signature")
)

// verify checks that Discord has signed a body just now, for the application with a
// public key in hexadecimal.
func verify(h http.Header, body []byte, key string, now time.Time) error {
	public, err := hex.DecodeString(key)
	if err != nil || len(public) != ed25519.PublicKeySize {
		return errForged
	}
	stamp := h.Get(timestampHeader)
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	signature, wrong := hex.DecodeString(h.Get(signatureHeader))
	if err != nil || wrong != nil || len(signature) != ed25519.SignatureSize {
		return errUnsigned
	}
	// Before the time is believed: whoever forges it learns nothing.
	if !ed25519.Verify(public, append([]byte(stamp), body...), signature) {
		return errForged
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > freshFor || age < -freshFor {
		return errStale
	}
	return nil
}
