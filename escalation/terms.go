package escalation

import (
	"slices"
	"strings"
	"unicode"
)

// Prefixes of the search terms of a case.
const (
	TermPerson       = "p:" // the requester
	TermOrganisation = "o:" // the organisation's key, or its folded name
	TermReference    = "r:" // a reference number, folded
	TermWord         = "w:" // a word of subject or organisation, folded
	TermState        = "s:" // "running" until the case is over, and each state by name
	TermContact      = "a:" // the address of a contact it may write to
	TermCard         = "c:" // where a card is: room, "/", reference
	TermPost         = "t:" // where the public post is, likewise
)

// TermRunning follows TermState for every case that is not over.
const TermRunning = "running"

// Terms are what a case can be found by, sorted and without doubles.
func (c Case) Terms() []string {
	terms := []string{TermPerson + c.Requester.ID, TermState + string(c.State)}
	if !c.State.Over() {
		terms = append(terms, TermState+TermRunning)
	}
	if c.Organisation.Key != "" {
		terms = append(terms, TermOrganisation+c.Organisation.Key)
	}
	for _, k := range c.Contacts {
		terms = append(terms, TermContact+k.Address)
		if k.Place != "" {
			terms = append(terms, TermContact+k.Place)
		}
	}
	for _, k := range c.Cards {
		terms = append(terms, TermCard+k.Room+"/"+k.Ref)
	}
	if out := c.Post.Out; out != nil && out.Room != "" {
		terms = append(terms, TermPost+out.Room+"/"+out.Ref)
	}
	for _, r := range c.References {
		terms = append(terms, TermReference+FoldReference(r.Number))
	}
	for _, w := range strings.Fields(fold(c.Subject + " " + c.Organisation.Name)) {
		if len([]rune(w)) > 2 {
			terms = append(terms, TermWord+w)
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// FoldReference brings a reference to the form it is searched in: letters and
// digits only, in lower case.
func FoldReference(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, number)
}

// fold brings words to the form they are compared and searched in.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// difference returns what is in a and not in b; both are sorted.
func difference(a, b []string) []string {
	var out []string
	for _, s := range a {
		if _, found := slices.BinarySearch(b, s); !found {
			out = append(out, s)
		}
	}
	return out
}
