package metrics

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"

	"relance/escalation"
)

var update = flag.Bool("update", false, "write the list of metrics of docs/operate/monitoring.md")

// everything is a Metrics in which everything has happened.
func everything() *Metrics {
	m := New("v1.2.3")
	m.Ask(Sources{
		Store:     func(context.Context) (Store, error) { return Store{}, nil },
		Platforms: func() map[string]bool { return map[string]bool{"console": true} },
		Shared:    func(string) bool { return false },
		Witness:   func() time.Duration { return 0 },
		Skew:      func() (time.Duration, bool) { return 0, true },
		Reloads:   func() Reloads { return Reloads{} },
	})
	m.Delivered("console", escalation.NoticeLetter, Said)
	m.DeliveryTook("console", time.Second)
	m.Limited("slack", time.Second)
	m.Expect("console")
	m.Acted("console", "click", AnsweredWell, time.Second)
	m.Asked(ReplyWell, time.Second)
	m.Taken(0)
	m.Findings("one")
	m.Audited(time.UnixMilli(0), true, map[string]int{"one": 1}, map[string]int{"one": 1})
	m.Census(time.UnixMilli(0), map[CaseKind]int{{State: escalation.StateOpen, Rung: 1}: 1}, 0)
	return m
}

// TestTheManualHasEveryMetric keeps the list of docs/operate/monitoring.md what the
// registry holds. -update writes it.
func TestTheManualHasEveryMetric(t *testing.T) {
	path := filepath.FromSlash("../../docs/operate/monitoring.md")
	manual, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- written by a test -->\n"), []byte("<!-- end -->\n")
	before, rest, begins := bytes.Cut(manual, begin)
	_, after, ends := bytes.Cut(rest, end)
	if !begins || !ends {
		t.Fatalf("%s has no %q and %q", path, begin, end)
	}
	families, err := everything().Gatherer().Gather()
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	list.WriteString("| metric | type | labels | meaning |\n|---|---|---|---|\n")
	for _, f := range families {
		if strings.HasPrefix(f.GetName(), namespace+"_") {
			fmt.Fprintf(&list, "| `%s` | %s | %s | %s |\n", f.GetName(), strings.ToLower(f.GetType().String()), labels(f), f.GetHelp())
		}
	}
	want := bytes.Join([][]byte{before, begin, []byte(list.String()), end, after}, nil)
	if bytes.Equal(manual, want) {
		return
	}
	if !*update {
		t.Fatalf("%s differs from the registry; run the test with -update and read the difference", path)
	}
	if err := os.WriteFile(path, want, 0o644); err != nil {
		t.Fatal(err)
	}
}

func labels(f *dto.MetricFamily) string {
	var names []string
	for _, l := range f.GetMetric()[0].GetLabel() {
		names = append(names, "`"+l.GetName()+"`")
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
