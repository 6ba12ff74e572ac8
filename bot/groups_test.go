package bot

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// clubs is a platform that knows groups of people.
type clubs struct {
	*quietPlatform
	mu    sync.Mutex
	in    map[string][]string // by kind and ID
	down  error
	asked int
}

func (c *clubs) Group(_ context.Context, kind, id string) ([]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	if c.down != nil {
		return nil, c.down
	}
	return c.in[kind+"/"+id], nil
}

func (c *clubs) set(down error, mods ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down, c.in["group/S1"] = down, mods
}

func (c *clubs) times() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

func withClubs(h *house, c *clubs) {
	o := h.bot.Options
	o.Platforms = []chat.Platform{c}
	o.Roles = Roles{Moderators: []string{"console:group/S1"}, Team: []string{"console:room/C1", "console:tom"}, Links: [][]string{{"console:mia", "console:mia2"}}}
	h.bot = New(o)
}

func (h *house) roles(who string) roles {
	h.t.Helper()
	p, err := h.bot.person(h.t.Context(), "console", chat.Person{Account: who})
	if err != nil {
		h.t.Fatal(err)
	}
	h.bot.Wait()
	return p.roles
}

func TestRolesOfGroups(t *testing.T) {
	var logged bytes.Buffer
	c := &clubs{quietPlatform: &quietPlatform{name: "console"}, in: map[string][]string{"group/S1": {"mia2"}, "room/C1": {"tess"}}}
	h := newHouse(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&logged, nil)) })
	withClubs(h, c)

	if r := h.roles("mia"); !r.has(roleModerator) || r.has(roleTeam) { // by her other account
		t.Errorf("mia has %q", r)
	}
	if r := h.roles("tess"); !r.has(roleTeam) || r.has(roleModerator) {
		t.Errorf("tess has %q", r)
	}
	if r := h.roles("tom"); !r.has(roleTeam) {
		t.Errorf("tom has %q", r)
	}
	asked := c.times()
	h.roles("mia")
	h.roles("zoe")
	if c.times() != asked {
		t.Errorf("asked %d times more", c.times()-asked)
	}

	// What has changed is known after a while, and nobody waits for it.
	c.set(nil, "moe")
	h.now = h.now.Add(groupFresh)
	if r := h.roles("mia"); !r.has(roleModerator) {
		t.Errorf("mia has %q before the platform was asked", r)
	}
	if h.roles("mia").has(roleModerator) || !h.roles("moe").has(roleModerator) {
		t.Error("mia has left the group, moe is in it")
	}

	// While the platform does not answer it is who it was, for an hour.
	c.set(errLimited)
	for range 9 {
		h.now = h.now.Add(groupLast / 10)
		if !h.roles("moe").has(roleModerator) {
			t.Fatal("forgotten too soon")
		}
	}
	h.now = h.now.Add(groupLast / 10)
	if h.roles("moe").has(roleModerator) {
		t.Error("nobody knows whether moe is still in the group")
	}
	if n := strings.Count(logged.String(), "group=console:group/S1"); n != 1 {
		t.Errorf("said %d times:\n%s", n, logged.String())
	}
	asked = c.times()
	h.roles("moe")
	if c.times() != asked {
		t.Error("asked again at once")
	}
	c.set(nil, "moe")
	h.now = h.now.Add(groupAgain)
	if !h.roles("moe").has(roleModerator) {
		t.Error("the platform answers again")
	}
}

func TestAGroupThatNobodyKnowsHasNobody(t *testing.T) {
	h := newHouse(t)
	h.bot.Roles = Roles{Moderators: []string{"console:group/S1", "elsewhere:group/S1", "console:"}}
	if r := h.roles("group/S1"); r.has(roleModerator) {
		t.Errorf("whoever is called like the group has %q", r)
	}
	if r := h.roles("mia"); r.has(roleModerator) {
		t.Errorf("mia has %q", r)
	}
}

func TestAnActDoesNotWaitForAGroupForLong(t *testing.T) {
	c := &stuckClubs{quietPlatform: &quietPlatform{name: "console"}, release: make(chan struct{})}
	h := newHouse(t)
	o := h.bot.Options
	o.Platforms = []chat.Platform{c}
	o.Roles = Roles{Moderators: []string{"console:group/S1"}}
	h.bot = New(o)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if h.bot.rolesOf(ctx, person{accounts: []string{"console:mia"}}).has(roleModerator) {
		t.Error("in a group that is not known")
	}
	close(c.release)
	h.bot.Wait()
	if !h.roles("mia").has(roleModerator) {
		t.Error("the answer that came later is lost")
	}
}

// stuckClubs does not answer until it is let go.
type stuckClubs struct {
	*quietPlatform
	release chan struct{}
}

func (c *stuckClubs) Group(ctx context.Context, _, _ string) ([]string, error) {
	select {
	case <-c.release:
		return []string{"mia"}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// silent is a platform that does not answer questions: neither who is in a group
// nor what a name means.
type silent struct{ *quietPlatform }

func (silent) Group(ctx context.Context, _, _ string) ([]string, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (silent) Resolve(ctx context.Context, _ string) (chat.Place, error) {
	<-ctx.Done()
	return chat.Place{}, ctx.Err()
}

func silentBot() *Bot {
	return New(Options{
		Platforms: []chat.Platform{silent{&quietPlatform{name: "console"}}},
		Roles: Roles{
			Admins: []string{"console:group/S1"}, Moderators: []string{"console:group/S2", "console:room/C2"},
			Team: []string{"console:group/S3", "console:tom"},
		},
	})
}

func TestGroupsThatDoNotAnswerHoldAnActOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := silentBot()
		began := time.Now()
		tom := person{accounts: []string{"console:tom"}}
		if r := b.rolesOf(t.Context(), tom); !r.has(roleTeam) || r.has(roleAdmin) || r.has(roleModerator) {
			t.Errorf("tom has %q", r)
		}
		if took := time.Since(began); took != groupWait {
			t.Errorf("four groups took %s", took)
		}
		began = time.Now()
		b.rolesOf(t.Context(), tom)
		if took := time.Since(began); took != 0 {
			t.Errorf("the next act waits %s again", took)
		}
		b.Wait()
	})
}

func TestContactsThatCannotBeLookedUpHoldAnOpeningOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := silentBot()
		began := time.Now()
		contacts := []escalation.Contact{{Address: "room:desk"}, {Address: "room:press"}, {Address: "console:@ann"}}
		if got := b.canonicalContacts(t.Context(), contacts); !reflect.DeepEqual(got, contacts) {
			t.Errorf("got %+v", got)
		}
		if took := time.Since(began); took != placeWait {
			t.Errorf("three contacts took %s", took)
		}
		b.Wait()
	})
}

func TestWarmLetsTheFirstActFindItsGroups(t *testing.T) {
	h := newHouse(t)
	c := &clubs{quietPlatform: h.quiet, in: map[string][]string{"group/S1": {"mia"}, "room/C1": {"tess"}}}
	withClubs(h, c)
	h.bot.Warm(t.Context())
	h.bot.Wait()
	asked := c.times()
	if r := h.roles("mia"); !r.has(roleModerator) || c.times() != asked || asked != 2 {
		t.Errorf("mia has %q, asked %d times before and %d after", r, asked, c.times())
	}
}

func TestAVoteAsksWhoIsAModeratorNow(t *testing.T) {
	h := newHouse(t)
	c := &clubs{quietPlatform: h.quiet, in: map[string][]string{"group/S1": {"mia"}}}
	withClubs(h, c)
	if !h.roles("mia").has(roleModerator) {
		t.Fatal("mia is no moderator")
	}
	mia := person{accounts: []string{"console:mia"}}
	now := func() (is, known bool) { return h.bot.listedNow(t.Context(), mia, h.bot.Roles.Moderators) }

	h.now = h.now.Add(groupVote)
	c.set(nil, "moe")
	if is, known := now(); is || !known {
		t.Errorf("who has left the group: %v, %v", is, known)
	}
	c.set(nil, "mia")
	h.now = h.now.Add(groupVote)
	if is, known := now(); !is || !known {
		t.Errorf("who has come back: %v, %v", is, known)
	}
	c.set(errLimited)
	h.now = h.now.Add(groupVote)
	if is, known := now(); is || known {
		t.Errorf("while the platform does not tell: %v, %v", is, known)
	}
	if !h.roles("mia").has(roleModerator) {
		t.Error("for everything but a vote she still is one")
	}
	turn := &turn{bot: h.bot, by: mia, request: request{name: actApprove}}
	if _, err := approveFact(t.Context(), turn); escalation.CodeOf(err) != escalation.CodeNotRecorded {
		t.Errorf("her vote: %v", err)
	}
	c.set(nil, "moe")
	var denied *deniedError
	if _, err := denyFact(t.Context(), turn); !errors.As(err, &denied) {
		t.Errorf("the vote of who has left: %v", err)
	}
}

// What a platform tells with an act counts for that act, whatever it answered when
// it was asked: a platform that names no members tells of each only as they act.
func TestGroupsToldWithAnAct(t *testing.T) {
	c := &clubs{quietPlatform: &quietPlatform{name: "console"}, in: map[string][]string{}}
	h := newHouse(t)
	o := h.bot.Options
	o.Platforms = []chat.Platform{c}
	o.Roles = Roles{Moderators: []string{"console:group/S1"}}
	h.bot = New(o)
	c.set(nil, "mia")
	moderates := func(account string, groups []string) bool {
		p, err := h.bot.person(t.Context(), "console", chat.Person{Account: account, Groups: groups})
		if err != nil {
			t.Fatal(err)
		}
		now, known := h.bot.listedNow(t.Context(), p, o.Roles.Moderators)
		if now != p.roles.has(roleModerator) || !known {
			t.Errorf("%s is %v when voting, known %v", account, now, known)
		}
		return now
	}
	if !moderates("mia", []string{"S2", "S1"}) || !moderates("max", []string{"S1"}) {
		t.Error("two moderators have acted, and are not both taken for such")
	}
	if c.times() != 0 {
		t.Errorf("asked %d times what was told", c.times())
	}
	if moderates("mia", []string{}) {
		t.Error("mia has left the group, as her act tells")
	}
	if !moderates("mia", nil) || moderates("max", nil) {
		t.Error("where nothing is told the platform's answer counts")
	}
}
