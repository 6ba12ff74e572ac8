package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// AuditOptions say what an [Auditor] does. The zero value looks at the whole store
// once a run, and changes nothing.
type AuditOptions struct {
	// Mend puts right what can be put right without a guess.
	Mend bool
	// SetAside takes a case that cannot be put right off its ladder and says so, see
	// [escalation.Engine.SetAside]. When nil, such a case is only found.
	SetAside func(ctx context.Context, id escalation.CaseID, why string) error
	// AtMost is how many cases are set aside on one way through the store; 16 when
	// zero. More at once is not single cases' trouble: it is found and said, and a
	// person decides; no other is set aside until a way ends without.
	AtMost int
	// Sealed says that the head of a case was sealed with the right key; when nil,
	// that is not asked.
	Sealed func(context.Context, escalation.Case) bool
	// Leased keeps to the shards that this replica serves, as a bot does: it sets no
	// case aside while everything is paused, because a person has yet to say that this
	// is the right store. Else all shards are walked.
	Leased bool
	// Pages bounds how much one run reads: about that many times 50 cases, or 500
	// members of a set. The next run goes on there. Zero: a whole walk.
	Pages int
	// Name lists in the report of a whole walk the cases that are set aside.
	Name bool
	// Again is how long something must have been seen overdue before it is found to be;
	// half a minute when zero.
	Again time.Duration
	// Pause is how long a run rests after each page, so that it holds up nobody.
	Pause time.Duration
	// Now is the clock of the domain; time.Now when nil.
	Now func() time.Time
}

// Auditor finds where the structures of a store contradict each other, see the
// package comment, and mends that. What it finds is true at one moment: it is read,
// or asked again, by one script; and what it mends it mends by a script that looks
// first whether all is still as it was found. So it may work beside engines, other
// auditors and people. An Auditor itself does one run at a time.
type Auditor struct {
	s       *Store
	o       AuditOptions
	outbox  walk
	rest    walk
	waiting map[string]late // what was overdue at the last run, by shard and member
	census  *escalation.Census
	aside   int  // cases that were set aside on this way through the store
	held    bool // and there were more
	// standing are the cases seen on this way that say of themselves that they are set
	// aside, and why.
	standing map[escalation.CaseID]string
}

// Auditor makes an auditor of this store.
func (s *Store) Auditor(o AuditOptions) *Auditor {
	o.AtMost = cmp.Or(o.AtMost, 16)
	o.Again = cmp.Or(o.Again, overdueAgain)
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Auditor{
		s: s, o: o,
		outbox: walk{steps: []step{(*run).box, (*run).send}},
		rest:   walk{steps: []step{(*run).cases, (*run).dates, (*run).terms, (*run).ops, (*run).ages}},
	}
}

// Run does one run. An error means that the store could not
// be read; what was found before stands.
func (a *Auditor) Run(ctx context.Context) (escalation.Audit, error) {
	return a.run(ctx, (*run).all)
}

// Overdue looks only at what is overdue, as a run does at its beginning: again, what was
// [escalation.Audit.Waiting] before is found if nobody has taken it meanwhile.
func (a *Auditor) Overdue(ctx context.Context) (escalation.Audit, error) {
	return a.run(ctx, (*run).overdue)
}

func (a *Auditor) run(ctx context.Context, look func(*run) error) (escalation.Audit, error) {
	began := time.Now()
	r := &run{Auditor: a, ctx: ctx, seen: map[escalation.Finding]bool{}, report: escalation.Audit{At: a.o.Now()}}
	err := a.s.ready(ctx)
	if err == nil {
		err = look(r)
	}
	r.report.Took = time.Since(began)
	if err != nil {
		return r.report, fmt.Errorf("audit: %w", err)
	}
	return r.report, nil
}

// run is one run under way.
type run struct {
	*Auditor
	ctx    context.Context
	report escalation.Audit
	seen   map[escalation.Finding]bool
	paused bool // everything is
}

func (r *run) all() error {
	if err := r.overdue(); err != nil {
		return err
	}
	half := r.o.Pages / 2 // the outbox is small, and what waits in it matters most
	used, _, err := r.outbox.forward(r, half)
	if err != nil {
		return err
	}
	_, whole, err := r.rest.forward(r, max(r.o.Pages-used, half))
	if err == nil && whole {
		if !r.held {
			r.Auditor.aside = 0
		}
		r.held = false
		r.census.At = r.o.Now()
		r.report.Census, r.census = r.census, nil
		if r.o.Name {
			return r.nameAside()
		}
	}
	return err
}

// shards are those that this auditor looks at.
func (r *run) shards() []int {
	var all []int
	for shard := range r.s.keys.shards {
		if !r.o.Leased || r.s.heads.serves(shard) {
			all = append(all, shard)
		}
	}
	return all
}

// found notes a finding; what is seen in several places is one.
func (r *run) found(f escalation.Finding) {
	once := f
	once.Mended, once.Aside = false, false
	if !r.seen[once] {
		r.seen[once] = true
		r.report.Findings = append(r.report.Findings, f)
	}
}

// asideBy begins why a case is quarantined that an auditor has set aside.
const asideBy = "audit: "

// setAside is for what cannot be put right.
func (r *run) setAside(d escalation.Damage, id escalation.CaseID, why string) {
	f := escalation.Finding{Damage: d, Case: id, Where: why}
	switch {
	case r.o.SetAside == nil, r.paused && r.o.Leased:
	case r.aside >= r.o.AtMost:
		r.report.Held, r.held = true, true
	default:
		r.Auditor.aside++
		err := r.o.SetAside(r.ctx, id, asideBy+why)
		if err != nil {
			r.s.log.Warn("a damaged case is not set aside yet, trying again", "case", id, "error", err)
		}
		if f.Aside = err == nil; f.Aside {
			r.stands(id, why)
		}
	}
	r.found(f)
}

// mend runs a script that puts something right, and says whether it did. Who only
// looks believes what was read at one moment.
func (r *run) mend(f escalation.Finding, c call) (mended bool, err error) {
	if r.o.Mend {
		value, err := r.script(c)
		if err != nil || value != int64(1) { // somebody has changed it meanwhile
			return false, err
		}
		f.Mended = true
	}
	r.found(f)
	return f.Mended, nil
}

// script runs one script.
func (r *run) script(c call) (any, error) {
	replies, err := r.s.run(r.ctx, []call{c}, nil)
	if err != nil {
		return nil, err
	}
	return replies[0].value, replies[0].err
}

// ask carries out one plain command that changes nothing.
func ask[C goredis.Cmder](r *run, fill func(goredis.Pipeliner) C) (C, error) {
	var cmd C
	err := r.s.read(r.ctx, func(p goredis.Pipeliner) { cmd = fill(p) })
	if err == nil {
		err = cmd.Err()
	}
	return cmd, err
}

// walk goes through the shards, through each by the same steps, page by page. It
// keeps its place from run to run.
type walk struct {
	steps  []step
	shards []int // of this round, the one under way first
	at     int   // the step under way
	from   string
}

// step looks at one page of a shard from a place on, "" at the beginning. It returns
// the place of the next page, "" at the end.
type step func(r *run, shard int, from string) (next string, err error)

// forward looks at so many pages at most, all when zero, and at nothing twice.
func (w *walk) forward(r *run, pages int) (used int, whole bool, err error) {
	if len(w.shards) == 0 {
		w.shards = r.shards()
	}
	for len(w.shards) > 0 {
		if pages > 0 && used >= pages {
			return used, false, nil
		}
		if used > 0 && !pause(r.ctx, r.o.Pause) {
			return used, false, r.ctx.Err()
		}
		used++
		next, err := w.steps[w.at](r, w.shards[0], w.from)
		if err != nil && strings.Contains(err.Error(), "WRONGTYPE") {
			r.found(escalation.Finding{Damage: escalation.DamageForeign, Where: fmt.Sprintf("shard %d, step %d", w.shards[0], w.at+1)})
			next, err = "", nil
		}
		if err != nil {
			return used, false, err
		}
		if w.from = next; next != "" {
			continue
		}
		if w.at++; w.at == len(w.steps) {
			w.at, w.shards = 0, w.shards[1:]
			whole = len(w.shards) == 0
		}
	}
	return used, whole, nil
}

// pause waits; false when the context ended.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// Sizes of a page. What a script has to read must not hold up the others: fifty
// cases with their trails take Redis about a millisecond.
const (
	casesPage   = 50
	membersPage = 500
)

// scanned is the end of a page of SCAN: the elements, and the next place.
func scanned(elements []string, cursor uint64, pairs bool) (members []string, next string) {
	for i := 0; i < len(elements); i++ {
		members = append(members, elements[i])
		if pairs {
			i++
		}
	}
	slices.Sort(members)
	if cursor != 0 {
		next = fmt.Sprint(cursor)
	}
	return slices.Compact(members), next
}

func cursor(from string) (n uint64) {
	_, _ = fmt.Sscan(from, &n) // "" is the beginning, 0
	return n
}

// hash returns a page of the fields of a hash.
func (r *run) hash(key, from string, size int64) ([]string, string, error) {
	cmd, err := ask(r, func(p goredis.Pipeliner) *goredis.ScanCmd { return p.HScan(r.ctx, key, cursor(from), "", size) })
	if err != nil {
		return nil, "", err
	}
	elements, at := cmd.Val()
	members, next := scanned(elements, at, true)
	return members, next, nil
}

// set returns a page of the members of a sorted set.
func (r *run) set(key, from string, size int64) ([]string, string, error) {
	cmd, err := ask(r, func(p goredis.Pipeliner) *goredis.ScanCmd { return p.ZScan(r.ctx, key, cursor(from), "", size) })
	if err != nil {
		return nil, "", err
	}
	elements, at := cmd.Val()
	members, next := scanned(elements, at, true)
	return members, next, nil
}

// missing returns which of the fields a hash does not have.
func (r *run) missing(key string, fields []string) ([]string, error) {
	var out []string
	for part := range slices.Chunk(fields, membersPage) {
		value, err := r.script(call{r.s.scripts.auditMissing, []string{key}, anys(part)})
		if err != nil {
			return nil, err
		}
		list, _ := value.([]any)
		for _, v := range list {
			out = append(out, text(v))
		}
	}
	return out, nil
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// newer says that a value is no damage, but of a program that knows more.
func newer(err error) bool { return errors.Is(err, escalation.ErrUpgrade) }
