package e2e_test

import (
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/alicebob/miniredis/v2"

	"relance/adapters/redis/redistest"
	"relance/bot/app"
	"relance/bot/story"
)

// TestStoriesOnDiscord plays every story on Discord, over its gateway.
func TestStoriesOnDiscord(t *testing.T) {
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { playOnDiscord(t, file, "redis://"+miniredis.RunT(t).Addr()) })
	}
}

// TestStoriesOnDiscordAndRedis is the same with a real Redis.
func TestStoriesOnDiscordAndRedis(t *testing.T) {
	url := redistest.Server(t)
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { playOnDiscord(t, file, url) })
	}
}

// playOnDiscord plays a story in a bubble; the store is outside of it.
func playOnDiscord(t *testing.T, file, store string) {
	synctest.Test(t, func(t *testing.T) {
		st := load(t, file)
		stage, err := app.NewStage(t.Context(), app.StageOptions{
			Config: configOf(t, st), Story: st, Store: store, Scenery: newGuild(t, st),
		})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := stage.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		if _, err := story.Play(t.Context(), st, stage); err != nil {
			t.Fatal(err)
		}
	})
}
