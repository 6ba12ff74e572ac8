package bot

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat"
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
	if h.bot.inGroup(ctx, person{accounts: []string{"console:mia"}}, "console:group/S1") {
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
