package escalation

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The address schemes of contacts.
const (
	SchemeMail    = "mailto"  // mailto:service@example.org
	SchemePhone   = "tel"     // tel:+33-555-0100
	SchemeLetter  = "letter"  // letter:Customer service, 1 Example Street, 00000 Example
	SchemeRoom    = "room"    // room:gazco, a room of whatever platform the bot runs on
	SchemeSlack   = "slack"   // slack:C0123456789
	SchemeDiscord = "discord" // discord:123456789012345678
)

// Schemes lists the address schemes that a contact may have.
func Schemes() []string {
	return []string{SchemeMail, SchemePhone, SchemeLetter, SchemeRoom, SchemeSlack, SchemeDiscord}
}

// SplitAddress takes an address apart: "tel", "+33-555-0100".
func SplitAddress(address string) (scheme, rest string) {
	scheme, rest, _ = strings.Cut(address, ":")
	return scheme, rest
}

// FoldAddress brings an address to the form in which two of them are compared:
// case and punctuation make no difference to a mailbox, a number or a letter.
func FoldAddress(address string) string {
	scheme, rest := SplitAddress(address)
	scheme = strings.ToLower(scheme)
	switch scheme {
	case SchemePhone:
		rest = strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) || r == '+' {
				return r
			}
			return -1
		}, rest)
	case SchemeLetter:
		rest = fold(rest)
	case SchemeMail:
		rest = strings.ToLower(strings.TrimSpace(rest))
	}
	return scheme + ":" + rest
}

// Validate says what is wrong with a contact, as [Problems].
func (c Contact) Validate() error {
	var p Problems
	if text := addressProblem(c.Address); text != "" {
		p.add("address", "%s", text)
	}
	switch {
	case c.Role == "":
		p.add("role", "missing: what is this contact to the organisation?")
	case !roleForm.MatchString(string(c.Role)):
		p.add("role", "%q is no role: write lower-case letters, digits and _, like customer_service", c.Role)
	}
	return p.or()
}

// addressProblem says what is wrong with an address; nothing when it is good.
func addressProblem(address string) string {
	scheme, rest := SplitAddress(address)
	switch {
	case address == "":
		return "missing: write for example mailto:service@example.org"
	case !slices.Contains(Schemes(), scheme):
		return fmt.Sprintf("unknown scheme in %q: write one of %s:", address, strings.Join(Schemes(), ":, "))
	case strings.TrimSpace(rest) == "":
		return fmt.Sprintf("nothing after %s:", scheme)
	case rest != strings.TrimSpace(rest) || strings.ContainsFunc(rest, unicode.IsControl):
		return fmt.Sprintf("%q begins or ends with a space, or contains a line break: write it in one line", address)
	}
	switch scheme {
	case SchemeMail:
		return mailProblem(rest)
	case SchemePhone:
		return phoneProblem(rest)
	case SchemeRoom, SchemeSlack, SchemeDiscord:
		if strings.ContainsFunc(rest, unicode.IsSpace) {
			return fmt.Sprintf("%q contains a space: write the ID of the room", address)
		}
	}
	return ""
}

func mailProblem(mailbox string) string {
	parsed, err := mail.ParseAddress(mailbox)
	if err != nil || parsed.Address != mailbox || strings.Contains(mailbox, "?") {
		return fmt.Sprintf("%q is no mailbox: write only the address, like mailto:service@example.org", mailbox)
	}
	if isNoReply(mailbox) {
		return fmt.Sprintf("nobody reads %s: find an address that is answered", mailbox)
	}
	return ""
}

// noReply finds the names of mailboxes that nobody reads, in several languages.
// It wants the beginning of a word: bruno.reply is a person.
var noReply = regexp.MustCompile(`\b(no ?reply|do ?not ?reply|don ?t ?reply|no ?response|ne ?pas ?repondre|pas ?de ?reponse|` +
	`nicht ?antworten|keine ?antwort|no ?responder|non ?rispondere|mailer ?daemon)`)

func isNoReply(mailbox string) bool {
	local, _, _ := strings.Cut(mailbox, "@")
	return noReply.MatchString(fold(local))
}

func phoneProblem(number string) string {
	digits := 0
	for i, r := range number {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" -.()", r):
		default:
			return fmt.Sprintf("%q is no telephone number: write digits, like tel:+33-555-0100", number)
		}
	}
	if digits < 3 {
		return fmt.Sprintf("%q is too short for a telephone number", number)
	}
	return ""
}

// ValidateContacts says what is wrong with the contacts of one organisation,
// each by itself and all together, as [Problems] with paths like "[0].address".
func ValidateContacts(contacts []Contact) error {
	var p Problems
	places := map[string]int{}
	for i, c := range contacts {
		path := fmt.Sprintf("[%d]", i)
		if problems, ok := c.Validate().(Problems); ok {
			for _, problem := range problems {
				p.add(path+"."+problem.Path, "%s", problem.Text)
			}
		}
		key := FoldAddress(c.Address)
		if first, double := places[key]; double && c.Address != "" {
			p.add(path+".address", "%s is the address of contact %d already: one address, one contact", c.Address, first+1)
			continue
		}
		places[key] = i
	}
	return p.or()
}

// Validate says what is wrong with an organisation of the directory, as
// [Problems]. A draft's, which has no key yet, is not of the directory.
func (o Organisation) Validate() error {
	var p Problems
	if !keyForm.MatchString(o.Key) {
		p.add("key", "%q is no key: write lower-case letters, digits, -, _ and ., like example-energy", o.Key)
	}
	if strings.TrimSpace(o.Name) == "" {
		p.add("name", "missing: what is the organisation called?")
	}
	if !languageForm.MatchString(o.Language) {
		p.add("language", "%q is no language: write a code, like fr or en-GB", o.Language)
	}
	return p.or()
}
