package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// lookout is who looks for strangers on one store, with what it says.
type lookout struct {
	*strangers
	log paper

	mu    sync.Mutex
	teams []string // keys of what the team was told
	tried []string // keys of what failed
	deaf  error    // telling the team fails with it
}

// say is how the team is told.
func (l *lookout) say(_ context.Context, _, key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.deaf == nil {
		l.teams = append(l.teams, key)
	} else {
		l.tried = append(l.tried, key)
	}
	return l.deaf
}

func (l *lookout) deafen(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deaf = err
}

// said is how often the team was told.
func (l *lookout) said() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.teams)
}

func newLookout(t *testing.T, book escalation.Book) *lookout {
	t.Helper()
	l := &lookout{}
	var err error
	l.strangers, err = newStrangers(t.Context(), book, time.Now, slog.New(slog.NewTextHandler(&l.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	l.tell = l.say
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.watch(ctx, []string{"slack", "discord"}) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l
}

// hears has a message come that carries a mark and was said so long ago.
func (l *lookout) hears(mark string, ago time.Duration) bool {
	return l.on("slack")(mark, time.Now().Add(-ago))
}

// wants checks on which platforms it takes the token to be shared, and what it has said.
func (l *lookout) wants(t *testing.T, slack bool, lines, told int) {
	t.Helper()
	synctest.Wait()
	if got := l.shared("slack"); got != slack || l.shared("discord") {
		t.Errorf("shared on Slack: %v, on Discord: %v; want %v and false", got, l.shared("discord"), slack)
	}
	if got := strings.Count(l.log.String(), "the same token"); got != lines || l.said() != told {
		t.Errorf("%d lines of the log and %d messages, want %d and %d:\n%s", got, l.said(), lines, told, l.log.String())
	}
}

// TestAStrangerIsFound within three minutes of its first message, and gone an hour after
// its last. The log says both, the team hears of it once in a day.
func TestAStrangerIsFound(t *testing.T) {
	book, _ := redistest.Memory(t)
	synctest.Test(t, func(t *testing.T) {
		one := newLookout(t, book)
		replica := newLookout(t, book)
		time.Sleep(strangersFrom + time.Second)
		if one.hears("stranger", 0) {
			t.Error("it is known at once")
		}
		time.Sleep(strangersSure - strangersEvery)
		one.wants(t, false, 0, 0)
		time.Sleep(2 * strangersEvery)
		one.wants(t, true, 1, 1)
		if !one.hears("stranger", time.Minute) {
			t.Error("what it says later is not known to be a stranger's")
		}
		replica.hears("stranger", 0)
		time.Sleep(strangersSure + strangersEvery)
		replica.wants(t, true, 1, 0)
		time.Sleep(strangersGone / 2)
		one.wants(t, true, 1, 1)
		time.Sleep(strangersGone / 2)
		one.wants(t, false, 2, 1)
		one.hears("stranger", 0)
		time.Sleep(strangersSure + strangersEvery)
		one.wants(t, true, 3, 1)
	})
}

// TestTheTeamHearsOfAStranger also where it could not be told at first.
func TestTheTeamHearsOfAStranger(t *testing.T) {
	book, _ := redistest.Memory(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLookout(t, book)
		l.deafen(errors.New("Slack is out"))
		time.Sleep(strangersFrom + time.Second)
		l.hears("stranger", 0)
		time.Sleep(strangersSure + strangersEvery)
		l.wants(t, true, 1, 0)
		l.deafen(nil)
		time.Sleep(strangersEvery)
		l.wants(t, true, 1, 1)
	})
}

// TestTheTeamMayHaveHeard: whether it was told is found out with the same message, and by
// nobody else.
func TestTheTeamMayHaveHeard(t *testing.T) {
	book, _ := redistest.Memory(t)
	synctest.Test(t, func(t *testing.T) {
		l, replica := newLookout(t, book), newLookout(t, book)
		l.deafen(fmt.Errorf("%w: Slack does not answer", escalation.ErrMaybeSaid))
		time.Sleep(strangersFrom + time.Second)
		l.hears("stranger", 0)
		time.Sleep(strangersEvery)
		replica.hears("stranger", 0)
		time.Sleep(strangersSure + 2*strangersEvery)
		l.wants(t, true, 1, 0)
		replica.wants(t, true, 1, 0)
		l.deafen(nil)
		time.Sleep(strangersEvery)
		l.wants(t, true, 1, 1)
		replica.wants(t, true, 1, 0)
		if keys := slices.Compact(append(l.tried, l.teams...)); len(l.tried) < 2 || len(keys) != 1 {
			t.Errorf("the team is told with the keys %q", keys)
		}
	})
}

// TestWhatAStrangerHasLeft: a bot that has ended is gone, though people still click on
// what it said; who does is told all the same that it is not this one's.
func TestWhatAStrangerHasLeft(t *testing.T) {
	book, _ := redistest.Memory(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLookout(t, book)
		time.Sleep(strangersFrom + time.Second)
		said := time.Now()
		for range 4 {
			l.hears("stranger", time.Since(said))
			time.Sleep(strangersGone / 3)
		}
		l.wants(t, false, 2, 1)
		if !l.hears("stranger", time.Since(said)) {
			t.Error("it is not known any more whose the message is")
		}
		time.Sleep(strangersSure + strangersEvery)
		l.wants(t, false, 2, 1)
	})
}

// TestNobodyIsAStranger who says what the store said before, or shares it.
func TestNobodyIsAStranger(t *testing.T) {
	book, server := redistest.Memory(t)
	for what, happen := range map[string]func(t *testing.T, l *lookout){
		"a message from before the start": func(_ *testing.T, l *lookout) {
			for range 10 {
				l.hears("another", 20*time.Minute)
				time.Sleep(time.Minute)
			}
		},
		"a message from the moment of the start": func(_ *testing.T, l *lookout) {
			l.hears("another", strangersFrom+time.Second)
		},
		"a replica": func(t *testing.T, l *lookout) {
			l.hears(newLookout(t, book).mark, 0)
		},
		"a replica whose mark comes late": func(t *testing.T, l *lookout) {
			other := newLookout(t, book)
			l.hears(other.mark, 0)
			if err := book.Put(t.Context(), shelfMarks, other.mark, nil); err != nil { // it puts it back
				t.Error(err)
			}
		},
		"a replica whose clock is weeks ahead": func(t *testing.T, l *lookout) {
			ahead, err := newStrangers(t.Context(), book, func() time.Time { return time.Now().AddDate(0, 0, 20) }, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			if all, err := book.All(t.Context(), shelfMarks); err != nil || len(all) != 1 {
				t.Errorf("the marks %v are kept, %v", all, err)
			}
			l.hears(ahead.mark, 0)
			newLookout(t, book).hears(l.mark, 0)
		},
		"a replica that ended longer ago than its mark is kept": func(t *testing.T, l *lookout) {
			ended, err := newStrangers(t.Context(), book, time.Now, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			said := time.Now()
			time.Sleep(markTells + 25*time.Hour)
			newLookout(t, book)
			if all, err := book.All(t.Context(), shelfMarks); err != nil || all[ended.mark] != nil {
				t.Errorf("the marks %v are kept, %v", all, err)
			}
			time.Sleep(strangersEvery)
			l.hears(ended.mark, time.Since(said))
		},
		"a replica that ended before Redis lost its data": func(t *testing.T, l *lookout) {
			ended, err := newStrangers(t.Context(), book, time.Now, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(strangersEvery)
			server.FlushAll()
			time.Sleep(strangersEvery)
			l.hears(ended.mark, strangersEvery)
		},
		"a replica of before Redis lost its data": func(t *testing.T, l *lookout) {
			server.FlushAll()
			later := newLookout(t, book)
			time.Sleep(strangersFrom)
			later.hears(l.mark, 0)
			l.hears(later.mark, 0)
			time.Sleep(5 * time.Minute)
			later.wants(t, false, 0, 0)
		},
	} {
		t.Run(what, func(t *testing.T) {
			server.FlushAll()
			synctest.Test(t, func(t *testing.T) {
				l := newLookout(t, book)
				time.Sleep(strangersFrom + strangersEvery*3/2) // between two looks
				happen(t, l)
				for range 10 {
					time.Sleep(time.Minute)
					l.wants(t, false, 0, 0)
				}
			})
		})
	}
}

// TestACopyOfTheStoreIsAnother: the bot on a backup that was put back beside the original
// is found by the original.
func TestACopyOfTheStoreIsAnother(t *testing.T) {
	book, _ := redistest.Memory(t)
	backup, _ := redistest.Memory(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLookout(t, book)
		all, err := book.All(t.Context(), shelfMarks)
		if err != nil {
			t.Fatal(err)
		}
		for mark, day := range all {
			if err := backup.Put(t.Context(), shelfMarks, mark, day); err != nil {
				t.Fatal(err)
			}
		}
		theirs := newLookout(t, backup)
		time.Sleep(strangersFrom + time.Second)
		l.hears(theirs.mark, 0)
		time.Sleep(strangersSure + strangersEvery)
		l.wants(t, true, 1, 1)
	})
}

// TestMarksPass: the marks of bots that ended a week ago are removed, those of bots that
// go on are not.
func TestMarksPass(t *testing.T) {
	book, _ := redistest.Memory(t)
	synctest.Test(t, func(t *testing.T) {
		ended, err := newStrangers(t.Context(), book, time.Now, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		living := newLookout(t, book)
		time.Sleep(markLife + time.Hour)
		begun := newLookout(t, book)
		all, err := book.All(t.Context(), shelfMarks)
		if err != nil || len(all) != 2 || all[living.mark] == nil || all[begun.mark] == nil {
			t.Errorf("the marks %q are kept, %v; want %s and %s without %s", all, err, living.mark, begun.mark, ended.mark)
		}
	})
}
