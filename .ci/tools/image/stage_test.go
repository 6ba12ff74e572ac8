package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// play does the instructions of one stage from scratch and returns it.
func play(t *testing.T, project, text string) (*stage, error) {
	t.Helper()
	parsed, err := parser.Parse(bytes.NewReader([]byte("FROM scratch\n" + text)))
	if err != nil {
		t.Fatal(err)
	}
	stages, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t.TempDir(), scratch, map[string]string{"GIVEN": "by hand"})
	s.roots = map[string]string{}
	if s.context, err = newContext(project); err != nil {
		t.Fatal(err)
	}
	for _, c := range stages[0].Commands {
		if err := s.do(c); err != nil {
			return s, err
		}
	}
	return s, nil
}

func project(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestStage(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("left out: only root can give files to others")
	}
	folder := project(t, map[string]string{".dockerignore": ".env\nsecret\n", "a": "1", ".env": "2", "secret/b": "3", "c/d": "4"})
	s, err := play(t, folder, `ARG GIVEN=otherwise
ARG OTHER=otherwise
ENV A="$GIVEN, $OTHER"
LABEL a.label="$A"
WORKDIR /w
COPY . .
COPY a /elsewhere/
USER 1:1
ENTRYPOINT ["/relance"]
HEALTHCHECK CMD ["/relance", "health"]
`)
	if err != nil {
		t.Fatal(err)
	}
	if s.image.Labels["a.label"] != "by hand, otherwise" || s.image.User != "1:1" || strings.Join(s.image.Health, " ") != "/relance health" {
		t.Errorf("got %+v", s.image)
	}
	for name, there := range map[string]bool{"w/a": true, "w/c/d": true, "elsewhere/a": true, "w/.env": false, "w/secret": false} {
		if _, err := os.Stat(filepath.Join(s.root, name)); (err == nil) != there {
			t.Errorf("%s: %v, want it there: %v", name, err, there)
		}
	}
}

// TestNothingIsSkipped: what is not known is an error, and so is what cannot be.
func TestNothingIsSkipped(t *testing.T) {
	folder := project(t, map[string]string{".dockerignore": "", "a": "1"})
	for text, want := range map[string]string{
		"EXPOSE 80":                      "expose is not known",
		"RUN ls":                         "nothing runs in an empty root",
		"COPY --from=build /a /a":        "no stage before this one is called build",
		"COPY --chown=nobody a /a":       "an empty root knows no names",
		"COPY missing /a":                "no such file",
		"HEALTHCHECK CMD relance health": "needs a shell",
	} {
		if _, err := play(t, folder, text); err == nil || !strings.Contains(strings.ToLower(err.Error()), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}
