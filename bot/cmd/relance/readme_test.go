package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"relance/bot/app"
	"relance/config"
)

// fiveMinutes is the part of the README that is typed along.
func fiveMinutes(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.FromSlash("../../../README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, walk, _ := strings.Cut(string(readme), "\n## The two commands\n")
	walk, _, found := strings.Cut(walk, "\n## What else there is\n")
	if !found {
		t.Fatal("the README has other sections")
	}
	return walk
}

// typed are the lines that a person types in a text.
func typed(text string) string {
	var lines strings.Builder
	for _, line := range regexp.MustCompile(`(?m)^@\w+> (.+)$`).FindAllStringSubmatch(text, -1) {
		lines.WriteString(line[1] + "\n")
	}
	return lines.String()
}

// TestTheFirstFiveMinutes types what the README shows, begun at several hours of
// the week; the last section also by itself, as somebody does who reads it first.
func TestTheFirstFiveMinutes(t *testing.T) {
	walk := fiveMinutes(t)
	_, approve, found := strings.Cut(walk, "\n**Approve**")
	if !found {
		t.Fatal("the README does not say how to approve")
	}
	for name, tt := range map[string]struct {
		typed string
		want  []string
	}{
		"all":                {typed(walk), []string{"Climbed from desk to lead", "is answered. Thank you", "the post goes out.", "\n#public >"}},
		"the approval alone": {typed(approve), []string{"the post goes out.", "\n#public >"}},
	} {
		for _, later := range []string{"1m", "11h", "17h", "30h", "60h", "104h", "130h", "151h"} {
			out, errOut, code := call(t, "/time +"+later+"\n"+tt.typed)
			if code != exitWell || errOut != "" {
				t.Errorf("%s, %s later: %d, %s", name, later, code, errOut)
			}
			if m := regexp.MustCompile(`(?m)^ *! .*`).FindString(out); m != "" {
				t.Errorf("%s, %s later something is not understood: %s", name, later, m)
			}
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("%s, %s later %q is not shown", name, later, want)
				}
			}
		}
	}
}

// TestTheREADMEShowsWhatIsShown: on the Monday that it speaks of, all of it appears,
// in its order. Numbers of cases are drawn anew each time, lines break where the
// terminal ends, and "…" stands for what was left out.
func TestTheREADMEShowsWhatIsShown(t *testing.T) {
	walk := fiveMinutes(t)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, paris)
	o, err := app.Reading()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Default(o)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	a, err := app.New(t.Context(), app.Options{
		Config: c, In: strings.NewReader(typed(walk)), Out: &out, Rehearsal: true, Now: func() time.Time { return monday },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	rest := words(out.String())
	for _, block := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(walk, -1) {
		if block[1] != "" { // no conversation
			continue
		}
		for _, part := range regexp.MustCompile(`(?m)^(…|@\w+>.*)$`).Split(block[2], -1) {
			want := words(part)
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Fatalf("this is not shown:\n%s\nin what follows:\n%.3000s", want, rest)
			}
			rest = after
		}
	}
}

// words are what is read in a conversation, however it is laid out.
func words(text string) string {
	text = regexp.MustCompile(`\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]\b`).ReplaceAllString(text, "CASE")
	text = regexp.MustCompile(`(?m)^ *\|[-: ]?`).ReplaceAllString(text, " ")
	return strings.Join(strings.Fields(text), " ")
}
