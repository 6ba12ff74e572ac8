package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/opencontainers/go-digest"
)

// dockerfile applies the rules of docker build --check
// (https://docs.docker.com/reference/build-checks), every one a failure.
func dockerfile(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	source := llb.NewSourceMap(nil, file, "Dockerfile", text)
	source.Definition = &llb.Definition{} // where an engine would have got it from
	report, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{SourceMap: source, MetaResolver: nowhere{}})
	if err != nil {
		return err
	}
	var wrong []error
	if report.Error != nil {
		wrong = append(wrong, errors.New(report.Error.Message))
	}
	for _, w := range report.Warnings {
		wrong = append(wrong, fmt.Errorf("line %d: %s: %s", w.Location.Ranges[0].Start.Line, w.RuleName, w.Detail))
	}
	return errors.Join(append(wrong, bases(text))...)
}

// nowhere is a registry in which every image is there, and says nothing of itself: a
// check of a file asks nobody.
type nowhere struct{}

// ResolveImageConfig implements [llb.ImageMetaResolver].
func (nowhere) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config := []byte(`{"os": "linux", "architecture": "amd64", "config": {}}`)
	return ref, digest.FromBytes(config), config, nil
}

// bases looks at what the stages begin with, and at the account of the last.
func bases(text []byte) error {
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return err
	}
	stages, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		return err
	}
	for _, s := range stages {
		if _, own := instructions.HasStage(stages, s.BaseName); own || s.BaseName == "scratch" {
			continue
		}
		if err := exactly(s.BaseName); err != nil {
			return err
		}
	}
	for _, c := range stages[len(stages)-1].Commands {
		if u, ok := c.(*instructions.UserCommand); ok && u.User != "0" && u.User != "root" {
			return nil
		}
	}
	return errors.New("the last stage runs as root")
}
