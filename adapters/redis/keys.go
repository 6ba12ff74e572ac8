package redis

import (
	"crypto/sha256"
	"hash/fnv"
	"strings"

	"relance/escalation"
)

// keysForm is the form of the keys and of what is in them beside packed values, which
// have forms of their own. A program that finds another one cannot work on the store.
const keysForm = 1

// keys names every key in Redis. Nothing else in this package spells one.
type keys struct {
	prefix string
	shards int
}

// shard is the shard of a case, by FNV-1a of its ID. It may never change: data
// would be looked for where it is not.
func (k keys) shard(id escalation.CaseID) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % uint32(k.shards))
}

func (k keys) of(shard int, name string) string {
	digits := string([]byte{'0' + byte(shard/10), '0' + byte(shard%10)})
	return k.prefix + "{s" + digits + "}:" + name
}

func (k keys) state(shard int) string       { return k.of(shard, "state") }
func (k keys) due(shard int) string         { return k.of(shard, "due") }
func (k keys) box(shard int) string         { return k.of(shard, "box") }
func (k keys) send(shard int) string        { return k.of(shard, "send") }
func (k keys) ops(shard int) string         { return k.of(shard, "ops") }
func (k keys) opsAge(shard int) string      { return k.of(shard, "ops:age") }
func (k keys) terms(shard int) string       { return k.of(shard, "terms") }
func (k keys) quarantined(shard int) string { return k.of(shard, "quarantined") }

func (k keys) trail(id escalation.CaseID) string {
	return k.of(k.shard(id), "trail:"+string(id))
}

func (k keys) lease() string  { return k.prefix + "{fleet}:lease" }
func (k keys) bell() string   { return k.prefix + "{fleet}:bell" }
func (k keys) layout() string { return k.prefix + "{fleet}:layout" }

func (k keys) shelf(name string) string { return k.prefix + "{book}:shelf:" + name }
func (k keys) places(key string) string { return k.prefix + "{book}:places:" + key }
func (k keys) placesAge() string        { return k.prefix + "{book}:places" }

// operation is the field under which an operation on a case is remembered: 16
// bytes instead of the two IDs, because millions of them are kept.
func operation(id escalation.CaseID, op string) string {
	sum := sha256.Sum256([]byte(string(id) + "\x00" + op))
	return string(sum[:16])
}

// member is a term of a case in the index. A NUL divides the two, so a term
// cannot contain one.
func member(term string, id escalation.CaseID) string {
	return cleanTerm(term) + "\x00" + string(id)
}

func cleanTerm(term string) string { return strings.ReplaceAll(term, "\x00", "\uFFFD") }

// splitMember is the opposite of member.
func splitMember(m string) (term string, id escalation.CaseID, ok bool) {
	term, rest, ok := strings.Cut(m, "\x00")
	return term, escalation.CaseID(rest), ok
}
