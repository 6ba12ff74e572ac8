package escalation

import (
	"cmp"
	"fmt"
	"time"
)

// Validate says everything that keeps a ladder from being climbed, as [Problems].
func (l Ladder) Validate() error {
	var p Problems
	if l.Name == "" {
		p.add("name", "missing: a ladder needs a name")
	}
	if len(l.Rungs) == 0 {
		p.add("rungs", "a ladder needs at least one rung")
	}
	names := map[string]int{}
	for i, r := range l.Rungs {
		path := fmt.Sprintf("rungs[%d]", i)
		l.checkRung(&p, path, r, i)
		if first, double := names[fold(r.Name)]; double && r.Name != "" {
			p.add(path+".name", "%q is the name of rung %d already: give each its own", r.Name, first+1)
		} else {
			names[fold(r.Name)] = i
		}
	}
	l.checkWaits(&p)
	l.checkReminders(&p)
	l.checkWarnings(&p)
	return p.or()
}

func (l Ladder) checkRung(p *Problems, path string, r Rung, i int) {
	if r.Name == "" {
		p.add(path+".name", "missing: people are shown the names of the rungs")
	}
	switch r.Kind {
	case RungLetter:
		r.checkLetter(p, path)
	case RungPost:
		r.checkPost(p, path)
		if i != len(l.Rungs)-1 {
			p.add(path+".kind", "a post must be the last rung: nothing can be taken back after it")
		}
	default:
		p.add(path+".kind", "unknown kind %q: write %s or %s", r.Kind, RungLetter, RungPost)
	}
}

func (r Rung) checkLetter(p *Problems, path string) {
	switch {
	case r.Role == "":
		p.add(path+".role", "missing: whose contacts does this rung write to?")
	case !roleForm.MatchString(string(r.Role)):
		p.add(path+".role", "%q is no role: write lower-case letters, digits and _, like customer_service", r.Role)
	}
	if r.Order != Together && r.Order != OneByOne {
		p.add(path+".order", "unknown order %q: write %s or %s", r.Order, Together, OneByOne)
	}
	if r.Wait.IsZero() {
		p.add(path+".wait", "missing: how long may they take to answer? Write for example 10 working days")
	}
	checkPositive(p, path+".wait", r.Wait)
	checkPositive(p, path+".gap", r.Gap)
	checkPositive(p, path+".extension", r.Extension)
	checkCount(p, path+".earned", r.Earned)
	r.checkEvery(p, path)
	if r.Quorum != 0 {
		p.add(path+".quorum", "only a post is voted on: leave it out")
	}
}

// checkEvery looks at the reminders of a rung: they must all fit into its wait.
func (r Rung) checkEvery(p *Problems, path string) {
	checkCount(p, path+".reminders", r.Reminders)
	checkPositive(p, path+".every", r.Every)
	switch {
	case r.Reminders > 0 && r.Every.IsZero():
		p.add(path+".every", "missing: how long between two of the %d reminders?", r.Reminders)
	case r.Reminders <= 0 && !r.Every.IsZero():
		p.add(path+".every", "there are no reminders: add reminders, or leave it out")
	case r.Reminders > 0:
		last := Wait{Days: r.Every.Days * r.Reminders, Time: r.Every.Time * time.Duration(r.Reminders), Working: r.Every.Working}
		if order, ok := compareWaits(last, r.Wait); ok && order >= 0 && !r.Wait.IsZero() {
			p.add(path+".every", "the last of %d reminders, one every %s, would not come before the wait of %s is over: "+
				"remind less, or wait longer", r.Reminders, r.Every, r.Wait)
		}
		if order, ok := compareWaits(r.Gap, r.Every); ok && order > 0 {
			p.add(path+".gap", "%s between two messages is longer than the %s between reminders", r.Gap, r.Every)
		}
	}
}

func (r Rung) checkPost(p *Problems, path string) {
	if r.Quorum < 1 {
		p.add(path+".quorum", "%d: a post needs at least 1 moderator who approves", r.Quorum)
	}
	for _, unused := range []struct {
		key string
		set bool
	}{
		{"role", r.Role != ""}, {"order", r.Order != ""}, {"wait", !r.Wait.IsZero()},
		{"reminders", r.Reminders != 0}, {"every", !r.Every.IsZero()}, {"gap", !r.Gap.IsZero()},
		{"extension", !r.Extension.IsZero()}, {"earned", r.Earned != 0},
	} {
		if unused.set {
			p.add(path+"."+unused.key, "a post writes to nobody and waits for no answer: leave it out")
		}
	}
}

// checkWaits looks at the waits of the ladder itself.
func (l Ladder) checkWaits(p *Problems) {
	checkPositive(p, "preview", l.Preview)
	checkPositive(p, "unclassed", l.Unclassed)
	checkPositive(p, "promise_cap", l.PromiseCap)
	checkSet(p, "take", l.Take, "how long does \"I am on it\" last?")
	for i, r := range l.Rungs {
		if order, ok := compareWaits(l.Preview, r.Wait); ok && order >= 0 && !r.Wait.IsZero() && i < len(l.Rungs)-1 {
			p.add("preview", "%s is not shorter than the wait of rung %d, %s", l.Preview, i+1, r.Wait)
		}
	}
}

// checkReminders looks at the rules for people who do nothing.
func (l Ladder) checkReminders(p *Problems) {
	checkSet(p, "turn.every", l.Turn.Every, "how long between two reminders to the requester?")
	checkCount(p, "turn.reminders", l.Turn.Reminders)
	checkSet(p, "turn.grace", l.Turn.Grace, "how long does the team have before the rule for a silent requester applies?")
	if l.Turn.Then != TurnClimb && l.Turn.Then != TurnClose {
		p.add("turn.then", "unknown %q: write %s or %s", l.Turn.Then, TurnClimb, TurnClose)
	}
	checkSet(p, "task.every", l.Task.Every, "how long between two reminders of a task?")
	checkCount(p, "task.reminders", l.Task.Reminders)
	checkSet(p, "approval.every", l.Approval.Every, "how long between two reminders to the moderators?")
	checkCount(p, "approval.reminders", l.Approval.Reminders)
	checkSet(p, "look.retry", l.Look.Retry, "when is a look that failed tried again?")
	if l.Look.Limit < 1 {
		p.add("look.limit", "%d: after at least 1 failed look the team is asked", l.Look.Limit)
	}
}

func (l Ladder) checkWarnings(p *Problems) {
	for i, w := range l.Warnings {
		path := fmt.Sprintf("warnings[%d]", i)
		checkSet(p, path, w, "how long before the outside date?")
		if i == 0 {
			continue
		}
		if order, ok := compareWaits(w, l.Warnings[i-1]); ok && order >= 0 {
			p.add(path, "%s is not shorter than %s before it: write the longest first, each once", w, l.Warnings[i-1])
		}
	}
}

// checkSet refuses a wait that is zero: a timer of no length would be due again
// at once, for ever.
func checkSet(p *Problems, path string, w Wait, question string) {
	if w.IsZero() {
		p.add(path, "missing: %s", question)
	}
	checkPositive(p, path, w)
}

func checkPositive(p *Problems, path string, w Wait) {
	if w.Days < 0 || w.Time < 0 {
		p.add(path, "%s is less than nothing", w)
	}
}

func checkCount(p *Problems, path string, n int) {
	if n < 0 {
		p.add(path, "%d is less than nothing", n)
	}
}

// compareWaits compares two waits; false where only a calendar could.
func compareWaits(a, b Wait) (int, bool) {
	const day = 24 * time.Hour
	switch {
	case a.IsZero() || b.IsZero():
		return cmp.Compare(int64(a.Days)+int64(a.Time), int64(b.Days)+int64(b.Time)), true
	case a.Working != b.Working:
		return 0, false
	case !a.Working:
		return cmp.Compare(time.Duration(a.Days)*day+a.Time, time.Duration(b.Days)*day+b.Time), true
	case a.Days == b.Days:
		return cmp.Compare(a.Time, b.Time), true
	case a.Time == b.Time:
		return cmp.Compare(a.Days, b.Days), true
	}
	return 0, false // a working day is as long as the calendar says
}
