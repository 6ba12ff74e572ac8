package slackfake

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"
)

// answer answers a call, and records what was wrong with it.
// https://docs.slack.dev/apis/web-api/#responses
func (s *Server) answer(w http.ResponseWriter, method string, answer object, err error) {
	if answer == nil {
		answer = object{}
	}
	answer["ok"] = err == nil
	if err != nil {
		r, is := errors.AsType[*refusal](err)
		if !is {
			r = &refusal{code: "internal_error", wrong: true, why: []string{err.Error()}}
		}
		for key, value := range r.also {
			answer[key] = value
		}
		answer["error"] = r.code
		if len(r.why) > 0 {
			answer["response_metadata"] = object{"messages": r.why}
		}
		if r.wrong {
			s.wrong(method, r.code, r.detail()...)
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if json.NewEncoder(w).Encode(answer) != nil {
		panic(http.ErrAbortHandler)
	}
}

// fail answers with a fault.
func (s *Server) fail(w http.ResponseWriter, q *request, f Fault) {
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.RetryAfter > 0:
		seconds := wholeSeconds(f.RetryAfter)
		s.mu.Lock()
		s.held[rateKey(q)] = q.now.Add(seconds)
		s.mu.Unlock()
		tooMany(w, seconds)
	case f.Status != 0:
		http.Error(w, "<html>"+http.StatusText(f.Status)+"</html>", f.Status)
	default:
		s.answer(w, q.method, nil, &refusal{code: f.Error})
	}
}

// tooMany is Slack's answer to too many requests.
// https://docs.slack.dev/apis/web-api/rate-limits/
func tooMany(w http.ResponseWriter, after time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(after/time.Second)))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusTooManyRequests)
	io.WriteString(w, `{"ok":false,"error":"ratelimited"}`)
}

func wholeSeconds(d time.Duration) time.Duration {
	return time.Duration(math.Ceil(d.Seconds())) * time.Second
}
