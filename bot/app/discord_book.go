package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"relance/adapters/discord"
	"relance/escalation"
)

// sessions is the budget of the gateway's sessions, which all replicas of the bot
// share.
type sessions struct {
	book escalation.Book
	now  func() time.Time
}

var _ discord.Budget = sessions{}

// keySessions begins the keys of the reservations; their window ends them.
const keySessions = "discord sessions"

// Take implements [discord.Budget].
func (s sessions) Take(ctx context.Context, limit int, window time.Duration) (time.Duration, error) {
	now := s.now()
	free, ok, err := s.book.Reserve(ctx, escalation.Reservation{Key: keySessions + " " + window.String(), Op: rand.Text(), At: now, Window: window, Limit: limit})
	if err != nil || ok {
		return 0, err
	}
	// A wait of nothing would be a session that was counted.
	return max(free.Sub(now), 100*time.Millisecond), nil
}

// drafts are the forms that are being filled in, on a shelf of the Book.
type drafts struct {
	book escalation.Book
	now  func() time.Time
	log  *slog.Logger

	mu    sync.Mutex
	swept time.Time
}

var _ discord.Drafts = (*drafts)(nil)

const (
	// shelfDrafts holds forms by their ID, as JSON.
	shelfDrafts = "drafts"
	// sweepEvery is how often those are removed that have had their time.
	sweepEvery = time.Hour
)

// draft is a form as the shelf has it.
type draft struct {
	Until time.Time `json:"until"`
	Form  []byte    `json:"form"`
}

// Keep implements [discord.Drafts].
func (d *drafts) Keep(ctx context.Context, id string, form []byte, until time.Time) error {
	d.sweep(ctx)
	value, err := json.Marshal(draft{until, form})
	if err != nil {
		return fmt.Errorf("draft of a form: %w", err)
	}
	return d.book.Put(ctx, shelfDrafts, id, value)
}

// Load implements [discord.Drafts].
func (d *drafts) Load(ctx context.Context, id string) ([]byte, error) {
	value, err := d.book.Get(ctx, shelfDrafts, id)
	if err != nil || value == nil {
		return nil, err
	}
	var kept draft
	if err := json.Unmarshal(value, &kept); err != nil {
		return nil, fmt.Errorf("draft of a form: %w", err)
	}
	if !d.now().Before(kept.Until) {
		return nil, nil
	}
	return kept.Form, nil
}

// Drop implements [discord.Drafts].
func (d *drafts) Drop(ctx context.Context, id string) error {
	return d.book.Put(ctx, shelfDrafts, id, nil)
}

// sweep removes what has had its time, now and then. What cannot be removed now is
// removed the next time.
func (d *drafts) sweep(ctx context.Context) {
	now := d.now()
	d.mu.Lock()
	due := now.Sub(d.swept) >= sweepEvery
	if due {
		d.swept = now
	}
	d.mu.Unlock()
	if !due {
		return
	}
	all, err := d.book.All(ctx, shelfDrafts)
	for id, value := range all {
		var kept draft
		if json.Unmarshal(value, &kept) != nil || !now.Before(kept.Until) {
			err = d.book.Put(ctx, shelfDrafts, id, nil)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		d.log.Warn("forms that nobody sent are kept a little longer", "error", err)
	}
}
