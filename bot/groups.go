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
	groupWait  = time.Second      // how long an act waits for the first answer
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
}

func (g *groups) get(entry string) membership {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known[entry]
}

// parseGroup reads "slack:group/S012"; false where an entry is a person.
func parseGroup(entry string) (platform, kind, id string, is bool) {
	platform, rest, _ := strings.Cut(entry, ":")
	kind, id, is = strings.Cut(rest, "/")
	return platform, kind, id, is
}

// listed says that a person is in a list of roles: by any of their accounts, or in
// a group.
func (b *Bot) listed(ctx context.Context, p person, entries []string) bool {
	return slices.ContainsFunc(entries, func(entry string) bool {
		if _, _, _, is := parseGroup(entry); is {
			return b.inGroup(ctx, p, entry)
		}
		return p.is(entry)
	})
}

func (b *Bot) inGroup(ctx context.Context, p person, entry string) bool {
	platform, _, _, _ := parseGroup(entry)
	if !slices.ContainsFunc(p.accounts, func(a string) bool { return strings.HasPrefix(a, platform+":") }) {
		return false
	}
	return slices.ContainsFunc(b.members(ctx, entry), func(account string) bool { return p.is(accountID(platform, account)) })
}

// members are the accounts in a group. While the platform does not answer they are
// those it named last, for groupLast; then nobody.
func (b *Bot) members(ctx context.Context, entry string) []string {
	platform, kind, id, _ := parseGroup(entry)
	grouper, can := b.platforms[platform].(chat.Grouper)
	if !can {
		return nil
	}
	now := b.Now()
	m := b.groups.get(entry)
	age := now.Sub(m.at)
	if m.at.IsZero() || age >= groupLast {
		m.accounts = nil
	} else if age < groupFresh {
		return m.accounts
	}
	if !m.failed.IsZero() && now.Sub(m.failed) < groupAgain {
		return m.accounts
	}
	ask := func(ctx context.Context) ([]string, error) {
		accounts, err := grouper.Group(ctx, kind, id)
		b.keepMembers(entry, accounts, err)
		return accounts, err
	}
	if m.accounts != nil {
		b.groups.asking.start(ctx, &b.checking, entry, ask)
		return m.accounts
	}
	ctx, cancel := context.WithTimeout(ctx, groupWait)
	defer cancel()
	accounts, err := b.groups.asking.do(ctx, &b.checking, entry, ask)
	if err != nil {
		return nil
	}
	return accounts
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
