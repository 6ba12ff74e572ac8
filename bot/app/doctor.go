package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"relance/adapters/redis"
	"relance/config"
	"relance/escalation"
)

// Doctor is a store that is looked at wholly, with what surrounds it.
type Doctor struct {
	archive *Archive
	config  *config.Config
	folder  string
	now     func() time.Time
	served  bool // by a bot, as Signs saw it
}

// OpenDoctor opens the store that the configuration names, also beside a bot that
// is running on it.
func OpenDoctor(ctx context.Context, c *config.Config, data string, o Options) (*Doctor, error) {
	archive, err := OpenArchive(ctx, c, data, o.Logger)
	if err != nil {
		return nil, err
	}
	folder := data
	if folder == "" {
		folder = c.Data
	}
	if folder, err = dataFolder(folder); err != nil {
		return nil, errors.Join(err, archive.Close(ctx))
	}
	d := &Doctor{archive: archive, config: c, folder: folder, now: o.Now}
	if d.now == nil {
		d.now = time.Now
	}
	return d, nil
}

// Close ends the connection.
func (d *Doctor) Close(ctx context.Context) error { return d.archive.Close(ctx) }

// Sign is one thing beside the cases that was looked at.
type Sign struct {
	Name  string `json:"name"`
	Says  string `json:"says"`
	Level Level  `json:"level"`
}

// Level is how bad a sign is.
type Level string

// The levels.
const (
	Good    Level = "good"
	Warning Level = "warning" // to know; it was accepted, or cannot be known
	Trouble Level = "trouble" // a person has to do something
)

// Signs looks at what surrounds the cases. The error is for what could not be
// looked at because the store does not answer.
func (d *Doctor) Signs(ctx context.Context) ([]Sign, error) {
	v := d.archive.vault
	signs := []Sign{d.disk(), {"store", v.server.Description, Good}}
	for _, w := range v.server.Warnings {
		signs = append(signs, Sign{"store", w, Warning})
	}
	full, err := v.server.Full(ctx)
	if err != nil {
		return nil, err
	}
	for _, why := range full {
		signs = append(signs, Sign{"store", why, Trouble})
	}
	signs = append(signs, d.clock(ctx))
	print, err := v.store.Get(ctx, shelfWitness, keyOfKey)
	if err != nil {
		return nil, err
	}
	if v.otherKey = print != nil && !slices.Contains(v.keys.Prints(), string(print)); v.otherKey {
		signs = append(signs, Sign{"key", "the heads in this store were sealed with another key: put its file back, or name it in witness.key_file", Trouble})
	}
	findings, err := v.witness.Check(ctx, v.store)
	if err != nil {
		return nil, err
	}
	switch {
	case v.witness.Blank():
		signs = append(signs, Sign{"witness", "the witness has seen nothing: whether the store is an older one cannot be told; put the file's backup in its place if it had seen more", Warning})
	case len(findings) == 0:
		signs = append(signs, Sign{"witness", "the store is as its witness saw it", Good})
	}
	for _, f := range findings {
		signs = append(signs, Sign{"witness", f.String() + "; relance verify looks at all trails", Trouble})
	}
	why, err := d.archive.Paused(ctx)
	if err != nil {
		return nil, err
	}
	if why != "" {
		signs = append(signs, Sign{"sending", "nothing is sent: " + why, Trouble})
	}
	bots, err := v.store.Replicas(ctx)
	if err != nil {
		return nil, err
	}
	if bots == 0 {
		return append(signs, Sign{"bot", "none is running on this store: what is due waits until one is started", Warning}), nil
	}
	d.served = true
	return append(signs, Sign{"bot", fmt.Sprintf("%d running on this store", bots), Good}), nil
}

// disk writes a file into the data folder, and takes it away again.
func (d *Doctor) disk() Sign {
	name := filepath.Join(d.folder, ".doctor")
	err := os.WriteFile(name, []byte("relance doctor\n"), 0o600)
	err = errors.Join(err, os.Remove(name))
	if err != nil {
		return Sign{"data folder", onDisk(err).Error(), Trouble}
	}
	free, known := freeSpace(d.folder)
	if !known {
		return Sign{"data folder", d.folder + " can be written", Good}
	}
	level := Good
	if free < spaceNeeded {
		level = Trouble
	}
	return Sign{"data folder", fmt.Sprintf("%s can be written, %d MB are free", d.folder, free>>20), level}
}

// spaceNeeded is the room under which a disk is nearly full, in bytes: Redis writes
// its file anew beside the old one.
const spaceNeeded = 200 << 20

// clock compares this machine's with that of Redis.
func (d *Doctor) clock(ctx context.Context) Sign {
	ahead, err := d.archive.vault.server.Skew(ctx, d.now)
	switch {
	case err != nil:
		return Sign{"clock", "Redis does not say what time it has", Warning}
	case ahead.Abs() > skewLimit:
		return Sign{"clock", fmt.Sprintf("this machine and Redis differ by %s: set the clock that is wrong", ahead.Round(time.Second)), Trouble}
	}
	return Sign{"clock", "this machine and Redis agree", Good}
}

// Examining says how [Doctor.Audit] looks.
type Examining struct {
	// Fix puts right what can be put right, and sets the other damaged cases aside,
	// however many they are: a person has asked for it. The bot that runs on the store
	// tells the team.
	Fix bool
	// Again is how long is waited before a second look at what has been due for long
	// when there is any: whether nobody takes it cannot be seen at once. Zero: there is
	// no second look.
	Again time.Duration
	// Waits is called before that.
	Waits func()
}

// Audit looks at the whole store at once.
func (d *Doctor) Audit(ctx context.Context, e Examining) (escalation.Audit, error) {
	v := d.archive.vault
	o := redis.AuditOptions{Mend: e.Fix, AtMost: math.MaxInt, Name: true, Again: e.Again, Now: d.now, Sealed: v.sealed}
	if e.Fix {
		rules := &escalation.Rulebook{Book: v.store, People: d.config.People.Calendar()}
		rules.SetCalendars(d.config.Calendars())
		engine := escalation.NewEngine(escalation.EngineOptions{Store: v.store, Book: v.store, Rules: rules, Deliver: silent{}, Key: v.keys.Key})
		o.SetAside = func(ctx context.Context, id escalation.CaseID, why string) error {
			return engine.SetAside(ctx, id, why, d.now())
		}
	}
	auditor := v.store.Auditor(o)
	report, err := auditor.Run(ctx)
	if err != nil || !report.Waiting || !d.served || e.Again <= 0 {
		return report, err
	}
	e.Waits()
	select {
	case <-ctx.Done():
		return report, ctx.Err()
	case <-time.After(e.Again):
	}
	again, err := auditor.Overdue(ctx)
	report.Findings = append(report.Findings, again.Findings...)
	report.Waiting = false
	return report, err
}

// silent says nothing: whoever asks the doctor reads what it found.
type silent struct{}

// Deliver implements [escalation.Deliverer].
func (silent) Deliver(context.Context, escalation.Case, escalation.Notice, time.Time) (escalation.Outcome, error) {
	return escalation.Outcome{}, nil
}
