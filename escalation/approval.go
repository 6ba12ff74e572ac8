package escalation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Post is the public post of a case, from its first draft on.
type Post struct {
	Text     string
	Hash     string // of Text, see TextHash
	Consent  *Vote  // the requester's, to exactly this text
	Votes    []Vote // approvals of exactly this text
	Denial   *Vote  // one is enough
	Approved time.Time
	Notice   string    // key of the notice that carries it, once it is on its way
	Recalled *Recalled // one that was taken back: until it is known whether it has landed, no other leaves
	Link     string    // permalink once it is out
	Unknown  bool      // nobody knows whether Recalled is out or, without one, the text: a person must look
	Out      *Out      // what the public finds; nil while nothing is out
}

// Out is a post where the public finds it. A later text takes the place of an
// earlier one: there is never a second post.
type Out struct {
	Room      string // platform and room, as in Card; empty where a person said that it is out
	Ref       string // the platform's reference
	Text      string
	Hash      string // of Text
	At        time.Time
	Withdrawn *Vote // who took it back, when and why; nil while it stands
	Replaced  bool  // withdrawn, and the short sentence stands in its place
}

// bare is a post without a text that anybody is asked about: what is left of it
// when a text is given up.
func (p Post) bare() Post {
	return Post{Recalled: p.Recalled, Link: p.Link, Unknown: p.Unknown && p.Recalled != nil, Out: p.Out}
}

// Recalled is an approved post that was taken back while it was on its way.
type Recalled struct {
	Notice, Text, Hash string
	Since              time.Time // when it was approved: it was not said before
	Withdrawn          *Vote     // the requester's end of the case: what has landed is taken away
}

// Vote is one person's decision, with name and time.
type Vote struct {
	Person string // Person.ID after linking
	Name   string
	Linked bool // every account of this person is known
	At     time.Time
	Reason string
	Role   ActorRole // in which they decided
}

// platform is the part of a person's ID that names the chat platform.
func platform(person string) string {
	p, _, _ := strings.Cut(person, ":")
	return p
}

// TextHash names an exact text: consent and votes are given to it.
func TextHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// CountVotes counts people, not accounts. Someone whose accounts are linked
// counts once. Two unlinked accounts on two platforms may be one person, so the
// unlinked of one platform only are added: the platform with the most of them.
// The requester's own vote never counts, nor one that may be theirs: an unlinked
// account on another platform than an unlinked requester's.
func CountVotes(votes []Vote, requester string, requesterLinked bool) int {
	linked := map[string]bool{}
	unlinked := map[string]map[string]bool{}
	for _, v := range votes {
		if v.Person == requester {
			continue
		}
		if v.Linked {
			linked[v.Person] = true
			continue
		}
		p := platform(v.Person)
		if !requesterLinked && p != platform(requester) {
			continue
		}
		if unlinked[p] == nil {
			unlinked[p] = map[string]bool{}
		}
		unlinked[p][v.Person] = true
	}
	most := 0
	for _, people := range unlinked {
		most = max(most, len(people))
	}
	return len(linked) + most
}
