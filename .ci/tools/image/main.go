// Command image does what a Dockerfile says where there is no container engine: the
// instructions of its stages, in order, with their own paths. What it leaves in the
// folder root is what the last stage holds; image.json beside it says as what and how
// an engine would start it.
//
// A stage that begins with a base image runs on the tools of this machine in a root
// of its own, with an empty home and empty caches: the base image itself is not here.
// It needs root, and a system that has mount namespaces.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func main() {
	project := flag.String("project", ".", "the project's `folder`")
	out := flag.String("out", "", "the `folder` for root and image.json; empty or not there yet")
	given := map[string]string{}
	flag.Func("arg", "an argument of the build, `NAME=VALUE`", func(s string) error {
		name, value, ok := strings.Cut(s, "=")
		if !ok {
			return fmt.Errorf("write NAME=VALUE")
		}
		given[name] = value
		return nil
	})
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*project, *out, given); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run(project, out string, given map[string]string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(project, "Dockerfile"))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return err
	}
	stages, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		return err
	}
	context, err := newContext(project)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "relance-image-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	roots := map[string]string{}
	var last *stage
	for i, s := range stages {
		root := filepath.Join(work, fmt.Sprint(i))
		if i == len(stages)-1 {
			root = filepath.Join(out, "root")
		}
		last = newStage(root, s.BaseName, given)
		last.context, last.roots = context, roots
		for _, c := range s.Commands {
			fmt.Println(oneLine(c))
			if err := last.do(c); err != nil {
				return fmt.Errorf("line %d: %w", c.Location()[0].Start.Line, err)
			}
		}
		roots[s.Name] = root
	}
	if err := list(last.root); err != nil {
		return err
	}
	said, err := json.MarshalIndent(last.image, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "image.json"), said, 0o644)
}

func oneLine(c instructions.Command) string {
	if said, ok := c.(fmt.Stringer); ok {
		return strings.Join(strings.Fields(said.String()), " ")
	}
	return c.Name()
}
