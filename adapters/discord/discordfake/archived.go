package discordfake

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// How many archived threads one call returns. The documents name no figures: this is
// the strict reading.
const (
	minArchived     = 2
	defaultArchived = 50
	maxArchived     = 100
)

// getArchived lists the archived threads of a channel, those that were archived last
// first.
// https://docs.discord.com/developers/resources/channel#list-public-archived-threads
func (s *Server) getArchived(r *request) (any, *apiError) {
	c, e := s.channelOf(r)
	if e != nil {
		return nil, e
	}
	if s.world.permissions(appID, c)&ReadMessageHistory == 0 {
		return nil, refuse(missingPermissions)
	}
	limit, before, e := r.archivedPage()
	if e != nil {
		return nil, e
	}
	all := slices.DeleteFunc(s.world.threads(c), func(t *channel) bool {
		return !t.archived || t.kind == privateThread || !before.IsZero() && !t.archivedAt.Before(before)
	})
	slices.SortStableFunc(all, func(a, b *channel) int { return b.archivedAt.Compare(a.archivedAt) })
	threads, members := []object{}, []object{}
	for _, t := range all[:min(limit, len(all))] {
		threads = append(threads, s.channelJSON(t))
		if joined, in := t.members[appID]; in {
			members = append(members, threadMember(t, appID, joined))
		}
	}
	return object{"threads": threads, "members": members, "has_more": len(all) > limit}, nil
}

// archivedPage is what a call asks for: how many, archived before when.
func (r *request) archivedPage() (limit int, before time.Time, e *apiError) {
	var f form
	limit = defaultArchived
	if r.query.Has("limit") {
		n, err := strconv.Atoi(r.query.Get("limit"))
		if err != nil || n < minArchived || n > maxArchived {
			f.wrong("limit", "NUMBER_TYPE_MAX", fmt.Sprintf("int value should be from %d to %d.", minArchived, maxArchived))
		}
		limit = n
	}
	if r.query.Has("before") {
		at, err := time.Parse(time.RFC3339Nano, r.query.Get("before"))
		if err != nil {
			f.wrong("before", "DATE_TIME_TYPE_PARSE", "Could not parse the value as an ISO8601 timestamp.")
		}
		before = at
	}
	return limit, before, f.refusal()
}
