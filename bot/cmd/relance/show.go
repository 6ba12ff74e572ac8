package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/bot/e2e"
	"relance/bot/story"
)

func firstStory() (story.Story, error) {
	source, err := e2e.Story(e2e.First)
	if err != nil {
		return story.Story{}, err
	}
	return story.Parse(e2e.First, source)
}

// oneLine is people's words as they may be printed where a line stands for one
// thing: what follows a line break of theirs is set in, so that it cannot pass for
// the next.
func oneLine(text string) string {
	return strings.ReplaceAll(chat.Visible(text), "\n", "\n      ")
}

// show is where a conversation is shown, or held back until it is known that
// somebody wants to see it.
type show struct {
	out  io.Writer
	held *bytes.Buffer // nil: nothing is held back
}

func newShow(out io.Writer, quiet bool) *show {
	s := &show{out: out}
	if quiet {
		s.held = &bytes.Buffer{}
	}
	return s
}

func (s *show) Write(p []byte) (int, error) {
	if s.held != nil {
		return s.held.Write(p)
	}
	return s.out.Write(p)
}

// release shows what was held back. What cannot be shown is no reason to fail.
func (s *show) release() {
	if s.held != nil {
		_, _ = s.held.WriteTo(s.out)
	}
}

// paced shows one thing after the other, so that a person can read along.
type paced struct {
	ctx   context.Context
	out   io.Writer
	pause time.Duration
}

func (p paced) Write(b []byte) (int, error) {
	if p.pause > 0 {
		select {
		case <-p.ctx.Done():
		case <-time.After(p.pause):
		}
	}
	return p.out.Write(b)
}
