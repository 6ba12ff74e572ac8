package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"relance/adapters/discord/discordfake"
	"relance/adapters/slack/slackfake"
	"relance/bot/app"
)

// crowd is a place on a platform where people open cases, and connections break.
type crowd struct {
	options func(redis string) app.Options
	open    func(n int)   // somebody opens a case; what becomes of it is not theirs to know
	trouble []func()      // that the platform has with its connections, one after the other
	read    func() string // what ann reads
}

// sharing is one token, used by bots.
type sharing struct {
	t     *testing.T
	crowd crowd
	data  map[string]string // folder of each Redis
	bots  []*sharer
}

// sharer is one of the bots.
type sharer struct {
	*app.App
	redis string
	log   screen
	stop  context.CancelFunc
	ended chan error
}

func (s *sharing) start(redis string) *sharer {
	s.t.Helper()
	o, b := s.crowd.options(redis), &sharer{redis: redis, ended: make(chan error, 1)}
	o.Data, o.Logger = s.data[redis], slog.New(slog.NewTextHandler(&b.log, nil))
	var err error
	if b.App, err = app.New(s.t.Context(), o); err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(s.t.Context())
	b.stop = stop
	go func() { b.ended <- b.Run(ctx) }()
	return b
}

func (s *sharing) end(b *sharer) {
	s.t.Helper()
	b.stop()
	if err := <-b.ended; err != nil {
		s.t.Error(err)
	}
	if err := b.Close(s.t.Context()); err != nil {
		s.t.Error(err)
	}
}

// work lets minutes pass, in each of which somebody opens a case.
func (s *sharing) work(minutes int) {
	for range minutes {
		s.crowd.open(time.Now().Minute())
		time.Sleep(time.Minute)
	}
}

// finds says whether a bot takes its token to be shared, by its metrics.
func (b *sharer) finds(t *testing.T) bool {
	t.Helper()
	families, err := b.Metrics().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range figuresOf(byName(families)) {
		if strings.HasPrefix(key, "relance_token_shared{") {
			return value == 1
		}
	}
	t.Fatal("there is no relance_token_shared")
	return false
}

const (
	lineShared = "another bot, on another store, uses the same token"
	lineAlone  = "no bot on another store uses the same token any more"
	saysShared = "which keeps its cases elsewhere, uses the same token here"
)

// TestOneTokenOnTwoStores is found by each of the bots, and so it is over. The same
// with bots on one store, restarted one after the other while connections are renewed,
// lost and left behind, is nothing to find.
func TestOneTokenOnTwoStores(t *testing.T) {
	for platform, gather := range map[string]func(t *testing.T) crowd{"slack": slackCrowd, "discord": discordCrowd} {
		for what, stores := range map[string]int{"two stores": 2, "one store": 1} {
			t.Run(platform+" "+what, func(t *testing.T) {
				if testing.Short() && platform == "discord" {
					t.Skip("left out with -short: half an hour of simulated work on Discord")
				}
				s := &sharing{data: map[string]string{}}
				var urls []string
				for range stores {
					_, url := memory(t)
					s.data[url] = t.TempDir()
					urls = append(urls, url)
				}
				synctest.Test(t, func(t *testing.T) {
					s.t, s.crowd = t, gather(t)
					s.play(urls)
					if stores == 1 {
						s.findNobody()
					} else {
						s.findEachOther()
					}
					for _, b := range s.bots {
						s.end(b)
					}
				})
			})
		}
	}
}

// play has three bots work on stores, and everything happen to their connections that
// may.
func (s *sharing) play(urls []string) {
	for i := range 3 {
		s.bots = append(s.bots, s.start(urls[i%len(urls)]))
	}
	s.work(4)
	for i, old := range s.bots { // the new one comes before the old one goes
		s.bots[i] = s.start(old.redis)
		s.work(1)
		s.end(old)
		if strings.Contains(old.log.String(), lineShared) {
			s.t.Error("it was found too early to be sure")
		}
	}
	for _, trouble := range s.crowd.trouble {
		trouble()
		s.work(3)
	}
	s.work(6)
}

func (s *sharing) findNobody() {
	for _, b := range s.bots {
		if b.finds(s.t) || strings.Contains(b.log.String(), lineShared) {
			s.t.Errorf("bots on one store are found to share a token:\n%s", b.log.String())
		}
	}
	if read := s.crowd.read(); strings.Contains(read, saysShared) {
		s.t.Errorf("the team reads of it:\n%s", read)
	}
}

func (s *sharing) findEachOther() {
	for i := 0; i < 20 && slices.ContainsFunc(s.bots, func(b *sharer) bool { return !b.finds(s.t) }); i++ {
		s.work(1) // Slack deals each message to one of them
	}
	for _, b := range s.bots {
		if log := b.log.String(); !b.finds(s.t) || strings.Count(log, lineShared) != 1 {
			s.t.Errorf("it does not find the other, or says so several times:\n%s", log)
		}
	}
	if n := strings.Count(s.crowd.read(), saysShared); n != 2 {
		s.t.Errorf("the team reads of it %d times, want once from each store", n)
	}
	alone := s.bots[0]
	var stay []*sharer
	for _, b := range s.bots {
		if b.redis == alone.redis {
			stay = append(stay, b)
		} else {
			s.end(b)
		}
	}
	s.bots = stay
	time.Sleep(70 * time.Minute)
	for _, b := range s.bots {
		if log := b.log.String(); b.finds(s.t) || strings.Count(log, lineAlone) != 1 {
			s.t.Errorf("it does not find that the other is gone:\n%s", log)
		}
	}
}

func slackCrowd(t *testing.T) crowd {
	w := newWorkspace(t)
	people := []string{w.ann}
	for i := range 60 {
		people = append(people, w.AddUser(slackfake.User{Name: fmt.Sprint("person", i)}))
	}
	return crowd{
		options: func(redis string) app.Options { return w.options(t, redis, "#team", "") },
		open:    func(n int) { _ = w.Command(people[n%len(people)], "", "/case", openDesk) },
		trouble: []func(){
			func() { w.Disconnect("warning") },
			func() { w.Disconnect("refresh_requested") },
			func() { w.leaveBehind(t, 15*time.Minute) },
			w.Cut,
		},
		read: func() string { return w.read(w.ann) },
	}
}

// leaveBehind opens a socket that nobody reads, as one is whose bot was killed: Slack
// counts it, and deals it its share, until it is missed.
func (w workspace) leaveBehind(t *testing.T, life time.Duration) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DialContext: w.Dial, DisableKeepAlives: true}}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.APIURL()+"apps.connections.open", nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+w.AppToken())
	answer, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var opened struct{ URL string }
	if err := json.NewDecoder(answer.Body).Decode(&opened); err != nil {
		t.Fatal(err)
	}
	conn, _, err := (&websocket.Dialer{NetDialContext: w.Dial}).DialContext(t.Context(), opened.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(life, func() { conn.Close() })
}

func discordCrowd(t *testing.T) crowd {
	now := func() time.Time { return time.Now().AddDate(26, 0, 0) } // see TestRunsOnDiscord
	g := newGuild(t, discordfake.Options{Now: now})
	people := []string{g.ann}
	for i := range 60 {
		people = append(people, g.AddUser(discordfake.User{Name: fmt.Sprint("person", i)}))
	}
	return crowd{
		options: func(redis string) app.Options {
			o := g.options(t, redis, "#team", "")
			o.Now = now
			return o
		},
		open:    func(n int) { _ = g.Command(people[n%len(people)], g.team, "case open", openLamp()) },
		trouble: []func(){g.Reconnect, g.Cut, func() { g.InvalidSession(false) }, g.ForgetSessions},
		read:    func() string { return g.read(g.ann) },
	}
}

// TestTheOthersButtons: whoever clicks on a button, or sends a form, that Slack brings to
// the wrong bot is told so, keeps what they typed, and is heard when they try again.
func TestTheOthersButtons(t *testing.T) {
	_, one := memory(t)
	_, other := memory(t)
	data := map[string]string{one: t.TempDir(), other: t.TempDir()}
	synctest.Test(t, func(t *testing.T) {
		w := newWorkspace(t)
		s := &sharing{t: t, data: data, crowd: crowd{options: func(redis string) app.Options { return w.options(t, redis, "#team", "") }}}
		s.bots = []*sharer{s.start(one), s.start(other)}
		time.Sleep(6 * time.Minute)
		for i := 0; !s.bots[0].finds(t) || !s.bots[1].finds(t); i++ {
			if i == 20 {
				t.Fatal("they have not found each other")
			}
			// Slack deals in turn: whose turn it is depends on all that has happened.
			if err := w.Command(w.AddUser(slackfake.User{Name: fmt.Sprint("person", i)}), "", "/case", openDesk); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute)
		}
		clicks, forms := 0, 0 // that came to the wrong one
		for round := 0; clicks == 0 || forms == 0; round++ {
			if round == 20 {
				t.Fatalf("%d clicks and %d forms came to the wrong bot", clicks, forms)
			}
			clicks += w.clickThrough(t)
			forms += w.sendThrough(t)
			for range round % 2 { // so that it is not always the same one's turn
				if _, err := w.Say(w.ann, w.team, "", "Nothing."); err != nil {
					t.Error(err)
				}
			}
		}
		for _, b := range s.bots {
			s.end(b)
		}
	})
}

// toldWrong is what somebody is told whom the wrong bot hears.
const toldWrong = "This belongs to another bot"

// clickThrough clicks on a button until its form opens, and returns how often ann was
// told that it came to the wrong bot.
func (w workspace) clickThrough(t *testing.T) (wrong int) {
	t.Helper()
	letter := w.letter(t)
	for {
		before := strings.Count(w.read(w.ann), toldWrong)
		if err := w.Click(w.ann, letter, letter.Labels[0]); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if _, open := w.View(w.ann); open {
			return wrong
		}
		wrong++
		if wrong == 10 || strings.Count(w.read(w.ann), toldWrong) != before+1 {
			t.Fatalf("no form opens, and ann reads:\n%s", w.read(w.ann))
		}
	}
}

// sendThrough fills the form in and sends it until it is taken, and returns how often it
// stayed open because it came to the wrong bot.
func (w workspace) sendThrough(t *testing.T) (wrong int) {
	t.Helper()
	const words = "It is the fuse."
	if err := w.Fill(w.ann, "text", words); err != nil {
		t.Fatal(err)
	}
	for {
		if err := w.Submit(w.ann); err != nil {
			t.Fatal(err)
		}
		view, open := w.View(w.ann)
		if !open {
			return wrong
		}
		wrong++
		if wrong == 10 || !strings.Contains(fmt.Sprint(view.Errors), toldWrong) || !strings.Contains(fmt.Sprint(view.Inputs), words) {
			t.Fatalf("it stays open with %v, %+v", view.Errors, view.Inputs)
		}
	}
}

// letter is the newest message in the desk's room that can be answered.
func (w workspace) letter(t *testing.T) slackfake.Message {
	t.Helper()
	all := w.Seen(w.ann)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Channel == w.desk && len(all[i].Labels) > 0 {
			return all[i]
		}
	}
	t.Fatalf("there is none in:\n%s", w.read(w.ann))
	return slackfake.Message{}
}
