package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/adapters/redis"
	"relance/adapters/witness"
	"relance/bot"
	"relance/bot/locale"
	"relance/bot/story"
	"relance/config"
	"relance/escalation"
)

// StageOptions are what a stage is made of. Config and Story are needed.
type StageOptions struct {
	Config *config.Config
	Story  story.Story
	Store  string    // StoreMemory, StorePrivate or the address of a Redis; default StoreMemory
	Out    io.Writer // the conversation; default nowhere
	Logger *slog.Logger
	Texts  *locale.Texts // the sentences; default those that are built in
	// Scenery is where the story is played; default the console.
	Scenery Scenery
}

// Stage is the whole bot on a throwaway store, with a clock that moves only when
// it is told. The same story has the same case IDs each time.
type Stage struct {
	*house
	scenery Scenery
	close   func(context.Context) error
	opened  *opened
}

var _ story.Stage = (*Stage)(nil)

// NewStage sets a stage for a story.
func NewStage(ctx context.Context, o StageOptions) (*Stage, error) {
	if o.Out == nil {
		o.Out = io.Discard
	}
	prefix := "relance-story-" + strings.ToLower(rand.Text()[:8]) + ":"
	server, closeStore, err := throwaway(ctx, o.Store, prefix)
	if err != nil {
		return nil, err
	}
	s := &Stage{close: closeStore, scenery: o.Scenery}
	if err := s.build(o, redis.Options{Client: server.Client, Prefix: prefix, Logger: o.Logger}); err != nil {
		return nil, errors.Join(err, closeStore(ctx))
	}
	return s, nil
}

func (s *Stage) build(o StageOptions, ro redis.Options) error {
	store, err := redis.New(ro)
	if err != nil {
		return err
	}
	clock := standing(o.Story.Start)
	if s.scenery == nil {
		s.scenery = newTerminal(o.Out, clock, o.Story.Start.Location())
	}
	seed := [32]byte{1: 'r', 2: 'e', 3: 'l'} // any seed will do, as long as it is always the same
	s.house, err = build(materials{
		config:  s.scenery.Cast(cast(o.Config, o.Story)),
		texts:   o.Texts,
		clock:   clock,
		store:   store,
		book:    store,
		keys:    witness.Keys{Key: []byte("a rehearsal seals nothing")},
		rand:    mathrand.NewChaCha8(seed),
		logger:  cmp.Or(o.Logger, slog.New(slog.DiscardHandler)),
		address: rehearsed,
		record: func(next bot.Recorder) bot.Recorder {
			s.opened = &opened{Recorder: next}
			return s.opened
		},
		platforms: func(h *house) ([]chat.Platform, error) {
			p, err := s.scenery.Platform(Props{Config: h.config, Say: h.texts.For(h.config.Language), Now: clock.Now})
			return []chat.Platform{p}, err
		},
	})
	if err != nil {
		return err
	}
	s.watch = s.scenery.Watch
	return s.scenery.Begin(s.front.on(s.front.bot().Platforms[0].Name()))
}

// Close ends the stage; everything on it is forgotten.
func (s *Stage) Close(ctx context.Context) error {
	return errors.Join(s.scenery.Close(), s.close(ctx))
}

// Now implements [story.Stage].
func (s *Stage) Now() time.Time { return s.clock.Now() }

// Type implements [story.Stage].
func (s *Stage) Type(ctx context.Context, line string) error {
	if err := s.scenery.Type(ctx, line); err != nil {
		return err
	}
	return s.advance(ctx, s.clock.Now())
}

// Advance implements [story.Stage].
func (s *Stage) Advance(ctx context.Context, to time.Time) error { return s.advance(ctx, to) }

// Digest implements [story.Stage].
func (s *Stage) Digest(ctx context.Context) error { return s.front.bot().Digest(ctx, s.clock.Now()) }

// Calendar implements [story.Stage].
func (s *Stage) Calendar(ctx context.Context, id escalation.CaseID) (escalation.Calendar, error) {
	if id == "" {
		return escalation.Calendar{}, nil
	}
	c, _, err := s.store.Load(ctx, id, "")
	if err != nil {
		return escalation.Calendar{}, err
	}
	rules, err := s.rules.For(ctx, c)
	return rules.Calendar, err
}

// Look implements [story.Stage].
func (s *Stage) Look(ctx context.Context) (story.Scene, error) {
	scene := story.Scene{At: s.clock.Now()}
	for _, id := range s.opened.all() {
		seen, err := s.see(ctx, id)
		if err != nil {
			return scene, err
		}
		scene.Cases = append(scene.Cases, seen)
	}
	shown, err := s.scenery.Shown()
	for i := range shown {
		shown[i].Text = s.scenery.Recast(shown[i].Text)
	}
	scene.Shown = shown
	return scene, err
}

// see reads a case as people can see it, and has its trail prove itself.
func (s *Stage) see(ctx context.Context, id escalation.CaseID) (story.Seen, error) {
	c, _, err := s.store.Load(ctx, id, "")
	if err != nil {
		return story.Seen{}, err
	}
	trail, err := s.store.Trail(ctx, id)
	if err != nil {
		return story.Seen{}, err
	}
	if head, err := escalation.VerifyTrail(id, trail); err != nil || head != c.Head {
		return story.Seen{}, fmt.Errorf("the trail of case %s does not verify: %w", id, err)
	}
	seen := story.Seen{ID: id, State: stateOf(c)}
	say := s.texts.For(s.config.Language)
	for _, e := range trail {
		seen.Trail = append(seen.Trail, s.scenery.Recast(bot.TrailLine(say, s.config.People.Zone, e)))
	}
	for _, card := range c.Cards {
		seen.Card = s.scenery.Recast(s.scenery.Reads(chat.Ref(card.Ref)))
	}
	return seen, nil
}

func stateOf(c escalation.Case) story.State {
	state := story.State{State: string(c.State), Rung: c.Climb.Rung + 1}
	switch c.State {
	case escalation.StateDraft:
		state.Rung = 0
	case escalation.StateHeld:
		state.Reason = string(c.Hold.Reason)
	case escalation.StateClosed:
		state.Reason = c.Closed
	}
	return state
}
