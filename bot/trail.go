package bot

import (
	"strconv"
	"strings"
	"time"

	"relance/bot/locale"
	"relance/escalation"
)

// TrailLine is an entry of the trail in one line: number, time, what happened,
// and who made it happen.
func TrailLine(s locale.Speaker, zone *time.Location, e escalation.Entry) string {
	return s.Say("trail.line", "Number", e.N, "Time", s.DateTime(e.At, zone), "What", entryLine(s, zone, e))
}

// entryLine is the same without number and time, which a thread shows by itself.
func entryLine(s locale.Speaker, zone *time.Location, e escalation.Entry) string {
	if e.Erased {
		return s.Say("trail.erased")
	}
	args := []any{"Text", e.Text}
	for name, form := range entryForms {
		args = append(args, name, form(s, zone, e.Fields[name]))
	}
	what := s.Say("entry."+string(e.Kind), args...)
	return s.Say("trail.what", "What", what, "Who", doneBy(s, e.Actor))
}

// doneBy is who made something happen; nobody, when the ladder did.
func doneBy(s locale.Speaker, a escalation.Actor) string {
	switch {
	case a.Role == escalation.ActorBot || a.Role == "":
		return ""
	case a.Name != "":
		return a.Name
	case a.ID != "":
		return addressLine(s, a.ID)
	}
	return s.Word("actor", string(a.Role))
}

// entryForm brings the field of an entry into words.
type entryForm func(s locale.Speaker, zone *time.Location, value string) string

// entryForms are all fields that entries have, see the kinds of entry. A field
// that an entry lacks is empty in its sentence.
var entryForms = map[string]entryForm{
	"address": func(s locale.Speaker, _ *time.Location, uri string) string {
		if uri == string(escalation.ToPublic) {
			return s.Say("address.public")
		}
		return addressLine(s, uri)
	},
	"again":        inTime,
	"assignee":     asIs,
	"at":           inTime,
	"attempts":     counted("count.attempts"),
	"by":           asIs,
	"cancelled":    counted("count.letters"),
	"channel":      inFamily("channel"),
	"class":        inFamily("class"),
	"contacts":     counted("count.contacts"),
	"date":         inTime,
	"due":          inTime,
	"edited":       asIs,
	"earlier":      asIs,
	"from":         party,
	"hash":         asIs,
	"issuer":       asIs,
	"kind":         inFamily("task"),
	"left":         asWait,
	"link":         asIs,
	"lost":         asWait,
	"name":         func(s locale.Speaker, _ *time.Location, value string) string { return s.Name(value) },
	"not_before":   inTime,
	"number":       asIs,
	"obeyed":       inTime,
	"organisation": asIs,
	"outcome":      inFamily("outcome"),
	"owner":        asIs,
	"person":       party,
	"proof":        asIs,
	"proposed":     inFamily("class"),
	"quorum":       asIs,
	"reference":    asIs,
	"reminder":     func(_ locale.Speaker, _ *time.Location, value string) string { return strings.TrimPrefix(value, "0") },
	"reply":        asIs,
	"role":         inFamily("role"),
	"rung":         asIs,
	"since":        inTime,
	"size":         asSize,
	"source":       asIs,
	"subject":      asIs,
	"task":         asIs,
	"then":         inFamily("then"),
	"times":        counted("count.times"),
	"to":           party,
	"tries":        counted("count.attempts"),
	"twice":        asIs,
	"until":        inTime,
	"version":      asIs,
	"votes":        asIs,
	"wait":         asWait,
	"was":          inFamily("class"),
	"what":         asIs,
	"why":          inFamily("because"),
}

func asIs(_ locale.Speaker, _ *time.Location, value string) string { return value }

// party is a name, an address, or the name of a rung.
func party(s locale.Speaker, _ *time.Location, value string) string {
	if named := s.Name(value); named != value {
		return named
	}
	return addressLine(s, value)
}

func inFamily(family string) entryForm {
	return func(s locale.Speaker, _ *time.Location, value string) string {
		if value == "" {
			return ""
		}
		return s.Word(family, value)
	}
}

func counted(key string) entryForm {
	return func(s locale.Speaker, _ *time.Location, value string) string {
		n, err := strconv.Atoi(value)
		if err != nil {
			return value
		}
		return s.Say(key, "Count", n)
	}
}

func inTime(s locale.Speaker, zone *time.Location, value string) string {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return value
	}
	return s.DateTime(t, zone)
}

func asWait(s locale.Speaker, _ *time.Location, value string) string {
	w, err := escalation.ParseWait(value)
	if err != nil {
		return value
	}
	return s.Wait(w)
}

func asSize(s locale.Speaker, _ *time.Location, value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return value
	}
	return s.Size(n)
}
