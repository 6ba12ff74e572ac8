package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"relance/adapters/holidays"
	"relance/adapters/redis/redistest"
	"relance/bot/app"
	"relance/bot/story"
	"relance/config"
)

// files are all stories.
func files(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/story/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	return names
}

func TestStoriesInMemory(t *testing.T) {
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { play(t, load(t, file), app.StoreMemory) })
	}
}

func TestStoriesOnRedis(t *testing.T) {
	url := redistest.Server(t)
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { play(t, load(t, file), url) })
	}
}

func load(t *testing.T, file string) story.Story {
	t.Helper()
	st, err := story.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// configOf is what a story is played with.
func configOf(t testing.TB, st story.Story) *config.Config {
	t.Helper()
	c, err := app.ConfigOf(st, func() (*config.Config, error) { return config.Default(config.Options{Holidays: holidays.For}) })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// play plays a story; one that fails shows its conversation.
func play(t *testing.T, st story.Story, store string) story.Record {
	t.Helper()
	ctx := context.Background()
	c := configOf(t, st)
	var conversation bytes.Buffer
	stage, err := app.NewStage(ctx, app.StageOptions{Config: c, Story: st, Store: store, Out: &conversation})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	record, err := story.Play(ctx, st, stage)
	if err != nil {
		t.Fatalf("%v\n\nthe conversation so far:\n%s", err, conversation.String())
	}
	return record
}

// TestEveryExpectationCounts changes one expectation at a time: each time the
// story must fail. An expectation that holds whatever it says expects nothing.
func TestEveryExpectationCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: every story with each of its expectations changed")
	}
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			record := play(t, load(t, file), app.StoreMemory)
			for name, changed := range changes(t, file) {
				var failure *story.Failure
				if err := story.Check(changed, record); !errors.As(err, &failure) {
					t.Errorf("%s:%s: the story does not fail (%v)", file, name, err)
				}
			}
		})
	}
}

// changes are copies of a story that expect something else in one place.
func changes(t *testing.T, file string) map[string]story.Story {
	all := map[string]story.Story{}
	change := func(block int, name string, do func(*story.Block)) {
		st := load(t, file) // a copy of its own
		do(&st.Blocks[block])
		all[name] = st
	}
	for i, b := range load(t, file).Blocks {
		for j, e := range b.Expects {
			line := func(what string) string { return itoa(e.Line) + ": " + e.Text + " (" + what + ")" }
			for k := range e.Parts {
				change(i, line("part "+itoa(k+1)+" says more"), func(b *story.Block) { b.Expects[j].Parts[k] += " ☃" })
			}
			for k := range e.Never {
				change(i, line("never "+itoa(k+1)+" says what is there"), func(b *story.Block) { b.Expects[j].Never[k] = b.Expects[j].Parts[0] })
			}
			switch e.Kind {
			case story.ExpectMessage, story.ExpectAsked, story.ExpectTold:
				change(i, line("left out"), func(b *story.Block) { b.Expects = slices.Delete(b.Expects, j, j+1) })
				change(i, line("elsewhere"), func(b *story.Block) { b.Expects[j].Where = story.Where{Room: "cellar"} })
				change(i, line("said twice"), func(b *story.Block) { b.Expects = append(b.Expects, e) })
			case story.ExpectState:
				other := map[bool]string{true: "open", false: "draft"}[e.State.State == "draft"]
				change(i, line("another state"), func(b *story.Block) { b.Expects[j].State.State = other })
				if e.State.Rung > 0 {
					change(i, line("another rung"), func(b *story.Block) { b.Expects[j].State.Rung++ })
				}
				if e.State.Reason != "" {
					change(i, line("another reason"), func(b *story.Block) { b.Expects[j].State.Reason = "snowed in" })
				}
			}
		}
	}
	return all
}
