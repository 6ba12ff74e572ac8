package discordfake_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"relance/adapters/discord/discordfake"
)

func TestTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, discordfake.Options{})
		w.NoHello(1)
		silent := w.dial("v=10&encoding=json")
		synctest.Wait()
		if len(silent.in) != 0 {
			t.Error("a HELLO came")
		}
		l, _ := w.open(guilds)
		w.Zombie(true)
		synctest.Wait()
		for len(l.in) > 0 {
			<-l.in
		}
		l.send(1, nil)
		w.AddChannel(discordfake.Channel{Name: "other"})
		synctest.Wait()
		if len(l.in) != 0 {
			t.Error("a zombie answers")
		}
		w.Zombie(false)
		w.DelayClose(2 * time.Second)
		l, _ = w.open(guilds)
		asked := time.Now()
		_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""), time.Now().Add(time.Second))
		l.closed()
		if took := time.Since(asked); took != 2*time.Second {
			t.Errorf("the close was answered after %v", took)
		}
		l, _ = w.open(guilds)
		w.CloseWith(4014)
		if code := l.closed(); code != 4014 {
			t.Errorf("closed with %d", code)
		}
		l, _ = w.open(guilds)
		time.Sleep(time.Minute)
		l.send(1, nil) // in time
		time.Sleep(time.Minute)
		l.send(1, nil)
		time.Sleep(2 * time.Minute)
		if code := l.closed(); code != 1006 {
			t.Errorf("a connection without heartbeats is closed with %d", code)
		}
	})
}
