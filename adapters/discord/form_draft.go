package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"sync"
	"time"
)

// Drafts keeps forms between their pages, under opaque IDs. It may be shared by
// replicas, and should outlive the process.
type Drafts interface {
	// Keep keeps a draft until a time, in place of what was kept under its ID.
	Keep(ctx context.Context, id string, draft []byte, until time.Time) error
	// Load returns a draft, or nil if there is none.
	Load(ctx context.Context, id string) ([]byte, error)
	// Drop forgets a draft.
	Drop(ctx context.Context, id string) error
}

const (
	// draftLife is how long a form may be filled in. Ours: what only one person sees
	// stays until their client starts again.
	draftLife = 24 * time.Hour
	// draftsHeld is how many drafts a process holds by itself. Ours.
	draftsHeld = 2_000
)

// forms are the drafts of a platform. Pages of one form may be sent at the same time.
type forms struct {
	mu      sync.Mutex
	sending map[string]bool // drafts that the handler has just now
}

// draftID is an ID that nobody guesses.
func draftID() string { return rand.Text()[:16] }

// keep keeps a draft. Without it a form of one page can still be sent.
func (p *Platform) keep(ctx context.Context, d draft) {
	raw, err := json.Marshal(d)
	if err == nil {
		err = p.options.Drafts.Keep(ctx, d.ID, raw, p.now().Add(draftLife))
	}
	if err != nil {
		p.log.Warn("discord: a form that is being filled in could not be kept", "form", d.Form, "error", err)
	}
}

// draft finds what somebody was filling in; false: it is not kept any more.
func (p *Platform) draft(ctx context.Context, id, account string) (draft, bool) {
	raw, err := p.options.Drafts.Load(ctx, id)
	if err != nil {
		p.log.Warn("discord: a form that is being filled in could not be found", "error", err)
	}
	d := draft{ID: id}
	if err != nil || raw == nil || json.Unmarshal(raw, &d) != nil || d.Account != account {
		return draft{}, false
	}
	return d, true
}

// change loads a draft, changes it, and keeps it.
func (p *Platform) change(ctx context.Context, id, account string, how func(*draft)) (draft, bool) {
	p.inbound.forms.mu.Lock()
	defer p.inbound.forms.mu.Unlock()
	d, there := p.draft(ctx, id, account)
	if there {
		how(&d)
		p.keep(ctx, d)
	}
	return d, there
}

func (p *Platform) drop(ctx context.Context, id string) {
	if err := p.options.Drafts.Drop(ctx, id); err != nil {
		p.log.Warn("discord: a form that was sent is still kept", "error", err)
	}
}

// sends marks a draft as being sent; false: it is already.
func (f *forms) sends(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sending[id] {
		return false
	}
	if f.sending == nil {
		f.sending = map[string]bool{}
	}
	f.sending[id] = true
	return true
}

func (f *forms) sent(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.sending, id)
}

// heldDrafts are the drafts of one process, which go with it.
type heldDrafts struct {
	now func() time.Time

	mu   sync.Mutex
	held map[string]heldDraft
}

type heldDraft struct {
	raw   []byte
	until time.Time
}

// Keep implements [Drafts]. Where there are too many, the one that would end first
// goes.
func (h *heldDrafts) Keep(_ context.Context, id string, raw []byte, until time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.held == nil {
		h.held = map[string]heldDraft{}
	}
	h.held[id] = heldDraft{raw, until}
	if len(h.held) <= draftsHeld {
		return nil
	}
	first := id
	for other, d := range h.held {
		if d.until.Before(h.held[first].until) {
			first = other
		}
	}
	delete(h.held, first)
	return nil
}

// Load implements [Drafts].
func (h *heldDrafts) Load(_ context.Context, id string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, there := h.held[id]
	if !there || !h.now().Before(d.until) {
		delete(h.held, id)
		return nil, nil
	}
	return d.raw, nil
}

// Drop implements [Drafts].
func (h *heldDrafts) Drop(_ context.Context, id string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.held, id)
	return nil
}
