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

// draftWithin is how long the drafts may take for one step of a form: less than a
// person is given an answer within. Ours.
const draftWithin = time.Second

// forms are the drafts of a platform that something is done with just now. Pages of
// one form may be sent at the same time; another form never waits for it.
type forms struct {
	mu       sync.Mutex
	sending  map[string]bool          // drafts that the handler has
	changing map[string]chan struct{} // drafts that are being changed, closed when that is done
}

// draftID is an ID that nobody guesses.
func draftID() string { return rand.Text()[:16] }

// keep keeps a draft.
func (p *Platform) keep(ctx context.Context, d draft) error {
	ctx, stop := context.WithTimeout(ctx, draftWithin)
	defer stop()
	raw, err := json.Marshal(d)
	if err == nil {
		err = p.options.Drafts.Keep(ctx, d.ID, raw, p.now().Add(draftLife))
	}
	if err != nil {
		p.log.Warn("discord: a form that is being filled in could not be kept", "form", d.Form, "error", err)
	}
	return err
}

// draft finds what somebody was filling in; false: it is not kept any more.
func (p *Platform) draft(ctx context.Context, id, account string) (draft, bool) {
	ctx, stop := context.WithTimeout(ctx, draftWithin)
	defer stop()
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

// change loads a draft, changes it, and keeps it. The error is that of keeping: the
// draft is as it should be, and what is kept is not.
func (p *Platform) change(ctx context.Context, id, account string, how func(*draft)) (d draft, there bool, err error) {
	ctx, stop := context.WithTimeout(ctx, draftWithin)
	defer stop()
	if !p.inbound.forms.begin(ctx, id) {
		return draft{}, false, nil
	}
	defer p.inbound.forms.end(id)
	if d, there = p.draft(ctx, id, account); there {
		how(&d)
		err = p.keep(ctx, d)
	}
	return d, there, err
}

func (p *Platform) drop(ctx context.Context, id string) {
	ctx, stop := context.WithTimeout(ctx, draftWithin)
	defer stop()
	if err := p.options.Drafts.Drop(ctx, id); err != nil {
		p.log.Warn("discord: a form that was sent is still kept", "error", err)
	}
}

// begin waits until nobody changes a draft; false: that took too long.
func (f *forms) begin(ctx context.Context, id string) bool {
	for {
		f.mu.Lock()
		busy, is := f.changing[id]
		if !is {
			if f.changing == nil {
				f.changing = map[string]chan struct{}{}
			}
			f.changing[id] = make(chan struct{})
		}
		f.mu.Unlock()
		if !is {
			return true
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return false
		}
	}
}

// end lets the next one change a draft.
func (f *forms) end(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.changing[id])
	delete(f.changing, id)
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
