package discord

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// markURL is where marks seem to be: a name that never resolves (RFC 6761, 6.4).
const markURL = "https://mark.invalid/"

// mark is what the n-th piece of a message with a key is known by: opaque, for
// everybody who reads the channel can read it. A message without a key has none.
func mark(key string, n int) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(strconv.Itoa(n) + "\x00" + key))
	return hex.EncodeToString(sum[:16])
}

// marked is a mark with how many pieces its message has, if there are several, and
// with its origin, if that is told.
func marked(mark string, parts int, origin string) string {
	if mark == "" {
		return ""
	}
	if parts > 1 {
		mark += "/" + strconv.Itoa(parts)
	}
	if origin != "" {
		mark += originMark + origin
	}
	return mark
}

// originMark stands before the origin.
const originMark = "?"

// unmarked is a mark without the number of pieces and the origin, and that number.
func unmarked(marked string) (mark string, parts int) {
	marked, _, _ = strings.Cut(marked, originMark)
	mark, number, _ := strings.Cut(marked, "/")
	parts, err := strconv.Atoi(number)
	if err != nil || parts < 1 {
		parts = 1
	}
	return mark, parts
}

// nonceOf is the once-only key of a mark in one channel: Discord keeps nonces by
// author, and the same message may be said in two places.
func nonceOf(mark, channel string) string {
	if mark == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(mark + "\x00" + channel))
	return hex.EncodeToString(sum[:])[:nonceLimit]
}

// urlOf is what stands in the first embed of a message.
func urlOf(mark string) string {
	if mark == "" {
		return ""
	}
	return markURL + mark
}
