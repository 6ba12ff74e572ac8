package main

import (
	"errors"
	"fmt"
	"strings"

	"relance/adapters/chat"
	"relance/bot"
	"relance/bot/app"
	"relance/escalation"
)

type showCmd struct {
	ID string `arg:"" help:"The case, as it is said: K7M-4QZ-X."`
}

// Run shows a case and its trail.
func (s showCmd) Run(p *program) error {
	return p.withCase(s.ID, func(a *app.Archive, c escalation.Case, trail []escalation.Entry) error {
		fmt.Fprintf(p.out, "%s  %s\n", c.ID, oneLine(c.Organisation.Name+": "+c.Subject))
		fmt.Fprintf(p.out, "state %s", c.State)
		if why := string(c.Hold.Reason) + c.Closed; why != "" {
			fmt.Fprintf(p.out, " (%s)", oneLine(why))
		}
		if c.State != escalation.StateDraft {
			fmt.Fprintf(p.out, ", rung %d", c.Climb.Rung+1)
		}
		fmt.Fprintf(p.out, ", opened %s\n", c.Opened.In(a.Zone).Format("2006-01-02 15:04 MST"))
		if due, ok := c.NextDue(); ok {
			fmt.Fprintf(p.out, "next date %s\n", due.In(a.Zone).Format("2006-01-02 15:04 MST"))
		}
		fmt.Fprintf(p.out, "paper trail: %d entries, head %s\n\n", c.Entries, c.Head.Short())
		for _, e := range trail {
			fmt.Fprintln(p.out, oneLine(bot.TrailLine(a.Say, a.Zone, e)))
		}
		return nil
	})
}

type exportCmd struct {
	ID     string `arg:"" help:"The case, as it is said: K7M-4QZ-X."`
	Format string `enum:"md,markdown,json" default:"md" help:"md (to read) or json (with everything that is needed to verify the trail)."`
}

// Run exports a case and its trail.
func (e exportCmd) Run(p *program) error {
	return p.withCase(e.ID, func(a *app.Archive, c escalation.Case, trail []escalation.Entry) error {
		document, err := bot.Export(c, trail, a.Say, e.Format)
		if err != nil {
			return err
		}
		if e.Format != "json" { // which stays true to the byte: a trail is verified with it
			document = []byte(chat.Visible(string(document)))
		}
		_, err = p.out.Write(document)
		return err
	})
}

// errNothingKept says why there is nothing to look at.
var errNothingKept = errors.New("without a configuration nothing is kept: name the one of the bot with --config")

// withArchive opens the store to look at it.
func (p *program) withArchive(look func(*app.Archive) error) error {
	c, err := p.loadStore()
	if err != nil {
		return err
	}
	a, err := app.OpenArchive(p, c, p.cli.Data, p.logger(c))
	if err != nil {
		return err
	}
	return errors.Join(look(a), a.Close(p))
}

func (p *program) withCase(text string, look func(*app.Archive, escalation.Case, []escalation.Entry) error) error {
	id, err := escalation.ParseCaseID(text)
	if err != nil {
		return misuse{fmt.Errorf("%q is no case: its check character does not fit, or a letter is missing; it is written like K7M-4QZ-X", text)}
	}
	return p.withArchive(func(a *app.Archive) error {
		c, trail, err := a.Case(p, id)
		if errors.Is(err, escalation.ErrNotFound) {
			return fmt.Errorf("%w case %s in this store: look at its number, and whether --config names the bot that has it", errNotThere, strings.ToUpper(string(id)))
		}
		if err != nil {
			return err
		}
		return look(a, c, trail)
	})
}
