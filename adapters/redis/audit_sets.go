package redis

import (
	"maps"
	"slices"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// dates looks for due times without a case.
func (r *run) dates(shard int, from string) (next string, err error) {
	ids, next, err := r.set(r.s.keys.due(shard), from, membersPage)
	if err != nil {
		return "", err
	}
	gone, err := r.missing(r.s.keys.state(shard), ids)
	if err != nil {
		return "", err
	}
	return next, r.nowhere(shard, gone, func(k kept) error {
		if k.at == "" {
			return nil
		}
		return r.reschedule(k, escalation.DamageDanglingDate)
	})
}

// nowhere looks again at what points to cases that are not there. Where there is a
// trail, the case was lost and a person must know; else nothing is left of it, and
// what points to it goes.
func (r *run) nowhere(shard int, ids []string, dangles func(kept) error) error {
	all, err := r.look(shard, ids)
	if err != nil {
		return err
	}
	for _, k := range all {
		switch {
		case k.exists: // opened meanwhile
		case len(k.packed) > 0 || k.foreign != "":
			if k.why == "" {
				r.setAside(escalation.DamageLost, k.id, "the case is gone, its trail is there")
			}
		default:
			if err := dangles(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// terms looks at a page of the index: for terms that point nowhere, and for those
// that are not their case's own.
func (r *run) terms(shard int, from string) (next string, err error) {
	begin := "-"
	if from != "" {
		begin = "(" + from
	}
	page, err := ask(r, func(p goredis.Pipeliner) *goredis.StringSliceCmd {
		return p.ZRangeByLex(r.ctx, r.s.keys.terms(shard), &goredis.ZRangeBy{Min: begin, Max: "+", Count: membersPage})
	})
	if err != nil || len(page.Val()) == 0 {
		return "", err
	}
	members := page.Val()
	if len(members) == membersPage {
		next = members[len(members)-1]
	}
	of := map[string][]string{}
	for _, m := range members {
		if _, id, ok := splitMember(m); ok {
			of[string(id)] = append(of[string(id)], m)
		}
	}
	ids := slices.Sorted(maps.Keys(of))
	if len(ids) == 0 {
		return next, nil
	}
	cases, err := ask(r, func(p goredis.Pipeliner) *goredis.SliceCmd { return p.HMGet(r.ctx, r.s.keys.state(shard), ids...) })
	if err != nil {
		return "", err
	}
	var gone []string
	for i, id := range ids {
		stored, ok := cases.Val()[i].(string)
		if !ok {
			gone = append(gone, id)
			continue
		}
		if err := r.own(shard, escalation.CaseID(id), stored, of[id]); err != nil {
			return "", err
		}
	}
	return next, r.nowhere(shard, gone, func(k kept) error {
		return r.mendTerms(shard, k.id, "", escalation.DamageDanglingTerm, nil, of[string(k.id)])
	})
}

// own looks for terms that are not their case's own.
func (r *run) own(shard int, id escalation.CaseID, stored string, members []string) error {
	c, err := r.s.codec.readCase(id, stored)
	if err != nil {
		return nil // said where the cases are looked at
	}
	own := map[string]bool{}
	for _, term := range c.Terms() {
		own[member(term, id)] = true
	}
	foreign := slices.DeleteFunc(slices.Clone(members), func(m string) bool { return own[m] })
	if len(foreign) == 0 {
		return nil
	}
	return r.mendTerms(shard, id, stored, escalation.DamageMisindexed, nil, foreign)
}

// ops looks at a page of the remembered operations, ages at one of their ages.
func (r *run) ops(shard int, from string) (next string, err error) {
	ops, next, err := r.hash(r.s.keys.ops(shard), from, membersPage)
	if err != nil {
		return "", err
	}
	return next, r.operations(shard, ops)
}

func (r *run) ages(shard int, from string) (next string, err error) {
	ops, next, err := r.set(r.s.keys.opsAge(shard), from, membersPage)
	if err != nil {
		return "", err
	}
	return next, r.operations(shard, ops)
}

func (r *run) operations(shard int, ops []string) error {
	for part := range slices.Chunk(ops, membersPage) {
		value, err := r.script(call{r.s.scripts.mendOps, []string{r.s.keys.ops(shard), r.s.keys.opsAge(shard)},
			append([]any{millis(r.o.Now()), oneIf(r.o.Mend)}, anys(part)...)})
		if err != nil {
			return err
		}
		if n, _ := value.(int64); n > 0 {
			r.found(escalation.Finding{Damage: escalation.DamageOperation, Where: r.s.keys.ops(shard), Mended: r.o.Mend})
		}
	}
	return nil
}
