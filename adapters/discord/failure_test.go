package discord

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
)

// documented are the codes of Discord's table.
func documented(t *testing.T) map[int]bool {
	t.Helper()
	raw, err := os.ReadFile("testdata/codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[int]bool{}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range strings.Fields(line) {
			code, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			all[code] = true
		}
	}
	return all
}

func TestEveryCodeHasOneConsequence(t *testing.T) {
	codes := documented(t)
	if len(codes) < 200 {
		t.Fatalf("only %d codes are listed", len(codes))
	}
	for code := range codes {
		if _, has := consequences[code]; !has {
			t.Errorf("%d has no consequence", code)
		}
	}
	for code := range consequences {
		if !codes[code] {
			t.Errorf("%d is not Discord's", code)
		}
	}
}

func TestAnswers(t *testing.T) {
	post, get := request{method: http.MethodPost}, request{method: http.MethodGet}
	for _, tt := range []struct {
		q       request
		status  int
		body    string
		limited time.Duration
		failure chat.Failure
		code    string
		after   time.Duration
	}{
		{post, 403, `{"code":50007,"message":"no"}`, 0, chat.Gone, "50007", 0},
		{post, 404, `{"code":10003}`, 0, chat.Gone, "10003", 0},
		{post, 403, `{"code":50013}`, 0, chat.Gone, "50013", 0},
		{post, 401, `{"code":0,"message":"401: Unauthorized"}`, 0, chat.Temporary, "http_401", mendTime},
		{post, 403, `<html>`, 0, chat.Temporary, "http_403", mendTime},
		{post, 404, `{"code":0,"message":"404: Not Found"}`, 0, chat.Temporary, "http_404", mendTime},
		{post, 404, `{"code":19999}`, 0, chat.Gone, "19999", 0},
		{post, 400, `{"code":50035,"errors":{"x":1}}`, 0, chat.TooLong, "50035", 0},
		{post, 400, `{"code":200000}`, 0, chat.TooLong, "200000", 0},
		{post, 429, `{"retry_after":1}`, 3 * time.Second, chat.Temporary, codeLimited, 3 * time.Second},
		{post, 429, `{"code":20016}`, 5 * time.Second, chat.Temporary, "20016", 5 * time.Second},
		{post, 500, `{"code":0}`, 0, chat.Unknown, "http_500", 0},
		{post, 502, `<html>`, 0, chat.Unknown, "http_502", 0},
		{get, 502, `<html>`, 0, chat.Temporary, "http_502", busyTime},
		{post, 503, `{"code":130000}`, 0, chat.Temporary, "130000", busyTime},
		{post, 400, `{"code":160006}`, 0, chat.Temporary, "160006", mendTime},
		{post, 302, ``, 0, chat.Temporary, "http_302", mendTime},
	} {
		t.Run(fmt.Sprint(tt.q.method, tt.status, tt.body), func(t *testing.T) {
			e := answered(tt.q, tt.status, []byte(tt.body), tt.limited)
			if e == nil || e.Failure != tt.failure || e.Code != tt.code || e.After != tt.after {
				t.Errorf("got %+v", e)
			}
		})
	}
	if e := answered(post, 204, nil, 0); e != nil {
		t.Errorf("204 is %+v", e)
	}
}
