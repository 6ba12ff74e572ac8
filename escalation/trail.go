package escalation

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Hash is a link of the trail's chain, SHA-256.
type Hash [sha256.Size]byte

// Short is the form printed on cards, letters and exports: 8 hexadecimal digits.
func (h Hash) Short() string { return hex.EncodeToString(h[:4]) }

// String is the whole hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// EntryKind names what a line of the trail says; the locale has a sentence for each.
type EntryKind string

// Entry is one line of the trail. Entries are numbered from 1 without gaps;
// each commits, salted, to its content and to the entry before. The content can
// be erased and the chain still verifies, because it links commitments.
type Entry struct {
	N      int
	At     time.Time
	Kind   EntryKind
	Actor  Actor             // content
	Text   string            // content: a person's words
	Fields map[string]string // content: figures, names and dates (RFC 3339) for the sentence

	Salt   []byte // 16 bytes; erased with the content
	Erased bool   // the content is gone; Commitment is what is left of it
	Commit Hash   // salted commitment to the content
}

type entryContent struct {
	Actor  Actor             `json:"a"`
	Text   string            `json:"t"`
	Fields map[string]string `json:"f"`
}

// Commitment is the salted commitment to the content, computed anew: a store
// keeps salt and content, and only of an erased entry the commitment itself.
func (e Entry) Commitment() Hash {
	b, err := json.Marshal(entryContent{e.Actor, e.Text, e.Fields}) // map keys are sorted
	if err != nil {
		panic(err) // strings only: cannot happen
	}
	return sha256.Sum256(append(append([]byte{}, e.Salt...), b...))
}

// Link is the hash of the chain after this entry, when prev is the one before.
func (e Entry) Link(id CaseID, prev Hash) Hash {
	h := sha256.New()
	h.Write([]byte("relance trail 1\x00"))
	h.Write([]byte(id))
	var n [16]byte
	binary.BigEndian.PutUint64(n[:8], uint64(e.N))
	binary.BigEndian.PutUint64(n[8:], uint64(e.At.UnixMilli()))
	h.Write(n[:])
	h.Write([]byte(e.Kind))
	h.Write([]byte{0})
	h.Write(e.Commit[:])
	h.Write(prev[:])
	var out Hash
	h.Sum(out[:0])
	return out
}

// Erase returns the entry without its content: the chain still verifies.
func (e Entry) Erase() Entry {
	e.Actor, e.Text, e.Fields, e.Salt, e.Erased = Actor{}, "", nil, nil, true
	return e
}

// seal salts and commits an entry. The salt comes from the event's, so that
// every entry of one event has its own.
func (e Entry) seal(eventSalt []byte) Entry {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte("salt"), eventSalt...), uint64(e.N)))
	e.Salt = sum[:16]
	e.Commit = e.Commitment()
	return e
}

// VerifyTrail recomputes the chain and says where it does not hold. It returns
// the head that the entries lead to.
func VerifyTrail(id CaseID, entries []Entry) (Hash, error) {
	var head Hash
	for i, e := range entries {
		if e.N != i+1 {
			return head, fmt.Errorf("entry %d stands at place %d: the trail has a gap", e.N, i+1)
		}
		if !e.Erased && e.Commitment() != e.Commit {
			return head, fmt.Errorf("entry %d was rewritten: its content is not what was committed to", e.N)
		}
		head = e.Link(id, head)
	}
	return head, nil
}
