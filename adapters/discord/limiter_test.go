package discord

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

func says(limit, left int, after time.Duration, bucket string) http.Header {
	h := http.Header{}
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", after.Seconds()))
	h.Set("X-RateLimit-Bucket", bucket)
	return h
}

func posting(channel string) request {
	return request{method: http.MethodPost, route: "/channels/{channel.id}/messages", ids: []string{channel}}
}

// after is how long a refused turn waits.
func after(t *testing.T, err error) time.Duration {
	t.Helper()
	e, is := errors.AsType[*chat.Error](err)
	if !is || e.Failure != chat.Temporary || e.After <= 0 {
		t.Fatalf("got %v, want a turn that comes later", err)
	}
	return e.After
}

func TestBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		done, err := l.turn(t.Context(), posting("1"))
		if err != nil {
			t.Fatal(err)
		}
		// Nothing is known of the route: a second one waits for the first's answer.
		second := make(chan error)
		go func() {
			done, err := l.turn(t.Context(), posting("1"))
			if err == nil {
				done(200, says(2, 0, 5*time.Second, "b"), nil)
			}
			second <- err
		}()
		synctest.Wait()
		began := time.Now()
		done(200, says(2, 1, 5*time.Second, "b"), nil)
		if err := <-second; err != nil || time.Since(began) > 0 {
			t.Fatalf("the second went %v later: %v", time.Since(began), err)
		}
		if _, err := l.turn(t.Context(), posting("1")); after(t, err) > 5*time.Second+time.Millisecond {
			t.Errorf("an empty bucket: %v", err)
		}
		// Another channel has a bucket of its own.
		other, err := l.turn(t.Context(), posting("2"))
		if err != nil {
			t.Fatalf("another channel: %v", err)
		}
		other(200, says(2, 1, 5*time.Second, "b"), nil)
		time.Sleep(5*time.Second + time.Millisecond)
		if _, err := l.turn(t.Context(), posting("1")); err != nil {
			t.Errorf("after its time: %v", err)
		}
	})
}

func TestTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		done, err := l.turn(t.Context(), posting("1"))
		if err != nil {
			t.Fatal(err)
		}
		h := says(5, 3, time.Second, "b")
		h.Set("Retry-After", "8")
		if wait := done(429, h, []byte(`{"retry_after":7.5,"global":false}`)); wait < 8*time.Second {
			t.Errorf("waits %v, not the longer of the two times", wait)
		}
		_, err = l.turn(t.Context(), posting("1"))
		if wait := after(t, err); wait < 8*time.Second {
			t.Errorf("the next may go in %v", wait)
		}
		other, err := l.turn(t.Context(), posting("2"))
		if err != nil {
			t.Fatalf("another channel: %v", err)
		}
		if wait := other(429, http.Header{}, []byte("error code: 1015")); wait != limitedTime {
			t.Errorf("Cloudflare's refusal waits %v", wait)
		}
		if _, err = l.turn(t.Context(), posting("3")); after(t, err) != limitedTime {
			t.Errorf("it is for every route: %v", err)
		}
	})
}

func TestGlobalLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		began := time.Now()
		for i := range 3 * globalLimit {
			done, err := l.turn(t.Context(), posting(strconv.Itoa(i+1)))
			if err != nil {
				t.Fatal(err)
			}
			done(200, http.Header{}, nil)
		}
		if took := time.Since(began); took < 2*globalWindow {
			t.Errorf("%d requests in %v", 3*globalLimit, took)
		}
	})
}

// What is known of an interaction ends with it, and what is known of channels is
// dropped when it says nothing any more.
func TestNothingLeaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		for i := range 20_000 {
			token := request{method: http.MethodPost, token: true, route: "/interactions/{interaction.id}/{interaction.token}/callback",
				ids: []string{strconv.Itoa(i), "token" + strconv.Itoa(i)}}
			done, err := l.turn(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			done(200, says(5, 4, time.Second, "hash"+strconv.Itoa(i)), nil)
		}
		if len(l.buckets) > 0 || len(l.hashes) > 0 {
			t.Errorf("interactions left %d buckets and %d hashes", len(l.buckets), len(l.hashes))
		}
		for i := range 5 * bucketsKept {
			done, err := l.turn(t.Context(), posting(strconv.Itoa(i+1)))
			if err != nil {
				t.Fatal(err)
			}
			done(200, says(5, 4, time.Second, "b"), nil)
		}
		if len(l.buckets) > bucketsKept || len(l.hashes) != 1 || len(l.recent) > globalLimit {
			t.Errorf("%d buckets, %d hashes, %d times are kept", len(l.buckets), len(l.hashes), len(l.recent))
		}
	})
}

// Long before Discord bans the address, requests slow down.
func TestInvalidRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		n := 0
		for began := time.Now(); time.Since(began) < invalidWindow; {
			done, err := l.turn(t.Context(), posting(strconv.Itoa(n+1)))
			if e, is := errors.AsType[*chat.Error](err); is {
				time.Sleep(e.After)
				continue
			}
			done(403, http.Header{}, nil)
			n++
		}
		if most := invalidLimit + int(invalidWindow/invalidPause); n > most || n < invalidLimit {
			t.Errorf("%d invalid requests in %v, want %d to %d", n, invalidWindow, invalidLimit, most)
		}
	})
}

func TestTokenIsNotTriedOverAndOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		done, err := l.turn(t.Context(), posting("1"))
		if err != nil {
			t.Fatal(err)
		}
		done(401, http.Header{}, nil)
		if _, err := l.turn(t.Context(), posting("2")); after(t, err) != tokenTime {
			t.Errorf("after a 401: %v", err)
		}
	})
}

// Two routes may share a bucket: what one uses the other cannot.
func TestSharedBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		reading := request{method: http.MethodGet, route: "/channels/{channel.id}/messages", ids: []string{"1"}}
		for i, q := range []request{posting("1"), reading} {
			done, err := l.turn(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			done(200, says(2, 1-i, 5*time.Second, "shared"), nil)
		}
		for _, q := range []request{posting("1"), reading} {
			if _, err := l.turn(t.Context(), q); after(t, err) < 4*time.Second {
				t.Errorf("%v: %v", q, err)
			}
		}
	})
}

// Once one channel's answer has told the name of the bucket, what is under way in
// another still counts there.
func TestLateName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		first, err := l.turn(t.Context(), posting("1"))
		if err != nil {
			t.Fatal(err)
		}
		second, err := l.turn(t.Context(), posting("2"))
		if err != nil {
			t.Fatal(err)
		}
		first(200, says(5, 4, 5*time.Second, "b"), nil)
		if _, err := l.turn(t.Context(), posting("2")); after(t, err) > patience {
			t.Errorf("while the first of the channel is under way: %v", err)
		}
		second(429, http.Header{}, []byte(`{"retry_after":9}`))
		if _, err := l.turn(t.Context(), posting("2")); after(t, err) < 9*time.Second {
			t.Errorf("after its refusal: %v", err)
		}
	})
}
