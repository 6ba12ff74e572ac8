package slack

import (
	"context"
	"sync"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// What is remembered of people. All ours: Slack allows users.info 100 times a
// minute and more (https://docs.slack.dev/reference/methods/users.info).
const (
	personFresh    = time.Hour              // how long a name and a language are believed
	personMissed   = time.Minute            // how long Slack is not asked again after a failure, at least
	personPatience = 300 * time.Millisecond // how long an act waits for its person's name
	personAsking   = 10 * time.Second       // how long the question itself may take
	peopleLimit    = 20_000                 // people remembered
)

// people remembers who is behind a user ID.
type people struct {
	mu    sync.Mutex
	known map[string]*acquaintance
}

// acquaintance is a person, once asked is closed; until then it is being asked.
type acquaintance struct {
	asked  chan struct{}
	person chat.Person
	until  time.Time
}

// person tells who is behind a user ID. It never fails and waits 300 ms at most:
// without an answer the name is the ID. An answer that comes later is kept for
// the next time.
func (p *Platform) person(ctx context.Context, userID string) chat.Person {
	nobody := chat.Person{Account: userID, Name: userID}
	if userID == "" {
		return nobody
	}
	a := p.acquainted(ctx, userID)
	select {
	case <-a.asked: // what is known is told, however late it is
		return a.person
	default:
	}
	patience := time.NewTimer(personPatience)
	defer patience.Stop()
	select {
	case <-a.asked:
		return a.person
	case <-patience.C:
	case <-ctx.Done():
	}
	return nobody
}

// acquainted is what is known of a user, who is being asked for where it is nothing.
func (p *Platform) acquainted(ctx context.Context, userID string) *acquaintance {
	return p.people.acquaint(userID, p.now(), func(a *acquaintance) { go p.ask(context.WithoutCancel(ctx), userID, a) })
}

// acquaint returns what is known of a user and starts asking where it is nothing,
// or too old.
func (p *people) acquaint(userID string, now time.Time, ask func(*acquaintance)) *acquaintance {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, known := p.known[userID]
	if known {
		select {
		case <-a.asked:
			if now.Before(a.until) {
				return a
			}
		default:
			return a
		}
	}
	if p.known == nil || len(p.known) >= peopleLimit {
		p.known = map[string]*acquaintance{} // rare, and only costs questions
	}
	a = &acquaintance{asked: make(chan struct{})}
	p.known[userID] = a
	ask(a)
	return a
}

// ask asks Slack who a user is.
func (p *Platform) ask(ctx context.Context, userID string, a *acquaintance) {
	ctx, stop := context.WithTimeout(ctx, personAsking)
	defer stop()
	defer close(a.asked)
	var user *slackgo.User
	err := p.call(ctx, methodUser, "", func(ctx context.Context) (err error) {
		user, err = p.userInfo(ctx, userID)
		return err
	})
	if err != nil {
		p.log.Debug("slack: nothing is known of a user", "user", userID, "error", err)
		a.person, a.until = chat.Person{Account: userID, Name: userID}, p.now().Add(max(personMissed, errorOf(err).After))
		return
	}
	a.person, a.until = personOf(user), p.now().Add(personFresh)
}

// userInfo asks for a user, and takes nobody for no answer.
func (p *Platform) userInfo(ctx context.Context, id string) (*slackgo.User, error) {
	user, err := p.api.GetUserInfoContext(ctx, id)
	if err == nil && user.ID == "" {
		return nil, errNoAnswer
	}
	return user, err
}

// personOf is the person of a Slack user: the name that Slack shows, the language
// as a BCP 47 tag (https://docs.slack.dev/reference/objects/user-object).
func personOf(u *slackgo.User) chat.Person {
	p := chat.Person{Account: u.ID, Name: u.ID, Language: u.Locale}
	for _, name := range []string{u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name} {
		if name != "" {
			p.Name = name
			break
		}
	}
	return p
}
