package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"relance/bot/app"
	"relance/config"
)

type doctorCmd struct {
	Fix    bool          `help:"Put right what can be put right without a guess, and set aside the cases that cannot."`
	Again  time.Duration `default:"30s" help:"How long to wait for a second look where something has been due for minutes: whether nobody takes it cannot be seen at once. 0s: one look alone."`
	Format string        `enum:"text,json" default:"text" help:"text or json."`
}

// Help is what a person with only the program needs to read a report.
func (doctorCmd) Help() string {
	return "A ! stands before what you have to mend, a ? before what you should know; the line says what it is. " +
		"Of each damage the report says in which case it is, what it means and what --fix does about it; without --fix nothing is changed. " +
		"At the end stands every case that is set aside, with what to do next. It may be asked beside a bot that runs.\n\n" +
		"Exit codes: 0 all is well, or was put right; 1 something is left for a person; 3 or 4 it could not look. " +
		"The source has each damage in docs/operate/auditor.md."
}

// Run looks at the store and at what surrounds it.
func (d doctorCmd) Run(p *program) error {
	c, err := p.loadStore()
	if err != nil {
		return err
	}
	doctor, err := app.OpenDoctor(p, c, p.cli.Data, app.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return errors.Join(d.examine(p, c, doctor), doctor.Close(p))
}

func (d doctorCmd) examine(p *program, c *config.Config, doctor *app.Doctor) (err error) {
	x := examination{fix: d.Fix}
	if x.Signs, err = doctor.Signs(p); err != nil {
		return err
	}
	for _, w := range c.Warnings {
		x.Signs = append(x.Signs, app.Sign{Name: "configuration", Says: fmt.Sprint(w), Level: app.Warning})
	}
	waits := func() {
		fmt.Fprintf(p.errors, "something has been due for minutes: looking again in %s, whether anybody takes it\n", d.Again)
	}
	if x.audit, err = doctor.Audit(p, app.Examining{Fix: d.Fix, Again: d.Again, Waits: waits}); err != nil {
		return err
	}
	x.tell()
	if d.Format == "json" {
		err = json.NewEncoder(p.out).Encode(x)
	} else {
		_, err = fmt.Fprint(p.out, x)
	}
	if err == nil && x.Left > 0 {
		return errFound
	}
	return err
}
