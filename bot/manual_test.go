package bot

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relance/bot/locale"
)

// TestTheManualOfCommands keeps the table of docs/commands.md the one that the
// program goes by; -update writes it.
func TestTheManualOfCommands(t *testing.T) {
	writtenPart(t, "../docs/commands.md", commandTable(english(t)))
}

// TestTheManualOfRights keeps the table of docs/security.md the one that authorise
// goes by; -update writes it.
func TestTheManualOfRights(t *testing.T) {
	writtenPart(t, "../docs/security.md", rightsTable(english(t)))
}

func english(t *testing.T) locale.Speaker {
	t.Helper()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.For("en")
}

// writtenPart compares what stands between two marks of a manual, or writes it.
func writtenPart(t *testing.T, name string, part []byte) {
	t.Helper()
	path := filepath.FromSlash(name)
	manual, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- written by a test -->\n"), []byte("<!-- end -->\n")
	before, rest, found := bytes.Cut(manual, begin)
	_, after, ended := bytes.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no %q and %q", path, begin, end)
	}
	want := bytes.Join([][]byte{before, begin, part, end, after}, nil)
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
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", naming{}.usage(r), what, strings.Join(who, ", "))
	}
	return b.Bytes()
}

// rightsTable is who may ask what, all requests of the same people in one row. Who is
// an administrator may act as the team, so they stand wherever the team does.
func rightsTable(say locale.Speaker) []byte {
	var rows []string
	may := map[string][]string{}
	for _, r := range newCatalogue() {
		allowed := rights(r.name)
		var who []string
		for _, role := range []role{roleAnyone, roleRequester, roleTeam, roleModerator, roleAdmin, roleContact} {
			if slices.Contains(allowed, role) || role == roleAdmin && slices.Contains(allowed, roleTeam) {
				who = append(who, say.Say("answer.who."+string(role)))
			}
		}
		row := strings.Join(who, ", ")
		if may[row] == nil {
			rows = append(rows, row)
		}
		if ask := howAsked(r, say); !slices.Contains(may[row], ask) {
			may[row] = append(may[row], ask)
		}
	}
	var b bytes.Buffer
	b.WriteString("| who | may ask for |\n|---|---|\n")
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s | %s |\n", row, strings.Join(may[row], " · "))
	}
	return b.Bytes()
}

// howAsked is how a person asks for something.
func howAsked(r request, say locale.Speaker) string {
	switch {
	case r.words != "":
		return "`/case " + r.words + "`"
	case r.message:
		return "*" + say.Say("form.title."+r.name) + "* (on a message)"
	}
	return "[" + say.Say("button."+r.name) + "]"
}
