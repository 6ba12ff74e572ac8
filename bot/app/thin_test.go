package app

import (
	"bytes"
	"context"
	"testing"

	"relance/adapters/holidays"
	"relance/bot/story"
	"relance/config"
)

func TestThin(t *testing.T) {
	st, err := story.Load("../e2e/testdata/story/00-climb.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse("story", st.Config, config.Options{Holidays: holidays.For})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	stage, err := NewStage(context.Background(), StageOptions{Config: c, Story: st, Out: &out})
	if err != nil {
		t.Fatal(err)
	}
	defer stage.Close(context.Background())
	_, err = story.Perform(context.Background(), st, stage)
	t.Log(out.String())
	if err != nil {
		t.Fatal(err)
	}
}
