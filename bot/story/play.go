package story

import (
	"context"
	"fmt"
)

// Record is a story as it was played: a scene for each block that was done.
type Record struct {
	Story  Story
	Scenes []Scene
}

// Play has the stage do a story and checks each block when it is done. The error
// is a *Failure where something else was shown than was expected; the record
// ends there.
func Play(ctx context.Context, s Story, stage Stage) (Record, error) {
	r := Record{Story: s}
	c := newChecker(s)
	for _, b := range s.Blocks {
		scene, err := c.perform(ctx, stage, b.Do)
		if err != nil {
			return r, err
		}
		r.Scenes = append(r.Scenes, scene)
		if err := c.check(b, scene); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Perform is Play without the checks: it goes on to the end.
func Perform(ctx context.Context, s Story, stage Stage) (Record, error) {
	r := Record{Story: s}
	c := newChecker(s)
	for _, b := range s.Blocks {
		scene, err := c.perform(ctx, stage, b.Do)
		if err != nil {
			return r, err
		}
		r.Scenes = append(r.Scenes, scene)
		if err := c.names.see(b, scene); err != nil {
			return r, fmt.Errorf("%s:%d: %w", s.File, b.Do.line(), err)
		}
	}
	return r, nil
}

// Check compares a record with what a story expects. The story may expect
// something else than the one that was played, but must do the same.
func Check(s Story, r Record) error {
	c := newChecker(s)
	for i, b := range s.Blocks {
		if i >= len(r.Scenes) {
			return fmt.Errorf("%s:%d: the record ends before this line", s.File, b.Do.line())
		}
		if err := c.check(b, r.Scenes[i]); err != nil {
			return err
		}
	}
	return nil
}

// checker knows what the cases are called so far.
type checker struct {
	story Story
	names names
}

func newChecker(s Story) *checker { return &checker{story: s, names: names{}} }

// perform does one line.
func (c *checker) perform(ctx context.Context, stage Stage, do Do) (Scene, error) {
	var err error
	switch do := do.(type) {
	case Act:
		var text string
		if text, err = c.names.fill(do.Text); err == nil {
			err = stage.Type(ctx, text)
		}
	case Lapse:
		err = c.lapse(ctx, stage, do)
	case Digest:
		err = stage.Digest(ctx)
	}
	if err != nil {
		return Scene{}, fmt.Errorf("%s:%d: %w", c.story.File, do.line(), err)
	}
	scene, err := stage.Look(ctx)
	if err != nil {
		return scene, fmt.Errorf("%s:%d: %w", c.story.File, do.line(), err)
	}
	return scene, nil
}

// lapse lets time pass. Working time is that of the case opened last.
func (c *checker) lapse(ctx context.Context, stage Stage, l Lapse) error {
	calendar, err := stage.Calendar(ctx, c.names[lastCase])
	if err != nil {
		return err
	}
	to := l.Step.From(stage.Now(), calendar, c.story.Start.Location())
	if !to.After(stage.Now()) {
		return fmt.Errorf("%s is no time to come: it is %s already", l.Text, stage.Now().In(c.story.Start.Location()).Format("2006-01-02 15:04"))
	}
	return stage.Advance(ctx, to)
}
