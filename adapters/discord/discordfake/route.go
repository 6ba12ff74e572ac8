package discordfake

import (
	"maps"
	"slices"
	"strings"
)

// route is an endpoint, by its name in the documents.
type route struct {
	pattern string // "POST /channels/{channel.id}/messages"
	method  string
	parts   []string
	free    bool // needs no Authorization: what is in the path is enough
	do      func(*request) (any, *apiError)
}

// table is every endpoint there is.
func (s *Server) table() []route {
	do := map[string]func(*request) (any, *apiError){}
	maps.Copy(do, s.gatewayRoutes())
	maps.Copy(do, s.messageRoutes())
	maps.Copy(do, s.threadRoutes())
	maps.Copy(do, s.guildRoutes())
	maps.Copy(do, s.commandRoutes())
	free := s.interactionRoutes()
	maps.Copy(do, free)
	var all []route
	for _, pattern := range slices.Sorted(maps.Keys(do)) {
		method, path, _ := strings.Cut(pattern, " ")
		_, isFree := free[pattern]
		all = append(all, route{
			pattern: pattern, method: method, parts: strings.Split(path, "/"), do: do[pattern],
			free: isFree || pattern == "GET /gateway",
		})
	}
	return all
}

// find returns the route of a path, and what stands in the path. A fixed word is
// preferred to a variable.
func (s *Server) find(method, path string) (*route, map[string]string) {
	parts := strings.Split(path, "/")
	var best *route
	var found map[string]string
	for i := range s.routes {
		r := &s.routes[i]
		if r.method != method || len(r.parts) != len(parts) {
			continue
		}
		if vars, ok := r.match(parts); ok && (best == nil || len(vars) < len(found)) {
			best, found = r, vars
		}
	}
	return best, found
}

func (r *route) match(parts []string) (map[string]string, bool) {
	vars := map[string]string{}
	for i, p := range r.parts {
		switch {
		case strings.HasPrefix(p, "{") && parts[i] != "":
			vars[strings.Trim(p, "{}")] = parts[i]
		case p != parts[i]:
			return nil, false
		}
	}
	return vars, true
}

// major is what a route's rate limit is counted for apart.
// https://docs.discord.com/developers/topics/rate-limits
func (r *request) major() string {
	for _, name := range []string{"channel.id", "guild.id", "interaction.token"} {
		if v := r.of(name); v != "" {
			return v
		}
	}
	return ""
}
