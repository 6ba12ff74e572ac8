package discord

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"relance/adapters/chat"
)

// archivePage is how many archived threads one request returns. Ours.
const archivePage = 100

// forumHistory is how the posts of a forum begin that were started since a time.
func (p *Platform) forumHistory(ctx context.Context, s spot, since time.Time) ([]message, error) {
	posts, err := p.activePosts(ctx, s)
	if err != nil {
		return nil, err
	}
	archived, err := p.archivedPosts(ctx, s, since)
	if err != nil {
		return nil, err
	}
	var all []message
	begun := map[string]bool{} // one may be archived between the two questions
	for _, r := range slices.Concat(posts, archived) {
		if begun[r.ID] || number(r.ID) <= number(idBefore(since)) {
			continue
		}
		begun[r.ID] = true
		var m message
		err := p.rest.ask(ctx, request{
			method: http.MethodGet, route: "/channels/{channel.id}/messages/{message.id}", ids: []string{r.ID, r.ID}, into: &m,
		})
		if deleted(err) { // meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	if len(all) == 0 {
		return nil, p.readable(ctx, s)
	}
	return inOrder(all, since), nil
}

// activePosts are those of a forum that are not archived.
func (p *Platform) activePosts(ctx context.Context, s spot) ([]room, error) {
	var active struct {
		Threads []room `json:"threads"`
	}
	err := p.rest.ask(ctx, request{
		method: http.MethodGet, route: "/guilds/{guild.id}/threads/active", ids: []string{s.guild()}, into: &active,
	})
	return slices.DeleteFunc(active.Threads, func(r room) bool { return r.ParentID != s.room.ID }), err
}

// archivedPosts are those of a forum that were archived since a time, the last first
// (https://docs.discord.com/developers/resources/channel#list-public-archived-threads):
// what was started since was not archived before.
func (p *Platform) archivedPosts(ctx context.Context, s spot, since time.Time) ([]room, error) {
	var all []room
	query := url.Values{"limit": {strconv.Itoa(archivePage)}}
	for range historyPages {
		var page struct {
			Threads []room `json:"threads"`
			More    bool   `json:"has_more"`
		}
		err := p.rest.ask(ctx, request{
			method: http.MethodGet, route: "/channels/{channel.id}/threads/archived/public", ids: []string{s.room.ID}, query: query, into: &page,
		})
		if is(err, codeMissingAccess) || is(err, codeMissingPermission) {
			if closed := p.readable(ctx, s); closed != nil {
				return nil, closed
			}
		}
		if err != nil {
			return nil, err
		}
		all = append(all, page.Threads...)
		last, known := lastArchived(page.Threads)
		if !page.More || !known || last.Before(since.Truncate(time.Millisecond)) {
			return all, nil
		}
		query.Set("before", last.UTC().Format(time.RFC3339Nano))
	}
	return nil, &chat.Error{Failure: chat.Temporary, Code: codeHistory, After: mendTime, Err: errHistory}
}

// lastArchived is when the last of some threads was archived.
func lastArchived(threads []room) (time.Time, bool) {
	if len(threads) == 0 || threads[len(threads)-1].ThreadMetadata == nil {
		return time.Time{}, false
	}
	return threads[len(threads)-1].ThreadMetadata.ArchiveTimestamp, true
}
