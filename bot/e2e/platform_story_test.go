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

// TestStoriesOnSlack plays every story on Slack, over its socket.
func TestStoriesOnSlack(t *testing.T) { playAll(t, onSlack, inMemory) }

// TestStoriesOnSlackAndRedis is the same with a real Redis.
func TestStoriesOnSlackAndRedis(t *testing.T) { playAll(t, onSlack, onServer(t)) }

// TestStoriesOnDiscord plays every story on Discord, over its gateway.
func TestStoriesOnDiscord(t *testing.T) { playAll(t, onDiscord, inMemory) }

// TestStoriesOnDiscordAndRedis is the same with a real Redis.
func TestStoriesOnDiscordAndRedis(t *testing.T) { playAll(t, onDiscord, onServer(t)) }

func onSlack(t *testing.T, st story.Story) app.Scenery   { return newWorkspace(t, st) }
func onDiscord(t *testing.T, st story.Story) app.Scenery { return newGuild(t, st) }

// inMemory is a store of a story's own, inside the process.
func inMemory(t *testing.T) string { return "redis://" + miniredis.RunT(t).Addr() }

// onServer is one real Redis for all stories.
func onServer(t *testing.T) func(*testing.T) string {
	if testing.Short() {
		t.Skip("left out with -short: the stories once more, on a real Redis")
	}
	url := redistest.Server(t)
	return func(*testing.T) string { return url }
}

// playAll plays each story in a bubble; its store is outside of it.
func playAll(t *testing.T, scenery func(*testing.T, story.Story) app.Scenery, store func(*testing.T) string) {
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			url := store(t)
			synctest.Test(t, func(t *testing.T) {
				st := load(t, file)
				stage, err := app.NewStage(t.Context(), app.StageOptions{
					Config: configOf(t, st), Story: st, Store: url, Scenery: scenery(t, st),
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
		})
	}
}
