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
	"slices"
	"strings"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/adapters/console"
	"relance/adapters/holidays"
	"relance/adapters/redis"
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
}

// Stage is the whole bot on a throwaway store, with a clock that moves only when
// it is told. The same story has the same case IDs each time.
type Stage struct {
	*house
	close    func(context.Context) error
	opened   *opened
	timeline *timeline

	mu    sync.Mutex // guards what follows
	shown []story.Shown
	cards map[chat.Ref]string
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
	s := &Stage{close: closeStore, cards: map[chat.Ref]string{}}
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
	s.timeline = &timeline{out: o.Out, clock: clock, zone: o.Story.Start.Location()}
	s.timeline.write()
	seed := [32]byte{1: 'r', 2: 'e', 3: 'l'} // any seed will do, as long as it is always the same
	s.house, err = build(materials{
		config: cast(o.Config, o.Story),
		texts:  o.Texts,
		clock:  clock,
		store:  store,
		book:   store,
		key:    []byte("a rehearsal seals nothing"),
		rand:   mathrand.NewChaCha8(seed),
		logger: cmp.Or(o.Logger, slog.New(slog.DiscardHandler)),
		record: func(next bot.Recorder) bot.Recorder {
			s.opened = &opened{Recorder: next}
			return s.opened
		},
		console: console.Options{
			In: strings.NewReader(""), Out: o.Out, Session: "story",
			Screen: &console.Screen{Echo: true}, Observe: s.observe,
		},
	})
	return err
}

// Close ends the stage; everything on it is forgotten.
func (s *Stage) Close(ctx context.Context) error { return s.close(ctx) }

// ConfigOf is the configuration a story is played with: its own, else otherwise.
// Dates are compared with the story's time where that is later than the present:
// a story may play in years to come.
func ConfigOf(st story.Story, otherwise func() (*config.Config, error)) (*config.Config, error) {
	if st.Config == nil {
		return otherwise()
	}
	now := time.Now()
	if st.Start.After(now) {
		now = st.Start
	}
	return config.Parse(st.File, st.Config, config.Options{Holidays: holidays.For, Now: now})
}

// cast gives a configuration the people of a story: its language, and the roles
// that its head names. A configuration without rooms on the console gets some.
func cast(c *config.Config, st story.Story) *config.Config {
	own := *c
	if language := st.Language(); language != "" {
		own.Language, own.People.Language = language, language
	}
	roles := func(head string, configured []string) []string {
		named, ok := st.Head[head]
		if !ok {
			return configured
		}
		var people []string
		for name := range strings.FieldsFuncSeq(named, func(r rune) bool { return r == ',' || r == ' ' }) {
			people = append(people, consolePlatform+":"+strings.ToLower(strings.TrimPrefix(name, "@")))
		}
		return people
	}
	own.Roles.Team = roles("team", c.Roles.Team)
	own.Roles.Moderators = roles("moderators", c.Roles.Moderators)
	own.Roles.Admins = roles("admins", c.Roles.Admins)
	if own.Rooms[consolePlatform] == (config.Rooms{}) {
		own.Rooms = map[string]config.Rooms{consolePlatform: {Team: "team", Moderators: "moderators", Public: "public"}}
	}
	return &own
}

// opened notes the cases that are opened.
type opened struct {
	bot.Recorder
	mu  sync.Mutex
	ids []escalation.CaseID
}

func (o *opened) Record(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	receipt, err := o.Recorder.Record(ctx, e)
	if _, opens := e.Fact.(escalation.Opened); opens && err == nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if !slices.Contains(o.ids, receipt.Case.ID) {
			o.ids = append(o.ids, receipt.Case.ID)
		}
	}
	return receipt, err
}

func (o *opened) all() []escalation.CaseID {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.ids)
}

// Now implements [story.Stage].
func (s *Stage) Now() time.Time { return s.clock.Now() }

// Type implements [story.Stage]. A line that is not understood is no error: it
// was said to whoever typed it.
func (s *Stage) Type(ctx context.Context, line string) error {
	s.timeline.tell()
	err := s.console.Do(ctx, s.bot, line)
	if _, told := errors.AsType[*console.LineError](err); err != nil && !told {
		return err
	}
	return s.advance(ctx, s.clock.Now())
}

// Advance implements [story.Stage].
func (s *Stage) Advance(ctx context.Context, to time.Time) error { return s.advance(ctx, to) }

// Digest implements [story.Stage].
func (s *Stage) Digest(ctx context.Context) error { return s.bot.Digest(ctx, s.clock.Now()) }

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
	s.mu.Lock()
	defer s.mu.Unlock()
	scene.Shown, s.shown = s.shown, nil
	return scene, nil
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
		seen.Trail = append(seen.Trail, bot.TrailLine(say, s.config.People.Zone, e))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, card := range c.Cards {
		seen.Card = s.cards[chat.Ref(card.Ref)]
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

// observe is told by the console what it is about to show.
func (s *Stage) observe(shown console.Shown) {
	s.timeline.tell()
	s.mu.Lock()
	defer s.mu.Unlock()
	if shown.Ref != "" {
		s.cards[shown.Ref] = shown.Text
	}
	kinds := map[console.Kind]story.ShownKind{
		console.BotSaid: story.ShownMessage, console.BotAnswer: story.ShownMessage,
		console.FormAsks: story.ShownAsked, console.FormWrong: story.ShownTold, console.ConsoleSaid: story.ShownTold,
	}
	kind, isShown := kinds[shown.Kind]
	if !isShown { // an edit, a form that opens, words of a person
		return
	}
	where := story.Where{Room: shown.Place.Room, Person: shown.Place.Person, Thread: shown.Place.Thread != ""}
	if shown.To != "" {
		where = story.Where{Person: shown.To}
	}
	s.shown = append(s.shown, story.Shown{At: s.clock.Now(), Kind: kind, Where: where, Text: shown.Text})
}
