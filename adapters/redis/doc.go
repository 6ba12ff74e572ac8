// Package redis keeps cases, trails, due times, the outbox and the book in
// Redis: a single server, one behind Sentinel, or a Cluster. It decides
// nothing. Every decision is made in Go by the domain and stored by one small
// script that does all of it or none of it.
//
// # Layout
//
// Cases are spread over a fixed number of shards by their ID. All keys of a
// shard share a hash tag, {s00}, {s01}, …, so every script runs in one slot of
// a Cluster. keys.go names them all:
//
//	{sNN}:state        hash   case ID → packed case
//	{sNN}:trail:ID     list   packed entries, the oldest first
//	{sNN}:due          zset   case ID by its earliest timer
//	{sNN}:box          hash   notice key → packed notice
//	{sNN}:send         zset   notice key by the time it may be sent
//	{sNN}:ops          hash   operation → its first result
//	{sNN}:ops:age      zset   operation by the time it was committed
//	{sNN}:terms        zset   term NUL case ID, all of score 0
//	{sNN}:quarantined  hash   case ID → why
//	{fleet}:lease      hash   which replica serves which shard, and what it can read
//	{fleet}:bell       hash   shard → how often somebody else put work there
//	{fleet}:layout     string the number of shards the data was written with
//	{book}:…                  shelves and reservations
//
// The score of a case in due, and of a notice in send, is also its claim:
// taking one moves its score to the end of the hold. There is no second
// structure that could drift from the first, so nothing is taken twice at once
// and nothing is forgotten when its taker dies.
//
// # Safe to run twice
//
// A command whose reply was lost is run again, by this package and by go-redis.
// A commit records its operation ID in the same script and answers a repetition
// with the first result. Taking twice leaves the first batch to its hold;
// settling, quarantining, reserving and ringing twice change nothing that
// matters.
//
// # Replicas
//
// Each replica serves the shards it has leased, at most its share of them; the
// version check in the commit is what keeps two that believe to hold one shard
// from harm. Leases run on real time, not on the domain's. A replica knows the
// earliest time of each of its shards and looks at none before that, unless the
// bell of the shard was rung; so a million sleeping cases cost less than two
// commands a second.
//
// # Two versions of the program
//
// Every packed value names the form it has, and codec_form.go has the rules by which
// an older and a newer program work on one store: what is new is stored only when all
// living replicas read it, and what a program does not know it leaves alone.
//
// # What an audit checks
//
// These hold among the structures of a shard at every moment between two scripts,
// whatever engines do. An [Auditor] looks for what contradicts them, and for nothing
// else; each has a Damage of the domain, and what is done about it.
//
//	state       a value is a case of its field's ID,      unreadable     set aside
//	            in the shard of that ID                   foreign        said
//	trail       a trail belongs to a case                 lost           set aside
//	            has as many entries as the case knows     trail_length   set aside
//	            its chain leads to the case's head        trail_broken   set aside
//	            which is sealed with the key              unsealed       set aside
//	due         has every case with a timer               unscheduled    put in
//	            at its earliest, or as a claim of now;    misscheduled   computed anew
//	            none that has no timer                    misscheduled   taken out
//	            and only cases                            dangling_date  taken out
//	            what is due is taken                      overdue        the bell is rung
//	terms       has every term of a case,                 unindexed      put in
//	            no other of it,                           misindexed     taken out
//	            and only cases                            dangling_term  taken out
//	box, send   a notice has a case                       orphan         time taken out, body stays
//	            a body that can be read                   bad_notice     time taken out, body stays
//	            a time, unless it cannot be sent          unsent         sent now, or when it may be
//	            a time has a body                         bodiless       a letter is written anew
//	            a letter that a case awaits is there      letter_gone    written anew
//	ops         an operation has an age, an age has one   operation      put in, or taken out
//	quarantined no case that an auditor put there and     healed         goes on
//	            that is whole again
//
// A letter is written anew from what its case knows, and marked as possibly said:
// it is looked for before it is sent. A key of another type is said (foreign), and
// so is a case that a newer program wrote (newer), which nobody touches. An index of
// [escalation.Case.Terms] that a newer program computes otherwise would be put back
// by an older auditor: such a change needs another prefix of terms.
//
// What is not looked for: a trail that nothing points to any more, and a notice, not
// a letter, of which neither body nor time is left.
//
// Times are kept to the millisecond, in UTC. Redis itself is never asked what
// time it is, and no key expires by itself.
package redis
