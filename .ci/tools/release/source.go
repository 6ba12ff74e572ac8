package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"relance/ci/target"
)

// source is a commit, in a folder of its own.
type source struct {
	version string
	commit  string
	date    time.Time // of the commit
	folder  string
}

// checkOut writes the commit that is checked out to a new folder.
func checkOut(project, version string) (*source, error) {
	s := &source{version: version}
	var err error
	if s.commit, err = git(project, "rev-parse", "HEAD"); err != nil {
		return nil, err
	}
	// A version that has a tag is the tag's commit.
	if tagged, err := git(project, "rev-parse", "--quiet", "--verify", "refs/tags/"+version+"^{commit}"); err == nil && tagged != s.commit {
		return nil, fmt.Errorf("%s is the commit %s, and %s is checked out: git switch --detach %s", version, tagged, s.commit, version)
	}
	date, err := git(project, "show", "--no-patch", "--format=%cI", "HEAD")
	if err != nil {
		return nil, err
	}
	if s.date, err = time.Parse(time.RFC3339, date); err != nil {
		return nil, err
	}
	s.date = s.date.UTC()
	if s.folder, err = os.MkdirTemp("", "relance-release-"); err != nil {
		return nil, err
	}
	if err := export(project, s.folder); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.folder))
	}
	return s, nil
}

func (s *source) remove() { _ = os.RemoveAll(s.folder) } // a temporary folder

// build makes the program for a target. The Dockerfile does the same in the same
// words: the program in the image is the one in the archive.
func (s *source) build(t target.Target, file string) error {
	const in = "-X relance/bot/app/build."
	flags := fmt.Sprintf("-s -w %sversion=%s %scommit=%s %sdate=%s", in, s.version, in, s.commit, in, s.date.Format(time.RFC3339))
	cmd := t.Command(s.folder, "build", "-trimpath", "-buildvcs=false", "-ldflags="+flags, "-o", file, target.Program)
	return cmd.Run()
}

// git runs a command of git and returns what it says.
func git(folder string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = folder
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// export writes the files of the commit that is checked out.
func export(project, folder string) error {
	cmd := exec.Command("git", "archive", "--format=tar", "HEAD")
	cmd.Dir = project
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	return errors.Join(extract(tar.NewReader(out), folder), cmd.Wait())
}

func extract(files *tar.Reader, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue // folders come with their files; the project has no links
		}
		if err := root.MkdirAll(filepath.Dir(h.Name), 0o755); err != nil {
			return err
		}
		content, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := root.WriteFile(h.Name, content, h.FileInfo().Mode().Perm()); err != nil {
			return err
		}
	}
}
