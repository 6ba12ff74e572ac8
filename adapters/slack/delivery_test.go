package slack

import (
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

// sends is how many messages are sent through all that can go wrong.
const sends = 2_000

// TestEverythingIsSaidOnce sends many messages while 30 of 100 are done and then
// fail, 20 of 100 are refused as too many, and history is up to five seconds late.
// They are tried again as the engine tries: what was certainly not said when the
// platform says, what may have been said only if it is not found then.
func TestEverythingIsSaidOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dice := rand.New(rand.NewPCG(1, 2))
		chance := func(percent int) func(url.Values) bool {
			return func(url.Values) bool { return dice.IntN(100) < percent }
		}
		w := newWorkplace(t, slackfake.Options{Lag: func() time.Duration { return time.Duration(dice.Int64N(int64(5 * time.Second))) }}, Pace{})
		for _, f := range []slackfake.Fault{
			{RetryAfter: 3 * time.Second, Times: -1, When: chance(20)},
			{Error: "fatal_error", Accept: true, Times: -1, When: chance(10)},
			{Status: 503, Accept: true, Times: -1, When: chance(11)},
			{Cut: true, Accept: true, Times: -1, When: chance(13)},
			{Cut: true, Times: -1, When: chance(5)},
		} {
			w.Fail("chat.postMessage", f)
		}
		w.Fail("conversations.history", slackfake.Fault{RetryAfter: 2 * time.Second, Times: -1, When: chance(20)})
		w.Fail("conversations.replies", slackfake.Fault{Error: "internal_error", Times: -1, When: chance(20)})

		rooms := []chat.Place{{Room: w.team}, {Room: w.board}, {Room: w.press}, {Person: w.ann}, {Person: w.ben}}
		root := chat.Place{Room: w.team, Thread: chat.Ref(rootOf(t, w))}
		d := driver{p: w.p, posted: map[string]chat.Posted{}}
		for i := range sends {
			at := rooms[i%len(rooms)]
			if i%10 == 0 {
				at = root
			}
			m := say(fmt.Sprint("key-", i), fmt.Sprintf("message %d.", i))
			if i%100 == 7 {
				m.Blocks = append(m.Blocks, chat.Paragraph(strings.Repeat("x", ExactLimit)))
			}
			m.Blocks = append(m.Blocks, chat.Paragraph(fmt.Sprintf("end %d.", i)))
			d.add(&sending{at: at, m: m, due: time.Now()})
		}
		d.run(t)

		begins, ends := map[string]int{}, map[string]int{}
		for _, by := range []string{w.ann, w.ben} {
			for _, m := range w.Seen(by) {
				if by != w.ann && !m.DM {
					continue
				}
				if i := figureAfter("message", m.Read); i != "" {
					begins[i]++
					if want := d.posted["key-"+i]; string(want.Ref) != m.TS || want.Link != m.Permalink {
						t.Errorf("message %s is %s, said to be %+v", i, m.TS, want)
					}
				}
				if i := figureAfter("end", m.Read); i != "" {
					ends[i]++
				}
			}
		}
		for i := range sends {
			if b, e := begins[fmt.Sprint(i)], ends[fmt.Sprint(i)]; b != 1 || e != 1 {
				t.Errorf("message %d begins %d times and ends %d times", i, b, e)
			}
		}
		t.Logf("%d posts, %d looks, %d of them found it, in %s", d.posts, d.looks, d.found, d.took)
		if d.found == 0 || d.looks == d.found || d.limited == 0 {
			t.Errorf("nothing went wrong: %+v", d)
		}
	})
}

// figureAfter is the figure in "word 17." in a text; empty: it is not there.
func figureAfter(word, text string) string {
	if m := regexp.MustCompile(word + ` (\d+)\.`).FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// rootOf is a message that a thread can begin with.
func rootOf(t *testing.T, w workplace) string {
	t.Helper()
	ts, err := w.Say(w.ann, w.team, "", "the root")
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

// sending is a message on its way.
type sending struct {
	at      chat.Place
	m       chat.Message
	due     time.Time
	since   time.Time // of the first try that may have said it
	unknown bool      // it may have been said
}

// driver tries as the engine does.
type driver struct {
	p      *Platform
	queue  sendings
	posted map[string]chat.Posted // by key

	posts, looks, found, limited int
	took                         time.Duration
}

func (d *driver) add(s *sending) { heap.Push(&d.queue, s) }

func (d *driver) run(t *testing.T) {
	t.Helper()
	begun := time.Now()
	for len(d.queue) > 0 {
		s := heap.Pop(&d.queue).(*sending)
		time.Sleep(time.Until(s.due))
		tried := time.Now()
		posted, done, err := d.try(t.Context(), s)
		if err != nil {
			e := errorOf(err)
			switch e.Failure {
			case chat.Unknown:
				if s.unknown = true; s.since.IsZero() {
					s.since = tried
				}
			case chat.Temporary:
				if e.Code == codeLimited {
					d.limited++
				}
			default:
				t.Fatalf("%s: %v", s.m.Key, err)
			}
			if e.After <= 0 {
				t.Fatalf("%s: %v: again at once", s.m.Key, err)
			}
			s.due = time.Now().Add(e.After)
			d.add(s)
		} else if !done {
			t.Fatalf("%s: neither said nor failed", s.m.Key)
		} else {
			d.posted[s.m.Key] = posted
		}
	}
	d.took = time.Since(begun)
}

// try posts a message; one that may have been said it looks for first.
func (d *driver) try(ctx context.Context, s *sending) (chat.Posted, bool, error) {
	if s.unknown {
		d.looks++
		posted, there, err := d.p.Find(ctx, s.at, s.m.Key, s.since)
		if err != nil || there {
			if there {
				d.found++
			}
			return posted, there, err
		}
		s.unknown = false
	}
	d.posts++
	posted, err := d.p.Post(ctx, s.at, s.m)
	return posted, err == nil, err
}

// sendings are in order of their time.
type sendings []*sending

func (s sendings) Len() int           { return len(s) }
func (s sendings) Less(i, j int) bool { return s[i].due.Before(s[j].due) }
func (s sendings) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *sendings) Push(x any)        { *s = append(*s, x.(*sending)) }
func (s *sendings) Pop() any {
	old := *s
	last := old[len(old)-1]
	*s = old[:len(old)-1]
	return last
}
