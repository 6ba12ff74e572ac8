package redis

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// Between which times the due time of a case can be a claim: it was due, and was
// taken for a hold that is not over. Both leave room for clocks that differ.
const (
	claimEarly = time.Minute      // of a replica whose clock is ahead
	claimLong  = 10 * time.Minute // and the longest hold
)

// kept is everything that is kept of one case, read at one moment.
type kept struct {
	id      escalation.CaseID
	shard   int
	stored  string // packed
	exists  bool
	at      string // its due time, ms; empty: none
	why     string // it is quarantined; empty: it is not
	packed  []string
	foreign string // why there is no reading the trail
	c       escalation.Case
	err     error // of reading the case
}

// look reads some cases of a shard.
func (r *run) look(shard int, ids []string) ([]kept, error) {
	var all []kept
	k := r.s.keys
	for part := range slices.Chunk(ids, casesPage) {
		keys := []string{k.state(shard), k.due(shard), k.quarantined(shard)}
		for _, id := range part {
			keys = append(keys, k.of(shard, "trail:"+id))
		}
		value, err := r.script(call{r.s.scripts.auditCases, keys, anys(part)})
		if err != nil {
			return nil, err
		}
		list, _ := value.([]any)
		for i, v := range list {
			row, _ := v.([]any)
			if len(row) < 4 || i >= len(part) {
				return nil, fmt.Errorf("a case was read as %T", v)
			}
			c := kept{id: escalation.CaseID(part[i]), shard: shard, at: text(row[1]), why: text(row[2])}
			c.stored, c.exists = row[0].(string)
			entries, _ := row[3].([]any)
			for _, e := range entries {
				c.packed = append(c.packed, text(e))
			}
			c.foreign = text(row[3])
			if c.exists {
				c.c, c.err = r.s.codec.readCase(c.id, c.stored)
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// cases looks at a page of the cases of a shard, and counts them.
func (r *run) cases(shard int, from string) (next string, err error) {
	if r.census == nil {
		r.census = &escalation.Census{Cases: map[escalation.Standing]int{}}
	}
	if from == "" {
		shelf, err := ask(r, func(p goredis.Pipeliner) *goredis.IntCmd { return p.HLen(r.ctx, r.s.keys.quarantined(shard)) })
		if err != nil {
			return "", err
		}
		r.census.Aside += int(shelf.Val())
	}
	ids, next, err := r.hash(r.s.keys.state(shard), from, casesPage)
	if err != nil || len(ids) == 0 {
		return next, err
	}
	all, err := r.look(shard, ids)
	if err != nil {
		return "", err
	}
	var whole []kept
	for _, k := range all {
		if !k.exists {
			continue
		}
		r.report.Cases++
		if k.err == nil {
			r.census.Cases[escalation.StandingOf(k.c)]++
			if k.c.State == escalation.StateHeld && k.c.Hold.Reason == escalation.HoldQuarantined {
				r.stands(k.id, r.whyHeld(k))
			}
		}
		well, err := r.examine(k)
		if err != nil {
			return "", err
		}
		if well {
			whole = append(whole, k)
		}
	}
	if err := r.indexed(shard, whole); err != nil {
		return "", err
	}
	return next, r.letters(shard, whole)
}

// examine looks at one case by itself. It says whether the case can go on.
func (r *run) examine(k kept) (well bool, err error) {
	if r.s.keys.shard(k.id) != k.shard {
		r.found(escalation.Finding{Damage: escalation.DamageForeign, Case: k.id, Where: fmt.Sprintf("it lies in shard %d, where nobody looks for it", k.shard)})
		return false, nil
	}
	if r.newer(k) {
		r.found(escalation.Finding{Damage: escalation.DamageNewer, Case: k.id})
		return false, nil
	}
	damage, why := r.spoilt(k)
	switch {
	case damage == "" && strings.HasPrefix(k.why, asideBy):
		return false, r.reschedule(k, escalation.DamageHealed)
	case k.why != "":
		return false, nil // it is quarantined: by the engine, or the damage is still there
	case damage != "" && !r.known(k, why):
		r.setAside(damage, k.id, why)
		return false, nil
	}
	return true, r.scheduled(k)
}

// newer says that a newer program wrote the case or one of its entries.
func (r *run) newer(k kept) bool {
	return newer(k.err) || slices.ContainsFunc(k.packed, func(stored string) bool {
		form, _, _, ok := header(stored)
		return ok && form > r.s.codec.newest
	})
}

// spoilt says what is wrong with a case that nothing can be computed from; the
// sentence is the same as long as the damage is.
func (r *run) spoilt(k kept) (d escalation.Damage, why string) {
	switch {
	case k.err != nil:
		return escalation.DamageUnreadable, "the stored value is not a case"
	case k.foreign != "":
		return escalation.DamageTrailBroken, "in the place of the trail is something else"
	case len(k.packed) != k.c.Entries:
		return escalation.DamageTrailLength, fmt.Sprintf("the trail has %d entries, the case knows of %d", len(k.packed), k.c.Entries)
	}
	entries := make([]escalation.Entry, len(k.packed))
	for i, stored := range k.packed {
		var err error
		if entries[i], err = r.s.codec.readEntry(stored); err != nil {
			return escalation.DamageTrailBroken, fmt.Sprintf("entry %d of the trail cannot be read", i+1)
		}
	}
	head, err := escalation.VerifyTrail(k.id, entries)
	switch {
	case err != nil:
		return escalation.DamageTrailBroken, err.Error()
	case head != k.c.Head:
		return escalation.DamageTrailBroken, fmt.Sprintf("the trail ends in %s, the case knows %s", head.Short(), k.c.Head.Short())
	case r.o.Sealed != nil && !r.o.Sealed(r.ctx, k.c):
		return escalation.DamageUnsealed, fmt.Sprintf("the head at entry %d is not the one that was sealed with this key", k.c.Entries)
	}
	return "", ""
}

// known says that a case was set aside for this very damage: it still is, or a
// person has looked and let it go on.
func (r *run) known(k kept, why string) bool {
	if k.err != nil {
		return false
	}
	if k.c.State == escalation.StateHeld && k.c.Hold.Reason == escalation.HoldQuarantined {
		return true
	}
	return slices.ContainsFunc(k.packed, func(stored string) bool {
		e, err := r.s.codec.readEntry(stored)
		return err == nil && e.Kind == escalation.EntryQuarantined && e.Fields["why"] == asideBy+why
	})
}

// scheduled compares the due time of a case with its timers.
func (r *run) scheduled(k kept) error {
	date, dated := k.c.NextDue()
	if k.at == "" {
		if dated {
			return r.reschedule(k, escalation.DamageUnscheduled)
		}
		return nil
	}
	at := time.UnixMilli(score(k.at))
	now := r.o.Now()
	claimed := !date.After(now.Add(claimEarly)) && at.After(date) && !at.After(now.Add(claimLong))
	if dated && (claimed || score(k.at) == date.UnixMilli()) {
		return nil
	}
	return r.reschedule(k, escalation.DamageMisscheduled)
}

// reschedule computes the due time of a case anew.
func (r *run) reschedule(k kept, d escalation.Damage) error {
	right := ""
	if date, ok := k.c.NextDue(); ok && k.exists {
		right = millis(date)
	}
	keys := r.s.keys
	mended, err := r.mend(escalation.Finding{Damage: d, Case: k.id}, call{r.s.scripts.mendDue,
		[]string{keys.state(k.shard), keys.due(k.shard), keys.quarantined(k.shard), keys.of(k.shard, "trail:"+string(k.id))},
		[]any{string(k.id), k.stored, k.at, k.why, right}})
	if mended && right != "" {
		r.s.tell(r.ctx, k.shard) // whoever serves it sleeps until what it believes to be next
	}
	return err
}

// indexed looks whether cases can be found by each of their terms.
func (r *run) indexed(shard int, all []kept) error {
	var members []any
	for _, k := range all {
		for _, term := range k.c.Terms() {
			members = append(members, member(term, k.id))
		}
	}
	if len(members) == 0 {
		return nil
	}
	cmd, err := ask(r, func(p goredis.Pipeliner) *goredis.Cmd {
		return p.Do(r.ctx, append([]any{"ZMSCORE", r.s.keys.terms(shard)}, members...)...)
	})
	if err != nil {
		return err
	}
	scores, _ := cmd.Val().([]any)
	lacking := map[escalation.CaseID][]string{}
	for i, m := range members {
		if i < len(scores) && scores[i] == nil {
			_, id, _ := splitMember(m.(string))
			lacking[id] = append(lacking[id], m.(string))
		}
	}
	for _, k := range all {
		if len(lacking[k.id]) > 0 {
			if err := r.mendTerms(shard, k.id, k.stored, escalation.DamageUnindexed, lacking[k.id], nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// mendTerms asks, and puts right, which terms a case has too few or too many.
func (r *run) mendTerms(shard int, id escalation.CaseID, stored string, d escalation.Damage, wanted, unwanted []string) error {
	keys := r.s.keys
	value, err := r.script(call{r.s.scripts.mendTerms,
		[]string{keys.state(shard), keys.of(shard, "trail:"+string(id)), keys.terms(shard)},
		append([]any{string(id), stored, oneIf(r.o.Mend), len(wanted)}, anys(append(slices.Clone(wanted), unwanted...))...)})
	if err != nil {
		return err
	}
	counts, _ := value.([]any)
	wrong := int64(0)
	for _, n := range counts {
		if n, ok := n.(int64); ok {
			wrong += n
		}
	}
	if wrong > 0 {
		r.found(escalation.Finding{Damage: d, Case: id, Mended: r.o.Mend})
	}
	return nil
}

func oneIf(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// letters looks whether the letters that cases wait for are in the outbox.
func (r *run) letters(shard int, all []kept) error {
	awaited := map[string]escalation.Notice{}
	for _, k := range all {
		if k.c.Hold.Reason == escalation.HoldQuarantined {
			continue
		}
		for _, n := range k.c.Awaited() {
			awaited[n.Key] = n
		}
	}
	return r.noticed(shard, slices.Sorted(maps.Keys(awaited)))
}
