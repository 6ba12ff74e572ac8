package main

import (
	"fmt"
	"slices"
	"strings"

	"relance/bot/app"
	"relance/escalation"
)

// examination is what the doctor has found.
type examination struct {
	Signs    []app.Sign `json:"signs"`
	Cases    int        `json:"cases"`
	Aside    int        `json:"aside"` // cases that are set aside
	Findings []finding  `json:"findings"`
	SetAside []aside    `json:"set_aside"` // by name
	Left     int        `json:"left"`      // for a person to do something about

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

// aside is a case that is set aside until a person has looked.
type aside struct {
	Case string `json:"case"`
	Why  string `json:"why"`
	Next string `json:"next"` // what to do
}

// next is what a person does about a case that is set aside.
func next(s escalation.Standstill) string {
	switch {
	case s.Held:
		return "look who writes to Redis, and at relance show " + string(s.Case) + "; then /case resume " + string(s.Case) + " in the chat lets it go on"
	case s.Heals:
		return "put back what is missing from a backup; once it is whole, the bot or relance doctor --fix lets it go on"
	}
	return "put back what is missing from a backup; then the next thing that is done to it in the chat lets it go on, like /case note"
}

// tell puts the report into words.
func (x *examination) tell() {
	x.Cases, x.Findings = x.audit.Cases, []finding{}
	x.Aside, x.SetAside = len(x.audit.Aside), []aside{}
	for _, s := range x.audit.Aside {
		x.SetAside = append(x.SetAside, aside{Case: string(s.Case), Why: s.Why, Next: next(s)})
	}
	if x.audit.Waiting {
		x.Signs = append(x.Signs, app.Sign{Name: "overdue", Level: app.Warning,
			Says: "something has been due for minutes; whether a bot takes it is seen in a second look, beside one that runs: relance doctor --again 30s"})
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
	standing := ""
	if x.Aside > 0 {
		standing = fmt.Sprintf(", %d set aside until a person has looked", x.Aside)
	}
	fmt.Fprintf(&b, "  %-13s %d looked at%s\n", "cases", x.Cases, standing)
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
	for _, s := range x.SetAside {
		fmt.Fprintf(&b, "\n%s is set aside: it does not climb\n  why: %s\n  next: %s\n", s.Case, oneLine(s.Why), s.Next)
	}
	empty := x.Cases == 0 && x.Aside == 0
	switch {
	case len(x.Findings) == 0 && empty && x.Left > 0:
		fmt.Fprintln(&b, "\nThere is no case in this store: nothing could be looked at. What has a ! before it is for a person.")
	case len(x.Findings) == 0 && empty:
		fmt.Fprintln(&b, "\nThere is no case in this store. If there should be, it is not the right one, or it was emptied.")
	case len(x.Findings) == 0 && x.Left > 0:
		fmt.Fprintln(&b, "\nWhat has a ! before it, or is set aside, is for a person. The cases that are there have no damage.")
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
