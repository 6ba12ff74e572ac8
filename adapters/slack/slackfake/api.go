package slackfake

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// object is a JSON object on its way out.
type object = map[string]any

// refusal is an answer with ok: false.
type refusal struct {
	code  string
	wrong bool     // the app's fault, whatever the workspace looks like
	why   []string // response_metadata.messages
	also  object
}

func (r *refusal) Error() string { return strings.Join(append([]string{r.code}, r.why...), ": ") }

// detail is what the record of refusals says beside the code.
func (r *refusal) detail() []string {
	if needed, ok := r.also["needed"].(string); ok {
		return []string{needed}
	}
	return r.why
}

// no refuses what the state of the workspace forbids.
func no(code string) error { return &refusal{code: code} }

// bad refuses what is wrong in itself.
func bad(code string, why ...string) error { return &refusal{code: code, wrong: true, why: why} }

// request is a call of a method.
type request struct {
	*Server
	method string
	args   url.Values
	now    time.Time
}

func (q *request) str(key string) string { return q.args.Get(key) }

func (q *request) flag(key string) bool {
	v := q.str(key)
	return v == "1" || v == "true"
}

// serveMethod is the Web API. https://docs.slack.dev/apis/web-api/
func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	q := &request{Server: s, method: r.PathValue("method"), now: s.now()}
	token, err := q.read(r)
	s.mu.Lock()
	s.calls = append(s.calls, call{method: q.method, args: q.args})
	s.mu.Unlock()
	if after := s.pace(q); after > 0 {
		tooMany(w, after)
		return
	}
	fault, faulty := s.fault(q.method, q.args)
	if faulty && !fault.Accept {
		s.fail(w, q, fault)
		return
	}
	var answer object
	if err == nil {
		answer, err = s.call(q, token)
	}
	if faulty {
		s.fail(w, q, fault)
		return
	}
	if q.method == "auth.test" {
		w.Header().Set("X-OAuth-Scopes", strings.Join(s.scopes, ","))
	}
	s.answer(w, q.method, answer, err)
}

// read takes the arguments and the token of a request.
func (q *request) read(r *http.Request) (token string, err error) {
	q.args = url.Values{}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", bad("request_timeout")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/x-www-form-urlencoded":
		if q.args, err = url.ParseQuery(string(body)); err != nil {
			return "", bad("invalid_form_data")
		}
		for key, values := range r.URL.Query() {
			q.args[key] = values
		}
	case "application/json":
		if err := q.readJSON(body); err != nil {
			return "", err
		}
	case "":
		if len(body) > 0 {
			return "", bad("missing_post_type")
		}
		q.args = r.URL.Query()
	default:
		return "", bad("invalid_post_type")
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		token = q.str("token")
	}
	q.args.Del("token")
	for key, values := range q.args {
		if len(values) != 1 {
			return token, bad("invalid_arguments", key+" is given twice")
		}
		if !utf8.ValidString(values[0]) {
			return token, bad("invalid_charset", key+" is not UTF-8")
		}
	}
	return token, nil
}

func (q *request) readJSON(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return bad("invalid_json")
	}
	for key, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		q.args.Set(key, text)
	}
	return nil
}

// call checks the token and the arguments, and does what is asked.
func (s *Server) call(q *request, token string) (object, error) {
	m, known := s.known[q.method]
	if !known {
		return nil, bad("unknown_method")
	}
	if err := s.authorise(m, token); err != nil {
		return nil, err
	}
	for _, arg := range m.need {
		if q.str(arg) == "" {
			return nil, bad("invalid_arguments", "[ERROR] missing required field: "+arg)
		}
	}
	for arg := range q.args {
		if !slices.Contains(m.need, arg) && !slices.Contains(m.may, arg) {
			return nil, bad("invalid_arguments", "[ERROR] unknown argument: "+arg)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return m.do(q)
}

// https://docs.slack.dev/authentication/tokens/
func (s *Server) authorise(m method, token string) error {
	s.mu.Lock()
	dead := s.dead
	s.mu.Unlock()
	switch {
	case token == "":
		return bad("not_authed")
	case token != s.BotToken() && token != s.AppToken():
		return bad("invalid_auth")
	case dead != "":
		return no(dead)
	case m.app != (token == s.AppToken()):
		return bad("not_allowed_token_type")
	case len(m.scopes) > 0 && !slices.ContainsFunc(m.scopes, s.may):
		return s.missing(m.scopes...)
	}
	return nil
}

func (s *Server) may(scope string) bool { return slices.Contains(s.scopes, scope) }

// missing is the refusal for a scope that the token does not have.
func (s *Server) missing(scopes ...string) error {
	return &refusal{code: "missing_scope", wrong: true, also: object{
		"needed": strings.Join(scopes, ","), "provided": strings.Join(s.scopes, ","),
	}}
}
