package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/bot/app"
	"relance/bot/story"
)

var update = flag.Bool("update", false, "write the golden files of the walks anew")

// walk is a stage that is acted on step by step, from the first command to the public
// post, as people do on one platform. What they see is kept in testdata: the pictures
// of docs are taken of it.
type walk struct {
	*testing.T
	words
	platform string
	stage    *app.Stage
}

// words are what people click and say, in one language.
type words struct {
	language string
	label    map[string]string
}

var spokenWords = []words{
	{language: "en", label: map[string]string{
		"passed on": "I have passed your message on to the technical department.",
		"worth":     "What kind of answer is this?", "consent": "I consent to this text", "approve": "Approve",
	}},
	{language: "fr", label: map[string]string{
		"passed on": "Votre message est transmis au service technique.",
		"worth":     "Quelle sorte de réponse ?", "consent": "Je consens à ce texte", "approve": "Approuver",
	}},
}

// walks goes the walk in each language.
func walks(t *testing.T, platform string, cast func(t *testing.T, st story.Story) app.Scenery, whole func(walk, app.Scenery)) {
	for _, said := range spokenWords {
		t.Run(said.language, func(t *testing.T) {
			store := "redis://" + miniredis.RunT(t).Addr()
			synctest.Test(t, func(t *testing.T) {
				st := firstStory(t, said.language)
				scenery := cast(t, st)
				stage, err := app.NewStage(t.Context(), app.StageOptions{Config: configOf(t, st), Story: st, Store: store, Scenery: scenery})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if err := stage.Close(context.WithoutCancel(t.Context())); err != nil {
						t.Error(err)
					}
				})
				whole(walk{T: t, words: said, platform: platform, stage: stage}, scenery)
			})
		})
	}
}

// firstStory is the first story in a language.
func firstStory(t *testing.T, language string) story.Story {
	const first = "testdata/story/00-climb.txtar"
	source, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	spoken := strings.NewReplacer("Language: en", "Language: "+language, "language: en", "language: "+language)
	st, err := story.Parse(first, []byte(spoken.Replace(string(source))))
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// due lets everything that is due be said.
func (w walk) due() {
	w.Helper()
	w.do(w.stage.Advance(w.Context(), w.stage.Now()))
}

// until lets time pass.
func (w walk) until(at string) {
	w.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", at, w.stage.Now().Location())
	if err != nil {
		w.Fatal(err)
	}
	w.do(w.stage.Advance(w.Context(), to))
}

func (w walk) do(err error) {
	w.Helper()
	synctest.Wait()
	if err != nil {
		w.Fatal(err)
	}
}

// clock is a time as clients show it beside a message.
func (w walk) clock(at time.Time) string { return at.In(w.stage.Now().Location()).Format("15:04") }

// keep compares a scene with the one that is kept.
func (w walk) keep(name string, scene any) {
	w.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(scene); err != nil {
		w.Fatal(err)
	}
	path := filepath.Join("testdata", w.platform, w.language, name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			w.Fatal(err)
		}
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			w.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		w.Fatalf("%v; -update writes it", err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		w.Errorf("%s is not what it was; -update takes this over:\n%s", path, got.Bytes())
	}
}
