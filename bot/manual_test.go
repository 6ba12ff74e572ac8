package bot

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/bot/locale"
)

// TestTheManualOfCommands keeps the table of docs/commands.md the one that the
// program goes by; -update writes it.
func TestTheManualOfCommands(t *testing.T) {
	path := filepath.FromSlash("../docs/commands.md")
	manual, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- written by a test -->\n"), []byte("<!-- end -->\n")
	before, rest, found := bytes.Cut(manual, begin)
	_, after, ended := bytes.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no %q and %q", path, begin, end)
	}
	want := bytes.Join([][]byte{before, begin, commandTable(texts.For("en")), end, after}, nil)
	if bytes.Equal(manual, want) {
		return
	}
	if !*update {
		t.Fatalf("%s differs from the program; run the test with -update and read the difference", path)
	}
	if err := os.WriteFile(path, want, 0o644); err != nil {
		t.Fatal(err)
	}
}

// commandTable is every subcommand, what it does, and who may.
func commandTable(say locale.Speaker) []byte {
	var b bytes.Buffer
	b.WriteString("| command | what it does | who may |\n|---|---|---|\n")
	for _, r := range newCatalogue() {
		if r.words == "" {
			continue
		}
		var who []string
		for _, role := range rights(r.name) {
			who = append(who, say.Say("answer.who."+string(role)))
		}
		what := strings.ReplaceAll(say.Say("help."+r.name), "|", `\|`)
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.usage(), what, strings.Join(who, ", "))
	}
	return b.Bytes()
}
