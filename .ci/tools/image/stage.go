package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// Image is how an engine would start what the last stage holds.
type Image struct {
	User       string
	Env        []string
	Entrypoint []string
	Health     []string // the command of the health check
	Volumes    []string
	Labels     map[string]string
}

// A stage is one that is being done.
type stage struct {
	image   Image
	base    string
	root    string // the folder that is its root
	workdir string
	given   map[string]string // arguments of the build
	known   map[string]string // arguments and variables by name
	context *context
	roots   map[string]string // of the stages before, by name
}

// scratch is the base that holds nothing.
const scratch = "scratch"

// newStage begins a stage. The arguments that BuildKit always gives are there too:
// https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
func newStage(root, base string, given map[string]string) *stage {
	all := map[string]string{"TARGETOS": "linux", "TARGETARCH": runtime.GOARCH}
	maps.Copy(all, given)
	return &stage{
		root: root, base: base, workdir: "/", given: all,
		known: map[string]string{}, image: Image{Labels: map[string]string{}},
	}
}

// do does an instruction. One that it does not know is an error: nothing is skipped.
func (s *stage) do(c instructions.Command) error {
	if e, ok := c.(instructions.SupportsSingleWordExpansion); ok {
		if _, run := c.(*instructions.RunCommand); !run { // the shell does it itself
			if err := e.Expand(s.expand); err != nil {
				return err
			}
		}
	}
	switch c := c.(type) {
	case *instructions.ArgCommand:
		for _, a := range c.Args {
			if value, ok := s.given[a.Key]; ok {
				s.known[a.Key] = value
			} else if a.Value != nil {
				s.known[a.Key] = *a.Value
			}
		}
	case *instructions.EnvCommand:
		for _, kv := range c.Env {
			s.known[kv.Key] = kv.Value
			s.image.Env = append(s.image.Env, kv.Key+"="+kv.Value)
		}
	case *instructions.LabelCommand:
		for _, kv := range c.Labels {
			s.image.Labels[kv.Key] = kv.Value
		}
	case *instructions.WorkdirCommand:
		s.workdir = s.absolute(c.Path)
		return os.MkdirAll(filepath.Join(s.root, s.workdir), 0o755)
	case *instructions.CopyCommand:
		return s.copy(c)
	case *instructions.RunCommand:
		return s.run(c)
	case *instructions.UserCommand:
		s.image.User = c.User
	case *instructions.VolumeCommand:
		s.image.Volumes = append(s.image.Volumes, c.Volumes...)
	case *instructions.EntrypointCommand:
		s.image.Entrypoint = c.CmdLine
	case *instructions.HealthCheckCommand:
		if len(c.Health.Test) < 2 || c.Health.Test[0] != "CMD" {
			return fmt.Errorf("the health check needs a shell, and the image has none")
		}
		s.image.Health = c.Health.Test[1:]
	default:
		return fmt.Errorf("%s is not known here: teach it to .ci/tools/image", c.Name())
	}
	return nil
}

func (s *stage) expand(word string) (string, error) {
	out, _, err := shell.NewLex('\\').ProcessWord(word, shell.EnvsFromSlice(s.environment()))
	return out, err
}

// environment is what is known by name, as variables.
func (s *stage) environment() []string {
	var all []string
	for name, value := range s.known {
		all = append(all, name+"="+value)
	}
	slices.Sort(all)
	return all
}

func (s *stage) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(s.workdir, path)
}
