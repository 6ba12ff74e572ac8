package escalation

import (
	"log/slog"
	"strings"
)

// tell notes in the log what an operator wants to know of a change that is stored:
// one line an event, with numbers and kinds and without anybody's words.
func tell(log *slog.Logger, c Change) {
	for _, e := range c.Entries {
		what := news(e.Kind)
		if what == "" {
			continue
		}
		about := []any{"case", c.Case.ID}
		switch e.Kind {
		case EntryRungFired, EntryBlocked:
			about = append(about, "rung", e.Fields["rung"])
		case EntryDelivered, EntryNotDelivered:
			platform, _, _ := strings.Cut(e.Fields["address"], ":")
			about = append(about, "platform", platform, "notice", c.Done)
		}
		log.Info(what, about...)
	}
}

// news is the line of the log about an entry; empty: it is no news for an operator.
func news(k EntryKind) string {
	switch k {
	case EntryOpened:
		return "case opened"
	case EntryRungFired:
		return "case is on a rung"
	case EntryBlocked:
		return "case is blocked: nobody is left to ask on this rung"
	case EntryDelivered:
		return "letter delivered"
	case EntryNotDelivered:
		return "letter not delivered"
	case EntryQuorum:
		return "approval complete"
	case EntryPublished:
		return "post published"
	case EntryPostWithdrawn:
		return "post taken back"
	case EntryVerdictYes:
		return "case answered"
	case EntryWithdrawn:
		return "case withdrawn"
	case EntryClosed:
		return "case closed"
	case EntryReopened:
		return "case opened again"
	}
	return ""
}
