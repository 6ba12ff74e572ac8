package app_test

import (
	"strings"
	"testing"

	"relance/bot/app"
	"relance/config"
)

// TestALineOfAnAttemptIsNamedOnce: the sentence names the question, the line and the
// part of it that is wrong, each once.
func TestALineOfAnAttemptIsNamedOnce(t *testing.T) {
	o, err := app.Reading()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Default(o)
	if err != nil {
		t.Fatal(err)
	}
	out := &screen{}
	a, err := app.New(t.Context(), app.Options{Config: c, Data: t.TempDir(), Out: out, Rehearsal: true,
		In: strings.NewReader(`/case open org=GazCo consent=yes subject=a story=b tried="yesterday; phone; x"` + "\n")})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "What was tried already, line 1: When: “yesterday” is not a date") {
		t.Error(out.String())
	}
}
