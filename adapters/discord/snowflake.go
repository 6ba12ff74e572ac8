package discord

import (
	"strconv"
	"time"
)

// snowflakeEpoch is when Discord's IDs begin, in milliseconds
// (https://docs.discord.com/developers/reference#snowflakes).
const (
	snowflakeEpoch = 1_420_070_400_000
	snowflakeShift = 22
)

// isID tells of a snowflake.
func isID(s string) bool {
	n, err := strconv.ParseUint(s, 10, 64)
	return err == nil && n > 0
}

// idBefore is the last ID that was made before a time.
func idBefore(t time.Time) string {
	ms := t.UnixMilli() - snowflakeEpoch
	if ms <= 0 {
		return "0"
	}
	return strconv.FormatInt(ms<<snowflakeShift-1, 10)
}

// number compares IDs: a larger one was made later.
func number(id string) uint64 {
	n, _ := strconv.ParseUint(id, 10, 64)
	return n
}

// madeAt is when an ID was made.
func madeAt(id string) time.Time {
	return time.UnixMilli(int64(number(id)>>snowflakeShift) + snowflakeEpoch).UTC()
}
