package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"relance/bot/app"
	"relance/bot/app/watch"
	"relance/bot/e2e/loopback"
	"relance/config"
)

// watched is an app that runs with a monitor.
type watched struct {
	*app.App
	t        *testing.T
	keyboard io.Writer
	screen   *screen
	stop     func()
	ran      func() error // waits for the end of Run
	end      func()       // ends all of it
}

// watching runs an app with a monitor until the test ends, or stop.
func watching(t *testing.T, c *config.Config) *watched {
	t.Helper()
	c.Monitor.Listen = "127.0.0.1:0"
	in, keyboard := io.Pipe()
	w := &watched{t: t, keyboard: keyboard, screen: &screen{}}
	var err error
	w.App, err = app.New(t.Context(), app.Options{Config: c, Data: t.TempDir(), In: in, Out: w.screen, Now: wednesday})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	w.stop, w.ran = stop, sync.OnceValue(func() error { return <-done })
	w.end = sync.OnceFunc(func() {
		stop()
		if err := w.ran(); err != nil {
			t.Error(err)
		}
		keyboard.Close()
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(w.end)
	return w
}

// report asks a probe.
func (w *watched) report(probe string) watch.Report {
	w.t.Helper()
	r, err := watch.Ask(w.t.Context(), w.Monitor(), probe)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// get asks the monitor for a page.
func (w *watched) get(path string) (status int, body string) {
	w.t.Helper()
	response, err := loopback.Client().Get("http://" + w.Monitor() + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(content)
}

// TestReady: a bot is ready when it works, names what it is not ready for, and is ready
// again.
func TestReady(t *testing.T) {
	redis, url := memory(t)
	w := watching(t, onRedis(t, url))
	until(t, "it is ready", func() bool { return w.report(watch.Ready).OK })
	if status, body := w.get(watch.Ready); status != http.StatusOK || !strings.Contains(body, `"ok":true`) {
		t.Errorf("%d %s", status, body)
	}

	redis.Close()
	until(t, "Redis is missed", func() bool { return !w.report(watch.Ready).OK })
	if why := w.report(watch.Ready).Why(); !strings.HasPrefix(why, "redis: ") || !strings.Contains(why, "; lag: not known") {
		t.Errorf("not ready for: %s", why)
	}
	if status, _ := w.get(watch.Ready); status != http.StatusServiceUnavailable {
		t.Errorf("status %d without Redis", status)
	}
	if _, body := w.get("/metrics"); !strings.Contains(body, "\nrelance_redis_up 0\n") || strings.Contains(body, "relance_overdue_seconds 0") {
		t.Errorf("without Redis:\n%s", body)
	}
	if r := w.report(watch.Alive); !r.OK {
		t.Errorf("it is to be restarted for want of Redis: %s", r.Why())
	}

	if err := redis.Restart(); err != nil {
		t.Fatal(err)
	}
	until(t, "it is ready again", func() bool { return w.report(watch.Ready).OK })
	if _, body := w.get("/metrics"); !strings.Contains(body, "\nrelance_redis_up 1\n") {
		t.Errorf("with Redis:\n%s", body)
	}
}

// TestNotReadyWhileItEnds: whoever sends people elsewhere is told at once, and is
// answered until everything has ended.
func TestNotReadyWhileItEnds(t *testing.T) {
	_, url := memory(t)
	w := watching(t, onRedis(t, url))
	until(t, "it is ready", func() bool { return w.report(watch.Ready).OK })
	w.stop()
	until(t, "it is not ready", func() bool { return strings.Contains(w.report(watch.Ready).Why(), "bot: ending") })
	if err := w.ran(); err != nil {
		t.Error(err)
	}
	if why := w.report(watch.Ready).Why(); !strings.Contains(why, "bot: ending") {
		t.Errorf("after Run, before Close: %q", why)
	}
	if !w.report(watch.Alive).OK {
		t.Error("a bot that ends counts as dead")
	}
	w.end()
	if r, err := watch.Ask(t.Context(), w.Monitor(), watch.Ready); err == nil {
		t.Errorf("after Close it answers %+v", r)
	}
}

func TestThePortOfTheMonitorIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, url := memory(t)
	c := onRedis(t, url)
	c.Monitor.Listen = taken.Addr().String()
	_, err = app.New(t.Context(), app.Options{Config: c, Data: t.TempDir(), In: strings.NewReader(""), Out: io.Discard})
	if err == nil || !strings.HasPrefix(err.Error(), "monitor: at "+c.Monitor.Listen+": another program listens there already") ||
		strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}
