package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"relance/adapters/chat"
	"relance/adapters/console"
	"relance/adapters/redis/server"
	"relance/adapters/traces"
	"relance/bot/app/watch"
	"relance/config"
	"relance/escalation"
)

// Options are what an App is made of. Config, In and Out are needed.
type Options struct {
	Config *config.Config
	Data   string // folder for what is on disk; default: the configuration's
	In     io.Reader
	Out    io.Writer
	Logger *slog.Logger
	Now    func() time.Time // default time.Now
	// Dial opens the connections to chat platforms; default: their own.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// Traces get what happens to each case, and are closed by Close or by a New that
	// fails; default: those that the environment asks for.
	Traces *traces.Traces

	// Rehearsal is a store inside the program that forgets at exit, with /time
	// to let time pass. It ends with the input.
	Rehearsal bool
	// Terminal says that a person sits before In: lines are read as they are
	// typed, while the bot speaks.
	Terminal bool
}

// App is the running program.
type App struct {
	*house
	o          Options
	log        *slog.Logger
	vault      *vault
	clocks     *clocks
	traces     *traces.Traces // nil: nobody collects any
	monitor    *monitor
	vitals     *watch.Vitals
	console    *console.Console
	strangers  *strangers // nil: on no platform can anybody else have the token
	trust      *trusting  // nil: no witness knows the store
	timeline   *timeline  // of a rehearsal
	doors      []*door    // where platforms call the bot
	distrusted int        // how many cases are not as they were witnessed
	reloading  reloading
}

// liveWorkers is how many messages are under way at the same time: a platform
// that answers slowly holds up the others no longer.
const liveWorkers = 8

// New opens the store and puts everything together. Nothing happens by itself
// until Run, but that whoever looks after the bot is answered, until Close.
func New(ctx context.Context, o Options) (*App, error) {
	a := &App{o: o, log: cmp.Or(o.Logger, slog.New(slog.DiscardHandler))}
	c := *o.Config
	if o.Rehearsal {
		c.Redis, c.Slack, c.Discord, c.Monitor = config.Redis{Mode: config.RedisMemory}, config.Slack{}, config.Discord{}, config.Monitor{}
	}
	if err := a.open(ctx, &c); err != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		return nil, errors.Join(err, a.Close(last))
	}
	return a, nil
}

// open opens one thing after the other; Close ends those that it came to.
func (a *App) open(ctx context.Context, c *config.Config) error {
	quiet := a.log
	if a.o.Rehearsal { // that it forgets is what a rehearsal is
		quiet = slog.New(slog.DiscardHandler)
	}
	var err error
	if a.monitor, err = openMonitor(ctx, c.Monitor.Listen, a.log); err != nil {
		return err
	}
	if a.traces = a.o.Traces; a.traces == nil && !a.o.Rehearsal {
		if a.traces, err = openTraces(ctx); err != nil {
			return err
		}
	}
	if a.vault, err = openVault(ctx, c, a.o.Data, quiet); err != nil {
		return onDisk(err)
	}
	a.vault.server.Client.AddHook(watch.Hook(a.monitor.metrics))
	return onDisk(a.build(ctx, c))
}

func (a *App) build(ctx context.Context, c *config.Config) error {
	now := a.o.Now
	if now == nil {
		now = time.Now
	}
	a.clocks = newClocks(a.vault, now, a.log)
	if a.twoClocks() {
		if err := a.clocks.atStart(ctx, c.Redis.Allow); err != nil {
			return err
		}
	}
	var book escalation.Book = a.vault.store
	if w := a.vault.witness; w != nil {
		var err error
		if a.distrusted, err = distrust(ctx, w, a.vault.store, book, a.log); err != nil {
			return err
		}
		same, err := sameKey(ctx, book, a.vault.keys, a.log)
		if err != nil {
			return err
		}
		a.vault.otherKey = !same
		if err := w.Flush(); err != nil { // sealed with the key of now, should the earlier ones be taken away
			return err
		}
		reconnects := &watch.Reconnects{} // what was made until now has been looked at
		a.vault.server.Client.AddHook(reconnects)
		a.trust = &trusting{Book: confirming{book, w, a.vault.store}, reconnects: reconnects, look: a.lookAgain, looking: make(chan struct{}, 1)}
		book = a.trust
	}
	clock := &clock{base: now}
	workers := liveWorkers
	if a.o.Rehearsal { // one after the other reads better
		workers = 1
		a.timeline = &timeline{out: a.o.Out, clock: clock, zone: c.People.Zone}
	}
	var err error
	a.house, err = build(materials{
		config: c, clock: clock, store: a.vault.store, book: book, keys: a.vault.keys, witness: a.vault.seen(),
		monitor: a.monitor, traces: a.traces,
		workers: workers, platforms: func(h *house) ([]chat.Platform, error) { return a.platforms(ctx, h) }, logger: a.log,
	})
	if err != nil {
		return err
	}
	a.vitals = &watch.Vitals{Store: a.vault.store, Book: a.vault.store, Doubted: doubted, Now: clock.Now}
	a.monitor.metrics.Ask(a.sources())
	return a.moveDates(ctx, book, a.log)
}

// twoClocks says that Redis may go by another clock than this machine, which the bot
// goes by.
func (a *App) twoClocks() bool { return a.o.Now == nil && a.vault.server.Mode == server.URL }

// plain says that no colours are wanted. https://no-color.org: any value that is
// not empty.
func plain() bool { return os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" }

// Store says in one line where the cases are kept.
func (a *App) Store() string { return a.vault.server.Description }

// Platforms are the names of where people talk with the bot.
func (a *App) Platforms() []string {
	var names []string
	for _, p := range a.front.bot().Platforms {
		names = append(names, p.Name())
	}
	return names
}

// Close writes what is not on disk yet and ends the store, and last the monitor, so
// that all of the end can be seen. Run has returned before.
func (a *App) Close(ctx context.Context) error {
	var err error
	if a.vault != nil {
		err = onDisk(a.vault.close(ctx))
	}
	if a.traces != nil {
		if err := a.traces.Close(ctx); err != nil {
			a.log.Warn("the last traces may not have arrived", "error", err)
		}
	}
	if a.monitor != nil {
		err = errors.Join(err, a.monitor.close())
	}
	return err
}

// handler is whom the acts of a platform are given to.
func (a *App) handler(platform string) chat.Handler {
	h := a.acted(platform, a.front.on(platform))
	if platform == consolePlatform {
		h = typed{a, h}
	}
	if a.o.Rehearsal {
		h = travel{a, h}
	}
	return watch.Handler(unbroken{h}, platform, a.monitor.metrics)
}

// unbroken finishes an act that was begun: who stops the bot does not leave
// somebody behind who does not know whether their click counts. The bot answers
// within seconds by itself.
type unbroken struct{ chat.Handler }

func (u unbroken) Handle(ctx context.Context, act chat.Act) chat.Answer {
	return u.Handler.Handle(context.WithoutCancel(ctx), act)
}
