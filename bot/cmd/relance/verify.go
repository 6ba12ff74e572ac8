package main

import (
	"fmt"

	"relance/adapters/witness"
	"relance/bot/app"
)

type verifyCmd struct {
	Accept bool `help:"Take the store as it is and let the bot send again: you say that it is the right one."`
}

// Run verifies every trail. What is consistent and what matches the witness are
// two answers: a trail that was written anew from the beginning is consistent.
func (v verifyCmd) Run(p *program) error {
	return p.withArchive(func(a *app.Archive) error {
		cases, found, matches := 0, 0, "matches the witness"
		if a.Unseen() {
			matches = "matches its seal"
		}
		err := a.Verify(p, func(v witness.Verified) error {
			cases++
			if !v.OK() {
				found++
			}
			fmt.Fprintf(p.out, "%s  %3d entries  %s  %s\n", v.Case, v.Entries,
				answer("consistent", "NOT CONSISTENT", v.Chain), answer(matches, "DOES NOT MATCH THE WITNESS", v.Witness))
			return nil
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "cases: %d, with a finding: %d\n", cases, found)
		if cases > 0 && a.Unseen() {
			fmt.Fprintln(p.out, "the witness has seen none of them: whether the store is an older one cannot be told; if its file was lost, put its backup in its place")
		}
		why, err := a.Paused(p)
		if err != nil {
			return err
		}
		if why != "" && !v.Accept {
			fmt.Fprintf(p.out, "nothing is sent: %s\n", oneLine(why))
		}
		if v.Accept {
			if err := a.Accept(p); err != nil {
				return err
			}
			fmt.Fprintln(p.out, "accepted: the bot takes the store as it is, and sends")
		}
		if found > 0 {
			return errFound
		}
		return nil
	})
}

func answer(well, wrong, why string) string {
	if why == "" {
		return well
	}
	return wrong + ": " + why
}
