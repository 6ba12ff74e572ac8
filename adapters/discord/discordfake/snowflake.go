package discordfake

import (
	"cmp"
	"strconv"
	"time"
)

// epoch is where Discord's IDs start to count, in milliseconds.
// https://docs.discord.com/developers/reference#snowflakes
const epoch = 1420070400000

// bubbleShift is added to a clock that stands before Discord's epoch: that of a
// synctest bubble starts in 2000.
const bubbleShift = 26 * 365 * 24 * time.Hour

// snowflake returns a new ID: they grow with time, and in the order of calls.
func (w *world) snowflake(now time.Time) string {
	ms := now.UnixMilli() - epoch
	if ms < 0 {
		ms = max(0, ms+bubbleShift.Milliseconds())
	}
	w.lastID = max(w.lastID+1, ms<<22)
	return strconv.FormatInt(w.lastID, 10)
}

// isSnowflake reports whether a string can be an ID.
func isSnowflake(s string) bool {
	n, err := strconv.ParseUint(s, 10, 64)
	return err == nil && n > 0
}

// byID compares two IDs by their age.
func byID(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }
