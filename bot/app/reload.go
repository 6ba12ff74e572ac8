package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/bot"
	"relance/config"
	"relance/escalation"
)

// reloadWithin bounds how long the platforms and the store may take to answer what
// has to be known before another configuration is in use.
const reloadWithin = 20 * time.Second

// Reloads is what has come of reading the configuration again.
type Reloads struct {
	OK, Failed int
	LastFailed bool      // the last time nothing was changed, or not everything
	Last       time.Time // zero: it was not read again yet
}

// reloading is one reload at a time, and what has come of them.
type reloading struct {
	one sync.Mutex

	mu   sync.Mutex
	seen Reloads
}

func (r *reloading) note(at time.Time, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen.Last, r.seen.LastFailed = at, err != nil
	if err != nil {
		r.seen.Failed++
	} else {
		r.seen.OK++
	}
}

// Reloads says how often the configuration was read again, and what came of it.
func (a *App) Reloads() Reloads {
	a.reloading.mu.Lock()
	defer a.reloading.mu.Unlock()
	return a.reloading.seen
}

// Reload reads the configuration again and takes it into use: whole, or, after an
// error, not at all. The exception is a calendar whose open dates could not be moved:
// it is in use, and the next reload or start moves them. What was begun is ended under
// the settings it was begun with. What cannot change while the bot runs stays as it was
// at the start, and is named in the log.
func (a *App) Reload(ctx context.Context, load func() (*config.Config, error)) (*config.Config, error) {
	a.reloading.one.Lock()
	defer a.reloading.one.Unlock()
	c, err := load()
	if err == nil {
		err = a.reload(ctx, c)
	}
	a.reloading.note(a.clock.Now(), err)
	if err != nil {
		a.logRefused(err)
		return nil, err
	}
	for _, w := range c.Warnings {
		a.log.Warn("the configuration: "+w.Text, "file", w.File, "line", w.Line, "key", w.Key)
	}
	if keys := unchanged(a.o.Config, c); len(keys) > 0 {
		a.log.Warn("needs a restart: " + strings.Join(keys, ", ") + "; everything else of the configuration is in use now")
	} else {
		a.log.Info("the configuration was read again and is in use")
	}
	return c, nil
}

// logRefused says what is wrong with a configuration, each problem by itself.
func (a *App) logRefused(err error) {
	const stays = "the configuration was read again and cannot be used: the one from before stays in use"
	problems, is := errors.AsType[config.Problems](err)
	if !is {
		a.log.Error(stays, "error", err)
		return
	}
	for _, p := range problems {
		a.log.Error("the configuration: "+p.Text, "file", p.File, "line", p.Line, "key", p.Key)
	}
	a.log.Error(stays, "problems", len(problems))
}

func (a *App) reload(ctx context.Context, c *config.Config) error {
	within, cancel := context.WithTimeout(ctx, reloadWithin)
	defer cancel()
	rooms, err := a.roomsOf(within, c)
	if err != nil {
		return err
	}
	if err := a.stillCounted(within, c); err != nil {
		return err
	}
	if err := a.vault.server.TryPassword(within, string(c.Redis.Password)); err != nil {
		return err
	}
	if a.console != nil {
		if err := a.console.AddRooms(consoleRooms(c)...); err != nil {
			return err
		}
	}
	a.vault.server.SetPassword(string(c.Redis.Password))
	a.rules.SetHours(c.People.Calendar(), c.Calendars())
	a.front.use(c, a.front.bot().With(a.settings(c, rooms)))
	a.front.bot().Warm(ctx)
	a.engine.Wake()
	return a.moveDates(ctx, a.book, a.log)
}

// roomsOf are the bot's rooms as its platforms know them.
func (a *App) roomsOf(ctx context.Context, c *config.Config) (map[string]bot.Rooms, error) {
	all := rooms(c)
	for _, p := range a.front.bot().Platforms {
		resolver, can := chat.As[chat.Resolver](p)
		if !can {
			continue
		}
		r, err := resolved(ctx, resolver, p.Name(), all[p.Name()])
		if err != nil {
			return nil, err
		}
		all[p.Name()] = r
	}
	return all, nil
}

// stillCounted refuses a configuration without a calendar that running cases are
// counted in: without its hours they would be set aside.
func (a *App) stillCounted(ctx context.Context, c *config.Config) error {
	gone := a.front.now.Load().config.Calendars()
	maps.DeleteFunc(gone, func(name string, _ escalation.Calendar) bool { _, there := c.Calendar(name); return there })
	if len(gone) == 0 {
		return nil
	}
	ids, err := a.store.Find(ctx, escalation.Query{Term: escalation.TermState + escalation.TermRunning})
	if err != nil {
		return fmt.Errorf("running cases: %w", err)
	}
	for _, id := range ids {
		running, _, err := a.store.Load(ctx, id, "")
		switch {
		case errors.Is(err, escalation.ErrNotFound), errors.Is(err, escalation.ErrCorrupt):
			continue // they are in nobody's calendar
		case err != nil:
			return fmt.Errorf("running cases: %w", err)
		}
		if name := running.Organisation.Calendar; name != "" {
			if _, is := gone[name]; is {
				return fmt.Errorf("calendars.%s is gone, and case %s is counted in it: put it back until no running case needs it", name, id)
			}
		}
	}
	return nil
}

// atOnce are the parts of a configuration that change while the bot runs; what is
// behind its methods (ladders, calendars, organisations) does too. Log is for whoever
// made the logger.
func atOnce() []string {
	return []string{"Rooms", "Roles", "Links", "People", "Guards", "Log", "Warnings"}
}

// unchanged are the keys whose change needs a restart.
func unchanged(before, now *config.Config) []string {
	b, n := *before, *now
	b.Redis.Password, n.Redis.Password = "", "" // is asked for at each connection
	var keys []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[config.Config]()) {
		if !field.IsExported() || slices.Contains(atOnce(), field.Name) {
			continue
		}
		was, is := reflect.ValueOf(b).FieldByIndex(field.Index), reflect.ValueOf(n).FieldByIndex(field.Index)
		if !reflect.DeepEqual(was.Interface(), is.Interface()) {
			keys = append(keys, strings.ToLower(field.Name))
		}
	}
	if b.People.Language != n.People.Language { // the console's people are made at the start
		keys = append(keys, "people.language")
	}
	return keys
}
