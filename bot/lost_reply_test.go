package bot

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// losingBook writes, and loses the reply.
type losingBook struct{ escalation.Book }

func (b losingBook) Put(ctx context.Context, shelf, key string, value []byte) error {
	if err := b.Book.Put(ctx, shelf, key, value); err != nil {
		return err
	}
	return fmt.Errorf("%w: connection reset", escalation.ErrUnconfirmed)
}

func TestALostReplyIsNotCalledUnrecorded(t *testing.T) {
	for who, text := range map[string]string{"ada": "pause-all on", "ann": "language fr", "bob": "link"} {
		h := newHouse(t)
		h.bot.Book = losingBook{h.bot.Book}
		if said := h.types(who, text); !strings.Contains(said, "could not find out whether this was recorded") {
			t.Errorf("%s: %q", text, said)
		}
	}
}

// keyedBook keeps the keys of reservations, and can give none back.
type keyedBook struct {
	escalation.Book
	keys *[]string
}

func (b keyedBook) Reserve(ctx context.Context, r escalation.Reservation) (time.Time, bool, error) {
	*b.keys = append(*b.keys, r.Key)
	return b.Book.Reserve(ctx, r)
}

func (b keyedBook) Release(context.Context, escalation.Reservation) error { return errDown }

func TestPeoplesWordsAreNotInKeysOrLogs(t *testing.T) {
	var log strings.Builder
	var keys []string
	h := newHouse(t, func(o *Options) {
		o.Guards.CasesPerDay = 1
		o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	})
	h.bot.Book = keyedBook{h.bot.Book, &keys}
	h.types("ann", `open org="Secret Clinic" consent=yes subject="my illness" story="Words."`)
	h.types("ann", `open org="Secret Clinic" consent=yes subject="another illness" story="Words."`) // one too many: its places are given back
	if len(keys) < 3 || !strings.Contains(log.String(), "reservation") {
		t.Fatalf("keys %q, log %q", keys, log.String())
	}
	for _, text := range append(slices.Clone(keys), log.String()) {
		if low := strings.ToLower(text); strings.Contains(low, "illness") || strings.Contains(low, "clinic") {
			t.Errorf("people's words are in %q", text)
		}
	}
	// Nor does the store say them when it is down.
	store, _ := redistest.Memory(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := escalation.Reservation{Key: "dup/my illness", Op: "x", At: h.now, Window: sameCase, Limit: 1}
	_, _, err := store.Reserve(ctx, r)
	for _, err := range []error{err, store.Release(ctx, r)} {
		if err == nil || strings.Contains(err.Error(), "illness") {
			t.Errorf("the store says %v", err)
		}
	}
}

func TestSearchIsNotCutBeforeItIsFiltered(t *testing.T) {
	h := newHouse(t)
	mine := h.opens("ann", "silent meter")
	h.types("ann", "ref ZX-99/81 issuer=Example")
	h.types("bob", strings.ReplaceAll(openMeter, "subject=meter", `subject="silent bill"`))
	full := &crowded{Store: h.bot.Store, hidden: mine.ID}
	h.bot.Store = full
	for _, words := range []string{"silent", "silent meter", "ZX-99/81", "energie d exemple", "zx99"} {
		said := h.types("ann", `search "`+words+`"`)
		if !strings.Contains(said, string(mine.ID)) || strings.Contains(said, "bill") {
			t.Errorf("%s: %q", words, said)
		}
	}
	if said := h.types("bob", "search silent"); strings.Contains(said, string(mine.ID)) {
		t.Errorf("bob sees %q", said)
	}
}

// crowded is a store with so many cases of other people that one of them does
// not come up in what is found of everybody's.
type crowded struct {
	escalation.Store
	hidden escalation.CaseID
}

func (s *crowded) Find(ctx context.Context, q escalation.Query) ([]escalation.CaseID, error) {
	ids, err := s.Store.Find(ctx, q)
	if !strings.HasPrefix(q.Term, escalation.TermPerson) && q.Limit > 0 {
		ids = slices.DeleteFunc(ids, func(id escalation.CaseID) bool { return id == s.hidden })
	}
	return ids, err
}

func TestExportTakesBothNamesOfMarkdown(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	long := h.types("ann", "export "+string(c.ID)+" markdown")
	if short := h.types("ann", "export "+string(c.ID)+" md"); short != long || !strings.Contains(short, "# ") {
		t.Errorf("md: %q, markdown: %q", short, long)
	}
}
