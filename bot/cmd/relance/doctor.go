package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"relance/bot/app"
	"relance/config"
	"relance/escalation"
)

type doctorCmd struct {
	Fix    bool   `help:"Put right what can be put right without a guess, and set aside the cases that cannot."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
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
	if x.audit, err = doctor.Audit(p, d.Fix); err != nil {
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

// examination is what the doctor has found.
type examination struct {
	Signs    []app.Sign `json:"signs"`
	Cases    int        `json:"cases"`
	Aside    int        `json:"aside"` // cases that are set aside
	Findings []finding  `json:"findings"`
	Left     int        `json:"left"` // for a person to do something about

	fix   bool
	audit escalation.Audit
}

type finding struct {
	Case   string `json:"case,omitempty"`
	Damage string `json:"damage"`
	Where  string `json:"where,omitempty"`
	Means  string `json:"means"`
	Fix    string `json:"fix"`
	Mended bool   `json:"mended"`
	Aside  bool   `json:"aside"`
}

// tell puts the report into words.
func (x *examination) tell() {
	x.Cases, x.Findings = x.audit.Cases, []finding{}
	if census := x.audit.Census; census != nil {
		x.Aside = census.Aside
		for where, n := range census.Cases {
			if where.Reason == string(escalation.HoldQuarantined) {
				x.Aside += n
			}
		}
	}
	for _, s := range x.Signs {
		if s.Level == app.Trouble {
			x.Left++
		}
	}
	for _, f := range x.audit.Findings {
		what := meanings[f.Damage]
		x.Findings = append(x.Findings, finding{
			Case: string(f.Case), Damage: string(f.Damage), Where: f.Where, Means: what.means, Fix: what.fix, Mended: f.Mended, Aside: f.Aside,
		})
		if !f.Mended {
			x.Left++
		}
	}
	if len(x.Findings) == 0 && x.Aside > 0 {
		x.Left++
	}
}

// String is the examination to read.
func (x examination) String() string {
	var b strings.Builder
	for _, s := range x.Signs {
		fmt.Fprintf(&b, "%s %-13s %s\n", marks[s.Level], s.Name, oneLine(s.Says))
	}
	aside := ""
	if x.Aside > 0 {
		aside = fmt.Sprintf(", %d set aside until a person has looked", x.Aside)
	}
	fmt.Fprintf(&b, "  %-13s %d looked at%s\n", "cases", x.Cases, aside)
	slices.SortStableFunc(x.Findings, func(a, b finding) int { return strings.Compare(a.Case, b.Case) })
	for _, f := range x.Findings {
		who := f.Case
		if who == "" {
			who = "the store"
		}
		fmt.Fprintf(&b, "\n%s: %s\n  %s\n", who, f.Damage, f.Means)
		if f.Where != "" {
			fmt.Fprintf(&b, "  where: %s\n", oneLine(f.Where))
		}
		switch {
		case f.Mended:
			fmt.Fprintf(&b, "  done: %s\n", f.Fix)
		case f.Aside:
			fmt.Fprintf(&b, "  done: %s\n", setAside)
		case f.Fix == "":
			fmt.Fprintln(&b, "  --fix leaves it alone")
		default:
			fmt.Fprintf(&b, "  --fix: %s\n", f.Fix)
		}
	}
	switch {
	case len(x.Findings) == 0 && x.Left > 0:
		fmt.Fprintln(&b, "\nNo damage in the cases that are there; what has a ! before it, or is set aside, is for a person.")
	case len(x.Findings) == 0:
		fmt.Fprintln(&b, "\nThe store is sound.")
	case !x.fix:
		fmt.Fprintf(&b, "\n%d found, nothing was changed.\n", len(x.Findings))
	default:
		fmt.Fprintf(&b, "\n%d found.\n", len(x.Findings))
	}
	return b.String()
}

// marks stand before a sign, so that what matters is seen.
var marks = map[app.Level]string{app.Good: " ", app.Warning: "?", app.Trouble: "!"}

// setAside is what is done where nothing can be computed.
const setAside = "the case is set aside: it does not climb until a person has looked"

// meanings say of each damage what it means and what --fix does.
var meanings = map[escalation.Damage]struct{ means, fix string }{
	escalation.DamageUnreadable:   {"The stored value is not a case: nothing about it can be known.", setAside},
	escalation.DamageLost:         {"The case itself is gone; its paper trail is there.", setAside},
	escalation.DamageTrailLength:  {"Entries of the paper trail are missing, or were added by hand.", setAside},
	escalation.DamageTrailBroken:  {"The paper trail does not verify: an entry was changed.", setAside},
	escalation.DamageUnsealed:     {"The head of the trail was not sealed with the key of this bot: somebody else has written it.", setAside},
	escalation.DamageUnscheduled:  {"The case has a date and nothing would wake it: it would never climb.", "its date is computed from its timers and put in"},
	escalation.DamageMisscheduled: {"The case would be woken at a time that is not its date.", "its date is computed from its timers and put in"},
	escalation.DamageOverdue:      {"The case, or a message of it, is due for minutes and nobody takes it.", "whoever serves it is told to look"},
	escalation.DamageDanglingDate: {"There is a date of a case that does not exist.", "the date is taken out"},
	escalation.DamageUnindexed:    {"The case cannot be found by one of its words, numbers or states.", "the entries of the index are put in"},
	escalation.DamageMisindexed:   {"The case is found by a word, number or state that is not its own.", "the entries of the index are taken out"},
	escalation.DamageDanglingTerm: {"The index points to a case that does not exist.", "the entries of the index are taken out"},
	escalation.DamageUnsent:       {"A message waits, and nothing would ever send it.", "it is sent when it may be"},
	escalation.DamageBodiless:     {"A message is to be sent, and what it says is gone.", "a letter is written anew and marked as a possible repetition; of another message only the empty place is taken out"},
	escalation.DamageOrphan:       {"A message belongs to a case that does not exist.", "it is not sent; it stays in the store to be looked at"},
	escalation.DamageBadNotice:    {"A message cannot be read.", "it is not sent; it stays in the store to be looked at"},
	escalation.DamageLetterGone:   {"The case waits for the delivery of a letter that is not there: its clock would never start.", "the letter is written anew and marked as a possible repetition"},
	escalation.DamageOperation:    {"Something that was done would be remembered for ever, or is forgotten already.", "what is remembered is forgotten in time"},
	escalation.DamageHealed:       {"The case was set aside by an audit, and is whole again.", "it goes on"},
	escalation.DamageForeign:      {"In the place of the bot's data is something else. Another program may write to this Redis.", ""},
	escalation.DamageNewer:        {"A newer version of the bot wrote this. Upgrade this one too.", ""},
}
