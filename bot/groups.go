package bot

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"relance/adapters/chat"
)

// How long it is known who is in a group.
const (
	groupFresh = 5 * time.Minute  // after that the platform is asked again, beside the acts
	groupLast  = time.Hour        // after that nobody is in it until the platform answers
	groupAgain = 30 * time.Second // between two questions of which the first was not answered
	groupVote  = 10 * time.Second // how long ago it was asked at most when somebody votes
	// groupWait is how long an act waits for the platforms, whatever number of groups
	// is asked about: well within answerWithin, which has to do for a vote twice.
	groupWait = 800 * time.Millisecond
)

// groups are the people that roles are given to in groups.
type groups struct {
	asking flights[[]string]
	mu     sync.Mutex
	known  map[string]membership // by the entry of the list of roles
}

// membership is who is in a group, as far as that is known.
type membership struct {
	accounts []string
	at       time.Time // when the platform said so; zero: never
	failed   time.Time // when it was asked in vain last; zero: not since at
	missed   time.Time // when an act waited for it in vain last; zero: not since at
}

// knownAt says that the answer is not older than an age.
func (m membership) knownAt(now time.Time, age time.Duration) bool {
	return !m.at.IsZero() && now.Sub(m.at) < age
}

// resting says that it was asked in vain not long ago.
func (m membership) resting(now time.Time) bool {
	return !m.failed.IsZero() && now.Sub(m.failed) < groupAgain || !m.missed.IsZero() && now.Sub(m.missed) < groupAgain
}

func (g *groups) get(entry string) membership {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known[entry]
}

// told is what a platform told with an act of the groups its person is in. It is
// newer than any answer to a question.
type told struct {
	platform string
	groups   []string // nil: nothing was told
}

// of says whether the platform told about a group, and whether the person is in it.
func (t told) of(platform, kind, id string) (in, told bool) {
	if t.groups == nil || platform != t.platform || kind != "group" {
		return false, false
	}
	return slices.Contains(t.groups, id), true
}

// parseGroup reads "slack:group/S012"; false where an entry is a person.
func parseGroup(entry string) (platform, kind, id string, is bool) {
	platform, rest, _ := strings.Cut(entry, ":")
	kind, id, is = strings.Cut(rest, "/")
	return platform, kind, id, is
}

// Warm asks who is in the groups that have a role, so that no act has to wait for
// it. It does not wait itself.
func (b *Bot) Warm(ctx context.Context) {
	for _, entry := range slices.Concat(b.Roles.Admins, b.Roles.Team, b.Roles.Moderators) {
		b.askMembers(ctx, entry)
	}
}

// listed says that a person is in a list of roles: by any of their accounts, or in
// a group, by what its platform told with the act, or else by an answer of the
// platform that is not older than an age.
func (b *Bot) listed(p person, entries []string, age time.Duration) bool {
	now := b.Now()
	return slices.ContainsFunc(entries, func(entry string) bool {
		platform, kind, id, is := parseGroup(entry)
		if !is {
			return p.is(entry)
		}
		if in, told := p.told.of(platform, kind, id); told {
			return in
		}
		m := b.groups.get(entry)
		return m.knownAt(now, age) &&
			slices.ContainsFunc(m.accounts, func(account string) bool { return p.is(accountID(platform, account)) })
	})
}

// learnGroups asks who is in the groups of the lists that a person may be in, where
// that is not known or has to be asked again, side by side, and waits for what is
// not known at all. While a platform does not answer, who it named last is in the
// group, for groupLast; then nobody.
func (b *Bot) learnGroups(ctx context.Context, p person, lists ...[]string) {
	now := b.Now()
	var unknown []string
	for _, entry := range b.groupsFor(p, lists...) {
		switch m := b.groups.get(entry); {
		case m.knownAt(now, groupFresh) || m.resting(now):
		case m.knownAt(now, groupLast):
			b.askMembers(ctx, entry)
		default:
			unknown = append(unknown, entry)
		}
	}
	b.awaitMembers(ctx, unknown)
}

// listedNow says whether a person is in a list of roles by what the platforms say
// at this moment; known is false where one of them does not tell.
func (b *Bot) listedNow(ctx context.Context, p person, entries []string) (is, known bool) {
	old := func() []string {
		now := b.Now()
		return slices.DeleteFunc(b.groupsFor(p, entries), func(entry string) bool { return b.groups.get(entry).knownAt(now, groupVote) })
	}
	if b.listed(p, entries, groupVote) {
		return true, true
	}
	b.awaitMembers(ctx, old())
	is = b.listed(p, entries, groupVote)
	return is, is || len(old()) == 0
}

// groupsFor are the groups in lists of roles that a person can be in and that
// nothing was told about: those of a platform where they have an account.
func (b *Bot) groupsFor(p person, lists ...[]string) []string {
	var groups []string
	for _, entry := range slices.Concat(lists...) {
		platform, kind, id, is := parseGroup(entry)
		if _, can := chat.As[chat.Grouper](b.platforms[platform]); !is || !can || slices.Contains(groups, entry) {
			continue
		}
		if _, told := p.told.of(platform, kind, id); told {
			continue
		}
		if slices.ContainsFunc(p.accounts, func(a string) bool { return strings.HasPrefix(a, platform+":") }) {
			groups = append(groups, entry)
		}
	}
	return groups
}

// awaitMembers asks about groups side by side and waits for the answers, for
// groupWait at most. An answer that comes later is kept all the same.
func (b *Bot) awaitMembers(ctx context.Context, entries []string) {
	ctx, cancel := context.WithTimeout(ctx, groupWait)
	defer cancel()
	asked := make([]*flight[[]string], len(entries))
	for i, entry := range entries {
		asked[i] = b.askMembers(ctx, entry)
	}
	for i, f := range asked {
		select {
		case <-f.done:
		case <-ctx.Done():
			b.groups.miss(entries[i], b.Now())
		}
	}
}

// askMembers asks the platform who is in a group; nil where the entry is none, or
// the platform knows none.
func (b *Bot) askMembers(ctx context.Context, entry string) *flight[[]string] {
	platform, kind, id, is := parseGroup(entry)
	grouper, can := chat.As[chat.Grouper](b.platforms[platform])
	if !is || !can {
		return nil
	}
	return b.groups.asking.start(ctx, b.checking, entry, func(ctx context.Context) ([]string, error) {
		accounts, err := grouper.Group(ctx, kind, id)
		b.keepMembers(entry, accounts, err)
		return accounts, err
	})
}

// miss notes that an act waited in vain: the next ones do not wait as well.
func (g *groups) miss(entry string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known == nil {
		g.known = map[string]membership{}
	}
	m := g.known[entry]
	m.missed = now
	g.known[entry] = m
}

// keepMembers notes an answer, and says once that there is none.
func (b *Bot) keepMembers(entry string, accounts []string, err error) {
	b.groups.mu.Lock()
	defer b.groups.mu.Unlock()
	if b.groups.known == nil {
		b.groups.known = map[string]membership{}
	}
	m := b.groups.known[entry]
	switch {
	case err == nil:
		m = membership{accounts: append([]string{}, accounts...), at: b.Now()}
	case m.failed.IsZero():
		b.Logger.Error("who is in a group is not known: those who were have its role for an hour at most", "group", entry, "error", err)
		m.failed = b.Now()
	default:
		m.failed = b.Now()
	}
	b.groups.known[entry] = m
}
