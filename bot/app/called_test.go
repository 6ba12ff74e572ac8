package app

import (
	"log/slog"
	"net/http"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/metrics"
	"relance/bot/app/watch"
)

// able can do all that some platforms can.
type able struct {
	chat.Platform
	chat.Finder
	chat.Resolver
	chat.Grouper
	chat.Measurer
	chat.Commander
	chat.Connector
}

func (able) Name() string       { return "slack" }
func (able) HTTP() http.Handler { return http.NotFoundHandler() }

// TestAPlatformKeepsWhatItCanDo: behind a door, and watched, and both.
func TestAPlatformKeepsWhatItCanDo(t *testing.T) {
	m := metrics.New("v1.2.3")
	behind := (&App{log: slog.New(slog.DiscardHandler)}).door(":0").let(able{})
	for where, p := range map[string]chat.Platform{
		"behind a door": behind,
		"watched":       watch.Platform(able{}, m),
		"both":          watch.Platform(behind, m),
	} {
		for what, can := range map[string]bool{
			"Finder":    can[chat.Finder](p),
			"Resolver":  can[chat.Resolver](p),
			"Grouper":   can[chat.Grouper](p),
			"Measurer":  can[chat.Measurer](p),
			"Commander": can[chat.Commander](p),
			"Connector": can[chat.Connector](p),
		} {
			if !can {
				t.Errorf("%s it is no %s any more", where, what)
			}
		}
	}
}

func can[T any](p chat.Platform) bool { _, is := chat.As[T](p); return is }
