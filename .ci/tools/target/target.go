// Package target says for which machines the program is made, and of which modules
// it consists there.
package target

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Program is the package that is released.
const Program = "./bot/cmd/relance"

// A Target is a kind of machine.
type Target struct{ OS, Arch string }

// All are the machines that the program is released for.
var All = []Target{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

func (t Target) String() string { return t.OS + "_" + t.Arch }

// Command is a command of Go that works for the target: without C, without a
// workspace, and with no setting of whoever runs it.
func (t Target) Command(folder string, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOOS="+t.OS, "GOARCH="+t.Arch, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off",
		"GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0")
	cmd.Stderr = os.Stderr
	return cmd
}

// A Module is a part of the program that somebody else has written.
type Module struct {
	Path    string
	Version string
	Dir     string
	Folders []string // of its packages that are in the program, and those above them
}

// Std is the path under which Go's own library stands among the modules.
const Std = "std"

// Modules returns of what the program in a folder consists on any of the targets,
// by path.
func Modules(folder string, targets ...Target) ([]Module, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	std := Module{Path: Std, Version: strings.TrimPrefix(runtime.Version(), "go"), Dir: strings.TrimSpace(string(root))}
	std.Folders = []string{std.Dir}
	found := map[string]*Module{Std: &std}
	for _, t := range targets {
		if err := t.modules(folder, found); err != nil {
			return nil, fmt.Errorf("the modules for %v: %w", t, err)
		}
	}
	var all []Module
	for _, m := range found {
		slices.Sort(m.Folders)
		m.Folders = slices.Compact(m.Folders)
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

func (t Target) modules(folder string, found map[string]*Module) error {
	cmd := t.Command(folder, "list", "-deps", "-json=Dir,Standard,Module", Program)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	packages := json.NewDecoder(out)
	for {
		var p struct {
			Dir    string
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		err := packages.Decode(&p)
		if errors.Is(err, io.EOF) {
			return cmd.Wait()
		}
		if err != nil {
			return errors.Join(err, cmd.Wait())
		}
		if p.Module == nil || p.Module.Main {
			continue // Go's own, or ours
		}
		m := found[p.Module.Path]
		if m == nil {
			m = &Module{Path: p.Module.Path, Version: p.Module.Version, Dir: p.Module.Dir}
			found[m.Path] = m
		}
		for dir := p.Dir; len(dir) >= len(m.Dir); dir = filepath.Dir(dir) {
			m.Folders = append(m.Folders, dir)
		}
	}
}
