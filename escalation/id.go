package escalation

import (
	"strings"
)

// CaseID is the short ID of a case, made to be said on the phone: six
// characters of Crockford's base 32 and a check character, written "K7M-4QZ-X".
// https://www.crockford.com/base32.html
type CaseID string

const (
	crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	checks    = crockford + "*~$=U"
	idLength  = 6
)

// NewCaseID makes an ID of 30 random bits. It says false for the few whose check
// character is no plain letter or digit: draw again, they are hard to say.
func NewCaseID(random uint32) (CaseID, bool) {
	n := random & (1<<30 - 1)
	check := checks[n%37]
	if strings.IndexByte(crockford, check) < 0 {
		return "", false
	}
	b := make([]byte, 0, 9)
	for i := idLength - 1; i >= 0; i-- {
		b = append(b, crockford[n>>(5*i)&31])
		if i == 3 || i == 0 {
			b = append(b, '-')
		}
	}
	return CaseID(append(b, check)), true
}

// ParseCaseID reads an ID as people write and say it: any case, with or without
// hyphens and spaces, O for 0, I and L for 1. A mistyped one is refused with
// CodeBadID.
func ParseCaseID(s string) (CaseID, error) {
	clean := make([]byte, 0, 8)
	for _, r := range strings.ToUpper(s) {
		switch r {
		case '-', ' ', '#':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 127 || strings.IndexByte(crockford, byte(r)) < 0 {
			return "", refuse(CodeBadID, "id", s)
		}
		clean = append(clean, byte(r))
	}
	if len(clean) != idLength+1 {
		return "", refuse(CodeBadID, "id", s)
	}
	var n uint32
	for _, b := range clean[:idLength] {
		n = n<<5 | uint32(strings.IndexByte(crockford, b))
	}
	id, ok := NewCaseID(n)
	if !ok || id[len(id)-1] != clean[idLength] {
		return "", refuse(CodeBadID, "id", s)
	}
	return id, nil
}
