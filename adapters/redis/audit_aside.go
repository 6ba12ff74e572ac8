package redis

import (
	"slices"
	"strings"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// stands notes that a case says of itself that it is set aside.
func (r *run) stands(id escalation.CaseID, why string) {
	if !r.o.Name {
		return
	}
	if r.standing == nil {
		r.standing = map[escalation.CaseID]string{}
	}
	r.standing[id] = strings.TrimPrefix(why, asideBy)
}

// whyHeld is why a case was quarantined, as its trail says.
func (r *run) whyHeld(k kept) (why string) {
	for _, stored := range k.packed {
		if e, err := r.s.codec.readEntry(stored); err == nil && e.Kind == escalation.EntryQuarantined {
			why = e.Fields["why"]
		}
	}
	return why
}

// nameAside lists the cases that are set aside now, at the end of a walk.
func (r *run) nameAside() error {
	for _, shard := range r.shards() {
		shelf, err := ask(r, func(p goredis.Pipeliner) *goredis.MapStringStringCmd {
			return p.HGetAll(r.ctx, r.s.keys.quarantined(shard))
		})
		if err != nil && !strings.Contains(err.Error(), "WRONGTYPE") { // which the walk has found
			return err
		}
		for id, why := range shelf.Val() {
			delete(r.standing, escalation.CaseID(id)) // it cannot be written, and so not be held
			why, heals := strings.CutPrefix(why, asideBy)
			r.report.Aside = append(r.report.Aside, escalation.Standstill{Case: escalation.CaseID(id), Why: why, Heals: heals})
		}
	}
	for id, why := range r.standing {
		r.report.Aside = append(r.report.Aside, escalation.Standstill{Case: id, Why: why, Held: true})
	}
	slices.SortFunc(r.report.Aside, func(a, b escalation.Standstill) int { return strings.Compare(string(a.Case), string(b.Case)) })
	r.standing = nil
	return nil
}
