package discordfake

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// apiPath is where version 10 of the REST API is.
// https://docs.discord.com/developers/reference#api-versioning
const apiPath = "/api/v10"

// request is a call of the REST API.
type request struct {
	route *route
	vars  map[string]string // what stands in the path
	query url.Values
	body  json.RawMessage
}

// of is a variable of the path by its name in the documents, "channel.id".
func (r *request) of(name string) string { return r.vars[name] }

// flag reads a boolean of the query.
// https://docs.discord.com/developers/reference#boolean-query-strings
func (r *request) flag(name string) bool {
	return strings.EqualFold(r.query.Get(name), "true") || r.query.Get(name) == "1"
}

// done answers 204.
type done struct{}

// created answers 201.
type created struct{ object any }

func (s *Server) serveREST(w http.ResponseWriter, hr *http.Request) {
	path := strings.TrimPrefix(hr.URL.Path, apiPath)
	method := hr.Method
	body, err := readBody(hr)
	rt, vars := s.find(method, path)
	call := Call{Route: method + " " + path, Path: path, Query: hr.URL.RawQuery, Body: body, At: s.now()}
	if rt != nil {
		call.Route = rt.pattern
	}
	reply := s.answer(hr, &request{route: rt, vars: vars, query: hr.URL.Query(), body: body}, call, err)
	if reply.cut {
		// The client sees the connection end, as it does when a proxy dies.
		panic(http.ErrAbortHandler)
	}
	for k, v := range reply.header {
		w.Header()[k] = v
	}
	if reply.body != nil {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(reply.status)
	w.Write(reply.body)
}

// reply is an answer on its way.
type reply struct {
	status int
	header http.Header
	body   []byte
	cut    bool
}

// answer does what is asked, with everything that can come between.
func (s *Server) answer(hr *http.Request, r *request, call Call, unreadable *apiError) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	header := http.Header{}
	result, refused := s.admit(hr, r, header)
	fault, faulty := s.fault(call)
	if refused == nil && unreadable != nil {
		refused = unreadable
	}
	if refused == nil && (!faulty || fault.Accept) {
		result, refused = r.route.do(r)
	}
	out := reply{status: http.StatusOK, header: header}
	if faulty {
		out = s.fail(r, fault, header)
	} else {
		out.set(result, refused)
		if refused != nil && refused.wrong {
			s.wrong(call.Route, refused)
		}
	}
	s.pacer.count(out.status, header, s.now())
	call.Status = out.status
	s.record.calls = append(s.record.calls, call)
	return out
}

// set fills in the result of a call.
func (out *reply) set(result any, refused *apiError) {
	switch made, ok := result.(created); {
	case refused != nil && refused.code == cloudflareBan:
		out.status, out.body = refused.status, nil
	case refused != nil:
		out.status, out.body = refused.status, raw(refused.body())
	case ok:
		out.status, out.body = http.StatusCreated, raw(made.object)
	case result == done{}:
		out.status = http.StatusNoContent
	default:
		out.body = raw(result)
	}
}

// admit lets a call in, or not: its form, its token, its rate.
func (s *Server) admit(hr *http.Request, r *request, header http.Header) (any, *apiError) {
	if e := s.pacer.banned(s.now()); e != nil {
		return nil, e
	}
	// https://docs.discord.com/developers/reference#user-agent
	if !strings.HasPrefix(hr.UserAgent(), "DiscordBot (") {
		return nil, refuse(cloudflare)
	}
	if !strings.HasPrefix(hr.URL.Path, apiPath+"/") || r.route == nil {
		return nil, plain(http.StatusNotFound)
	}
	given := hr.Header.Get("Authorization")
	switch {
	case given == "" && r.route.free:
	case s.revoked || given != "Bot "+s.token():
		return nil, refuse(unauthorized)
	}
	for name, value := range r.vars {
		if strings.HasSuffix(name, ".id") && name != "interaction.id" && !isSnowflake(value) && value != "@me" && value != "@original" {
			var f form
			f.wrong(strings.ReplaceAll(name, ".", "_"), "NUMBER_TYPE_COERCE", "Value \""+value+"\" is not snowflake.")
			return nil, f.refusal()
		}
	}
	if e := s.pace(r, header); e != nil {
		return nil, e
	}
	return nil, nil
}

// readBody reads the JSON of a body; a file in it is left where it is.
// https://docs.discord.com/developers/reference#content-type
func readBody(hr *http.Request) (json.RawMessage, *apiError) {
	body, err := io.ReadAll(hr.Body)
	if err != nil || len(body) == 0 {
		return nil, nil
	}
	kind, params, _ := mime.ParseMediaType(hr.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return body, nil
	case "multipart/form-data":
		form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(1 << 20)
		if err == nil && len(form.Value["payload_json"]) == 1 {
			return json.RawMessage(form.Value["payload_json"][0]), nil
		}
	}
	e := refuse(invalidForm)
	e.message = "Invalid Content-Type"
	return nil, e
}
