package redis

import (
	"slices"

	"relance/escalation"
)

// box looks at a page of the notices, send at one of their times.
func (r *run) box(shard int, from string) (next string, err error) {
	keys, next, err := r.hash(r.s.keys.box(shard), from, membersPage)
	if err != nil {
		return "", err
	}
	return next, r.noticed(shard, keys)
}

func (r *run) send(shard int, from string) (next string, err error) {
	keys, next, err := r.set(r.s.keys.send(shard), from, membersPage)
	if err != nil {
		return "", err
	}
	gone, err := r.missing(r.s.keys.box(shard), keys)
	if err != nil {
		return "", err
	}
	return next, r.noticed(shard, gone)
}

// noted is everything that is kept of one notice, read at one moment.
type noted struct {
	key    string
	shard  int
	packed string // empty: it is not in the box
	at     string // the time it may be sent, ms; empty: none
	stored string // its case, packed; empty where nothing was wrong at first sight
	exists bool   // the case does
	n      escalation.Notice
	c      escalation.Case
	badN   error
	badC   error
}

// noticed looks at notices by their keys.
func (r *run) noticed(shard int, keys []string) error {
	k := r.s.keys
	for part := range slices.Chunk(keys, membersPage) {
		value, err := r.script(call{r.s.scripts.auditNotices, []string{k.state(shard), k.box(shard), k.send(shard)}, anys(part)})
		if err != nil {
			return err
		}
		list, _ := value.([]any)
		for i, v := range list {
			row, _ := v.([]any)
			if len(row) < 3 || i >= len(part) {
				continue
			}
			n := noted{key: part[i], shard: shard, packed: text(row[0]), at: text(row[1])}
			n.stored, n.exists = row[2].(string)
			if n.packed != "" {
				n.n, n.badN = r.s.codec.readNotice(n.key, n.packed)
			}
			if n.stored != "" {
				n.c, n.badC = r.s.codec.readCase(escalation.CaseOfKey(n.key), n.stored)
			}
			if err := r.judge(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// judge says what is wrong with a notice, if anything, and how it is put right. A
// notice without a time was set aside, if its content or its case cannot be read;
// else nobody would ever send it.
func (r *run) judge(n noted) error {
	switch {
	case newer(n.badN) || newer(n.badC):
		return nil
	case n.packed != "" && n.at != "" && !n.exists:
		return r.mendNotice(n, escalation.DamageOrphan, nil, "")
	case n.packed != "" && n.at != "" && n.badN != nil:
		return r.mendNotice(n, escalation.DamageBadNotice, nil, "")
	case n.packed != "" && n.at == "" && n.badN == nil && n.exists && n.badC == nil:
		return r.mendNotice(n, escalation.DamageUnsent, nil, millis(sendAt(r.o.Now(), n.n)))
	case n.packed == "" && n.badC == nil:
		return r.rewrite(n)
	}
	return nil
}

// rewrite is for a notice whose content is gone. A letter that its case waits for is
// made again from what the case knows; whether it was said meanwhile is in doubt, and
// is looked for before it is said. Of another one only the time is left, and that goes.
func (r *run) rewrite(n noted) error {
	damage := escalation.DamageLetterGone
	if n.at != "" {
		damage = escalation.DamageBodiless
	}
	for _, letter := range n.c.Awaited() {
		if letter.Key != n.key {
			continue
		}
		at := n.at
		if at == "" {
			at = millis(r.o.Now())
		}
		body, err := r.s.codec.packNoticeTried(letter, 1, 1)
		if err != nil {
			return err
		}
		return r.mendNotice(n, damage, body, at)
	}
	if n.at == "" {
		return nil // said meanwhile
	}
	return r.mendNotice(n, damage, nil, "")
}

func (r *run) mendNotice(n noted, d escalation.Damage, body []byte, at string) error {
	keys := r.s.keys
	id := escalation.CaseOfKey(n.key)
	seen := n.stored
	if n.exists && seen == "" {
		seen = "*"
	}
	mended, err := r.mend(escalation.Finding{Damage: d, Case: id, Where: n.key}, call{r.s.scripts.mendNotice,
		[]string{keys.state(n.shard), keys.box(n.shard), keys.send(n.shard)},
		[]any{string(id), n.key, seen, n.packed, n.at, body, at}})
	if mended && at != "" {
		r.s.tell(r.ctx, n.shard)
	}
	return err
}
