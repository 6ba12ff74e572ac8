package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"relance/escalation"
)

// shelfCalendars holds the version of each calendar that the open dates were
// counted in, by its name.
const shelfCalendars = "calendars"

// moveDates counts the open dates again of cases whose calendar is another one
// than it was: at the last start, or before the configuration was read again. The version is kept when all are moved: what is
// interrupted begins again, and a case that was moved is not moved twice.
func (h *house) moveDates(ctx context.Context, book escalation.Book, log *slog.Logger) error {
	calendars := h.front.now.Load().config.Calendars()
	for _, name := range slices.Sorted(maps.Keys(calendars)) {
		now := calendars[name].Version
		before, err := book.Get(ctx, shelfCalendars, name)
		if err != nil {
			return fmt.Errorf("the version of calendar %s: %w", name, err)
		}
		if string(before) == now {
			continue
		}
		if before != nil {
			moved, err := h.engine.MoveDates(ctx, h.clock.Now(), name, now)
			if err != nil {
				return fmt.Errorf("move the dates of calendar %s: %w", name, err)
			}
			log.Info("a calendar has changed", "calendar", name, "moved", moved)
		}
		if err := book.Put(ctx, shelfCalendars, name, []byte(now)); err != nil {
			return fmt.Errorf("the version of calendar %s: %w", name, err)
		}
	}
	return nil
}
