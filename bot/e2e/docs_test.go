package e2e_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"relance/bot/app"
	"relance/bot/story"
)

func itoa(n int) string { return strconv.Itoa(n) }

// TestTheExampleOfTheManual plays the story that docs/stories.md shows.
func TestTheExampleOfTheManual(t *testing.T) {
	manual, err := os.ReadFile(filepath.FromSlash("../../docs/stories.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```txtar\n(.*?)```").FindAllSubmatch(manual, -1)
	if len(examples) == 0 {
		t.Fatal("docs/stories.md has no example")
	}
	for i, example := range examples {
		st, err := story.Parse("docs/stories.md example "+itoa(i+1), example[1])
		if err != nil {
			t.Fatal(err)
		}
		play(t, st, app.StoreMemory)
	}
}
