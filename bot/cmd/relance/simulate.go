package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"relance/adapters/chat"
	"relance/bot/app"
	"relance/bot/story"
)

type simulateCmd struct {
	Files []string `arg:"" name:"file" help:"Stories to play."`
	Write bool     `help:"Add lines to the files that expect what is shown and nobody expects yet. Read them: what is shown is not always what you want."`
	Redis string   `default:"memory" placeholder:"WHERE" help:"Where the cases of the story are kept: memory, private (a redis-server of its own) or the address of a Redis. Never yours."`
	Quiet bool     `short:"q" help:"Show the conversation of stories that fail only."`
}

// Run plays the stories.
func (s *simulateCmd) Run(p *program) error {
	failed := 0
	for _, file := range s.Files {
		if err := p.Err(); err != nil {
			return err
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("%w story %s to read: name the path of a file; the source says in docs/stories.md how one is written (%w)", errNotThere, file, err)
		}
		var wrong *story.Error
		var failure *story.Failure
		switch err := s.play(p, file, source); {
		case err == nil:
			fmt.Fprintf(p.out, "ok    %s\n", file)
		case errors.As(err, &wrong), errors.As(err, &failure):
			failed++
			fmt.Fprintf(p.out, "FAIL  %s\n%s\n", file, chat.Visible(err.Error()))
		default:
			return err
		}
	}
	if failed > 0 {
		fmt.Fprintf(p.out, "%d of %d stories failed\n", failed, len(s.Files))
		return errFound
	}
	return nil
}

func (s *simulateCmd) play(p *program, file string, source []byte) error {
	st, err := story.Parse(file, source)
	if err != nil {
		return err
	}
	show := newShow(p.out, s.Quiet)
	if !s.Write {
		_, err = perform(p, st, s.Redis, show, story.Play)
		if err != nil {
			show.release()
		}
		return err
	}
	record, err := perform(p, st, s.Redis, show, story.Perform)
	if err != nil {
		return err
	}
	completed, err := story.Complete(source, record)
	if err != nil {
		return err
	}
	return os.WriteFile(file, completed, 0o644)
}

// playFirst plays the story that the program carries; pause is between two
// things that are shown.
func playFirst(p *program, pause time.Duration) error {
	st, err := firstStory()
	if err != nil {
		return err
	}
	_, err = perform(p, st, app.StoreMemory, paced{p, p.out, pause}, story.Play)
	return err
}

type player func(ctx context.Context, s story.Story, stage story.Stage) (story.Record, error)

// perform sets a stage, has a story played on it, and shows its trails.
func perform(p *program, st story.Story, redis string, out io.Writer, play player) (story.Record, error) {
	c, err := app.ConfigOf(st, p.loadPlan)
	if err != nil {
		return story.Record{}, err
	}
	stage, err := app.NewStage(p, app.StageOptions{Config: c, Story: st, Store: redis, Out: out})
	if err != nil {
		return story.Record{}, err
	}
	fmt.Fprintf(out, "%s\n", oneLine(st.Title))
	record, err := play(p, st, stage)
	if n := len(record.Scenes); n > 0 {
		for _, seen := range record.Scenes[n-1].Cases {
			fmt.Fprintf(out, "\n=== paper trail of %s: %s ===\n", seen.ID, seen.State)
			for _, line := range seen.Trail {
				fmt.Fprintln(out, oneLine(line))
			}
		}
		fmt.Fprintln(out)
	}
	return record, errors.Join(err, stage.Close(p))
}
