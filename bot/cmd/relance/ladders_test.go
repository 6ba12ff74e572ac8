package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relance/bot/app"
	"relance/config"
)

// TestTheReadyLadders takes each file of docs/ladders as an administrator would:
// nothing is wrong with it, its story shows what it expects, and its ladder is the
// one that the example explains.
func TestTheReadyLadders(t *testing.T) {
	o, err := app.Reading()
	if err != nil {
		t.Fatal(err)
	}
	example, err := config.Default(o)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.FromSlash("../../../docs/ladder.md"))
	if err != nil {
		t.Fatal(err)
	}
	explained := example.Ladders()
	for _, name := range slices.Sorted(maps.Keys(explained)) {
		t.Run(name, func(t *testing.T) {
			file := filepath.FromSlash("../../../docs/ladders/" + name + ".yaml")
			taken, err := config.Load(file, o)
			if err != nil {
				t.Fatal(err)
			}
			ladder, ok := taken.Ladder(name)
			if !ok || len(taken.Ladders()) != 1 || ladder.Hash() != explained[name].Hash() {
				t.Errorf("%s has\n%+v\nthe example has\n%+v", file, taken.Ladders(), explained[name])
			}
			if len(taken.Warnings) > 0 {
				t.Errorf("warnings: %v", taken.Warnings)
			}
			out, errOut, code := call(t, "", "--config", file, "simulate", "--quiet", strings.TrimSuffix(file, "yaml")+"txtar")
			if code != exitWell {
				t.Errorf("%d\n%s%s", code, out, errOut)
			}
			if !strings.Contains(string(page), "(ladders/"+name+".yaml)") {
				t.Errorf("docs/ladder.md does not name %s.yaml", name)
			}
		})
	}
}
