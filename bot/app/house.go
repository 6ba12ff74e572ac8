package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"relance/adapters/chat"
	"relance/adapters/redis"
	"relance/adapters/traces"
	"relance/adapters/witness"
	"relance/bot"
	"relance/bot/app/watch"
	"relance/bot/locale"
	"relance/config"
	"relance/escalation"
)

// house is the bot with everything that it is made of.
type house struct {
	config  *config.Config // as it was at the start; front knows the one that is in use
	clock   *clock
	texts   *locale.Texts
	store   *redis.Store
	book    escalation.Book
	rules   *escalation.Rulebook
	engine  *escalation.Engine
	front   *front
	rooms   map[string]bot.Rooms // at the start, by platform
	address func(string) string  // see materials
	watch   func() error         // looks on between due times; nil: nobody does
}

// materials are what a house is built from.
type materials struct {
	config  *config.Config
	clock   *clock
	texts   *locale.Texts // nil: those that are built in
	store   *redis.Store
	book    escalation.Book // the store, or something before it
	keys    witness.Keys
	rand    io.Reader          // nil: the system's
	witness escalation.Witness // nil: none
	monitor *monitor           // nil: nobody watches
	traces  *traces.Traces     // nil: nobody collects any
	workers int                // notices delivered side by side; 0: one
	// platforms makes the platforms, when the house has texts, clock and rooms.
	platforms func(*house) ([]chat.Platform, error)
	// address says where a contact is reached instead; nil: nowhere else.
	address func(string) string
	// record stands between the bot and the engine; nil: nothing does.
	record func(bot.Recorder) bot.Recorder
	logger *slog.Logger
}

// build puts the house together.
func build(m materials) (*house, error) {
	texts := m.texts
	if texts == nil {
		var err error
		if texts, err = locale.Load(); err != nil {
			return nil, err
		}
	}
	h := &house{config: m.config, clock: m.clock, texts: texts, store: m.store, book: m.book, rooms: rooms(m.config), front: &front{}, address: m.address}
	platforms, err := m.platforms(h)
	if err != nil {
		return nil, err
	}
	h.rules = &escalation.Rulebook{Book: m.book, People: m.config.People.Calendar(), Served: served(platforms)}
	h.rules.SetCalendars(m.config.Calendars())
	var waking watch.Waking = m.store
	var deliver escalation.Deliverer = h.front
	if m.traces != nil {
		waking, deliver = m.traces.Store(waking), m.traces.Deliverer(deliver)
	}
	var store escalation.Store = waking
	if m.monitor != nil {
		store = watch.Store(waking, m.monitor.metrics, &m.monitor.pulse)
		deliver = watch.Deliverer(deliver, m.monitor.metrics)
	}
	h.engine = escalation.NewEngine(escalation.EngineOptions{
		Store: store, Book: m.book, Rules: h.rules, Deliver: deliver, Witness: m.witness,
		Key: m.keys.Key, EarlierKeys: m.keys.Earlier, Rand: m.rand, Workers: m.workers, Logger: m.logger, Now: m.clock.Now,
	})
	var recorder bot.Recorder = h.engine
	if m.traces != nil {
		recorder = m.traces.Recorder(recorder)
	}
	if m.record != nil {
		recorder = m.record(recorder)
	}
	settings := h.settings(m.config, h.rooms)
	h.front.use(m.config, bot.New(bot.Options{
		Recorder:  recorder,
		Store:     m.store,
		Book:      m.book,
		Rulebook:  h.rules,
		Directory: settings.Directory,
		Platforms: platforms,
		Rooms:     settings.Rooms,
		Roles:     settings.Roles,
		Guards:    settings.Guards,
		Texts:     texts,
		Language:  m.config.Language,
		Zone:      settings.Zone,
		Now:       m.clock.Now,
		Logger:    m.logger,
	}))
	return h, nil
}

// settings are what a configuration says that may change while the bot runs.
func (h *house) settings(c *config.Config, rooms map[string]bot.Rooms) bot.Settings {
	return bot.Settings{
		Directory: directory(c, h.book, h.address),
		Rooms:     rooms,
		Roles:     bot.Roles{Team: c.Roles.Team, Moderators: c.Roles.Moderators, Admins: c.Roles.Admins, Links: c.Links},
		Guards:    bot.Guards{CasesPerDay: c.Guards.CasesPerDay, LettersPerWeek: c.Guards.LettersPerContactPerWeek},
		Zone:      c.People.Zone,
	}
}

// served are the schemes of addresses that a letter can be sent to. What no
// adapter serves becomes a task for a person.
func served(platforms []chat.Platform) map[string]bool {
	schemes := map[string]bool{escalation.SchemeRoom: true}
	for _, p := range platforms {
		schemes[p.Name()] = true
	}
	return schemes
}

// stuck is how many ticks in a row may have more to do without time passing.
const stuck = 1000

// advance lets time pass from due time to due time, so that nothing is late.
func (h *house) advance(ctx context.Context, to time.Time) error {
	for idle := 0; ; idle++ {
		now := h.clock.Now()
		next, err := h.engine.Tick(ctx, now)
		if err == nil && h.watch != nil {
			err = h.watch()
		}
		switch {
		case err != nil:
			return err
		case next.IsZero() || next.After(to):
			h.clock.set(to)
			return nil
		case next.After(now):
			h.clock.set(next)
			idle = 0
		case idle > stuck:
			return fmt.Errorf("at %s there is always more to do: a case does not move", now)
		}
	}
}
