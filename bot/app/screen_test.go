package app_test

import (
	"bytes"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
)

// screen is what an app writes to; a test waits for words on it.
type screen struct {
	mu    sync.Mutex
	shown bytes.Buffer
	from  int // what stands before it was waited for already
	news  chan struct{}
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.news != nil {
		close(s.news)
		s.news = nil
	}
	return s.shown.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// await waits until the words are shown after those waited for before.
func (s *screen) await(t *testing.T, words string) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		s.mu.Lock()
		i := strings.Index(s.shown.String()[s.from:], words)
		if i >= 0 {
			s.from += i + len(words)
			s.mu.Unlock()
			return
		}
		if s.news == nil {
			s.news = make(chan struct{})
		}
		news := s.news
		s.mu.Unlock()
		select {
		case <-news:
		case <-late:
			t.Fatalf("%q is not shown:\n%s", words, s.String())
		}
	}
}

// slow is a screen that takes its time over certain words.
type slow struct {
	words       []byte
	once        sync.Once
	begun, goOn chan struct{}
}

func (s *slow) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, s.words) {
		s.once.Do(func() { close(s.begun) })
		<-s.goOn
	}
	return len(p), nil
}

// options are those of a store on a Redis.
func options(t *testing.T, url string) redis.Options {
	t.Helper()
	o, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := goredis.NewClient(o)
	t.Cleanup(func() { client.Close() })
	return redis.Options{Client: client}
}

// until waits for what begins by itself: a platform does not tell
// when it has begun to hear.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for began := time.Now(); !done(); runtime.Gosched() {
		if time.Since(began) > time.Minute {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
