package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relance/bot/app"
	"relance/bot/locale"
	"relance/bot/story"
)

// TestStoriesInPseudo plays every story in languages that nobody speaks, in which
// each sentence stands between ⟦ and ⟧ and each of its letters has an accent.
// What is shown without marks, or with a plain letter between them, is a user's,
// or it is a sentence that no language file has.
func TestStoriesInPseudo(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: the stories once more, in a language nobody speaks")
	}
	texts, err := locale.Pseudo()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { findWhatIsInNoFile(t, load(t, file), texts) })
	}
	t.Run("the console", func(t *testing.T) {
		st, err := story.Parse("the console", []byte(talkToTheConsole))
		if err != nil {
			t.Fatal(err)
		}
		findWhatIsInNoFile(t, st, texts)
	})
}

// talkToTheConsole is what no story does: it has the console ask, refuse and
// correct.
const talkToTheConsole = `The console
Team: noor
-- story --
at 2026-03-02 10:00 Europe/Paris
@ann /case open
@ann GazCo
@ann
@ann Silent meter
@ann It is silent
@ann .
@ann
@ann .
@ann tomorrow
@ann /fill deadline=2026-04-01 deadline_what="last day" deadlin=3
@ann perhaps
@ann /cancel
@ann /cancel
@ann /case open org=GazCo consent=yes consent=yes subject="Silent meter" story="It is silent"
@ann /case opne
@ann /case note
@ann .
@ann /case deadline
@ann 2026-13-45
@ann /cancel
@ann [Ẅithdraw] it
@ann 999
@ann >999 hello
@ann #nowhere hello
@ann /case note "half
@ann /case help
@ann /case list
@ann /case why
@ann /case search silent
@ann /case snooze
@ann 2026-03-09
@ann holidays
@ann .
@ann /case trail
@ann /case export
@ann /case language
@ann 2
@ann /case show
@noor /case reply
@noor /cancel
digest
`

// findWhatIsInNoFile plays a story as it is and in pseudo, and reads everything
// that is shown.
func findWhatIsInNoFile(t *testing.T, st story.Story, texts *locale.Texts) {
	spoken, _ := perform(t, st, nil)
	record, screen := perform(t, inPseudo(st), texts)
	if a, b := places(spoken), places(record); !slices.Equal(a, b) {
		t.Fatalf("in pseudo another story is told: a line clicks or chooses by words that only a language has; "+
			"for a choice write its value, like class=promise\n%s", firstDifference(a, b))
	}
	u := usersOf(t, st, record)
	seen := map[string]bool{}
	report := func(found []string, text string) {
		for _, words := range found {
			if !seen[words] {
				seen[words] = true
				t.Errorf("%q is in no language file:\n%s", words, text)
			}
		}
	}
	for _, scene := range record.Scenes {
		for _, text := range textsOf(scene) {
			report(u.unmarked(text), text)
		}
	}
	for line := range strings.Lines(screen) {
		// What was typed, and when, stands between what is shown.
		if !strings.HasPrefix(line, "> ") && !strings.HasPrefix(line, "--- ") {
			report(u.plain(line), line)
		}
	}
}

// TestPseudoFindsWhatIsInNoLanguageFile is about the test above.
func TestPseudoFindsWhatIsInNoLanguageFile(t *testing.T) {
	u := users{strings: []string{"Mr Oak", "the bill"}}
	for text, want := range map[string][]string{
		"⟦Ćáśé K7M-4QZ-X⟧":             nil,
		"⟦Ţóĺđ ƀý Mr Oak ⟦óń⟧⟧ · 12":   nil,
		"[3] ⟦Ŵĥý?⟧ Mr Oak, the bill":  nil,
		"⟦ĥáśĥ⟧ a1b2c3d4 t12":          nil,
		"⟦Ćáśé⟧: open":                 {"open"},
		"⟦Ćáśé open⟧":                  {"open"},
		"ćáśé":                         {"ćáśé"}, // a sentence without its marks
		"⟦Ţóĺđ ƀý⟧ Mr Oaks":            {"Mr Oaks"},
		"|: ⟦Ŕóĺé⟧  the bill, service": {"service"},
		"Ответ":                        {"Ответ"},
	} {
		if got := u.unmarked(text); !slices.Equal(got, want) {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// perform plays a story without asking what it expects.
func perform(t *testing.T, st story.Story, texts *locale.Texts) (record story.Record, screen string) {
	t.Helper()
	ctx := context.Background()
	c := configOf(t, st)
	var out bytes.Buffer
	stage, err := app.NewStage(ctx, app.StageOptions{Config: c, Story: st, Out: &out, Texts: texts})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stage.Close(ctx); err != nil {
			t.Error(err)
		}
	}()
	if record, err = story.Perform(ctx, st, stage); err != nil {
		t.Fatalf("%v\n\nthe conversation so far:\n%s", err, out.String())
	}
	return record, out.String()
}

var clicked = regexp.MustCompile(`^(@\S+\s+)\[([^\]]+)\]`)

// inPseudo is a story in which the buttons are called what they are called in
// pseudo.
func inPseudo(st story.Story) story.Story {
	st.Blocks = slices.Clone(st.Blocks)
	for i, b := range st.Blocks {
		if act, ok := b.Do.(story.Act); ok {
			if m := clicked.FindStringSubmatch(act.Text); m != nil {
				act.Text = m[1] + "[" + locale.PseudoSentence(m[2]) + "]" + act.Text[len(m[0]):]
			}
			st.Blocks[i].Do = act
		}
	}
	return st
}

// places are what was shown where, without the words.
func places(r story.Record) []string {
	var all []string
	for i, scene := range r.Scenes {
		for _, s := range scene.Shown {
			all = append(all, fmt.Sprintf("%v: %s %s", r.Story.Blocks[i].Do, s.Kind, s.Where))
		}
		for _, c := range scene.Cases {
			all = append(all, fmt.Sprintf("%v: %s %s", r.Story.Blocks[i].Do, c.ID, c.State))
		}
	}
	for i, place := range all { // what was clicked is called otherwise
		all[i] = regexp.MustCompile(`\[.*?\]`).ReplaceAllString(place, "[]")
	}
	return all
}

func firstDifference(a, b []string) string {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("as it is spoken: %s\nin pseudo: %s", a[i], strings.Join(b[min(i, len(b)):min(i+1, len(b))], ""))
		}
	}
	return "in pseudo more is shown: " + b[len(a)]
}

// textsOf is everything that can be read in a scene.
func textsOf(scene story.Scene) []string {
	var all []string
	for _, s := range scene.Shown {
		all = append(all, s.Text)
	}
	for _, c := range scene.Cases {
		all = append(append(all, c.Card), c.Trail...)
	}
	return all
}

// exampleConfig is what a story is played with that has no configuration.
func exampleConfig(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash("../../config/example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return content
}
