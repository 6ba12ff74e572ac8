package slack

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// Every documented code has a consequence, and no other has.
func TestConsequencesAreTotal(t *testing.T) {
	codes := map[string]bool{}
	for method, table := range documented {
		for code := range strings.FieldsSeq(table) {
			codes[code] = true
			if _, known := consequences[code]; !known {
				t.Errorf("%s of %q has no consequence", code, method)
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(consequences)) {
		if !codes[code] {
			t.Errorf("%s is in no table", code)
		}
	}
}

// Every method that is called has its table.
func TestMethodsHaveTables(t *testing.T) {
	for _, m := range []method{
		methodAuthTest, methodPost, methodUpdate, methodDelete, methodHistory, methodReplies, methodOpen,
		methodJoin, methodInfo, methodList, methodMembers, methodUser, methodGroupMembers,
	} {
		if _, is := documented[string(m)]; !is {
			t.Errorf("no table of %s", m)
		}
	}
}

func TestFailure(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	code := func(code string) error { return slackgo.SlackErrorResponse{Err: code} }
	for name, tt := range map[string]struct {
		ctx     context.Context
		err     error
		unsent  bool
		want    chat.Failure
		code    string
		after   time.Duration
		because error
	}{
		"Retry-After":                    {err: &slackgo.RateLimitedError{RetryAfter: 7 * time.Second}, want: chat.Temporary, code: "ratelimited", after: 7 * time.Second},
		"limited without a time":         {err: code("ratelimited"), want: chat.Temporary, code: "ratelimited", after: limitedTime},
		"limited in another spelling":    {err: code("rate_limited"), want: chat.Temporary, code: "ratelimited", after: limitedTime},
		"limited for no time":            {err: &slackgo.RateLimitedError{}, want: chat.Temporary, code: "ratelimited", after: shortestRest},
		"429 without a time":             {err: slackgo.StatusCodeError{Code: 429}, want: chat.Temporary, code: "ratelimited", after: limitedTime},
		"may have succeeded":             {err: code("fatal_error"), want: chat.Unknown, code: "fatal_error", after: settleTime},
		"internal":                       {err: code("internal_error"), want: chat.Unknown, code: "internal_error", after: settleTime},
		"a code that nobody knows":       {err: code("brand_new"), want: chat.Unknown, code: "brand_new", after: settleTime},
		"500":                            {err: slackgo.StatusCodeError{Code: 500}, want: chat.Unknown, code: "http_500", after: settleTime},
		"503":                            {err: slackgo.StatusCodeError{Code: 503}, want: chat.Unknown, code: "http_503", after: settleTime},
		"a proxy's refusal":              {err: slackgo.StatusCodeError{Code: 403}, want: chat.Temporary, code: "http_403", after: mendTime},
		"another address":                {err: slackgo.StatusCodeError{Code: 302}, want: chat.Temporary, code: "http_302", after: mendTime},
		"archived":                       {err: code("is_archived"), want: chat.Gone, code: "is_archived"},
		"outside":                        {err: code("not_in_channel"), want: chat.Gone, code: "not_in_channel"},
		"too long":                       {err: code("msg_blocks_too_long"), want: chat.TooLong, code: "msg_blocks_too_long"},
		"revoked":                        {err: code("token_revoked"), want: chat.Temporary, code: "token_revoked", after: mendTime},
		"no way there":                   {err: errors.New("connection refused"), unsent: true, want: chat.Temporary, code: codeNoWay, after: busyTime},
		"an answer cut short":            {err: io.ErrUnexpectedEOF, want: chat.Unknown, code: codeLost, after: settleTime, because: io.ErrUnexpectedEOF},
		"the caller left before":         {ctx: ended, err: errors.New("dial"), unsent: true, want: chat.Temporary, code: codeEnded, because: context.Canceled},
		"the caller left meanwhile":      {ctx: ended, err: errors.New("read"), want: chat.Unknown, code: codeLost, after: settleTime, because: context.Canceled},
		"the caller left, Slack answers": {ctx: ended, err: code("is_archived"), want: chat.Gone, code: "is_archived"},
	} {
		ctx := tt.ctx
		if ctx == nil {
			ctx = t.Context()
		}
		e := failure(ctx, tt.err, !tt.unsent)
		if e.Failure != tt.want || e.Code != tt.code || e.After != tt.after || e.Err == nil || tt.because != nil && !errors.Is(e, tt.because) {
			t.Errorf("%s: %+v, want failure %d, code %s, after %s", name, *e, tt.want, tt.code, tt.after)
		}
	}
}
