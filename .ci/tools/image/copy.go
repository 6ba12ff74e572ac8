package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// context is what an engine is sent of the project.
type context struct {
	folder  string
	ignored *patternmatcher.PatternMatcher
}

func newContext(folder string) (*context, error) {
	file, err := os.Open(filepath.Join(folder, ".dockerignore"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	patterns, err := ignorefile.ReadAll(file)
	if err != nil {
		return nil, err
	}
	ignored, err := patternmatcher.New(patterns)
	return &context{folder, ignored}, err
}

// copy copies from the context, or from an earlier stage.
func (s *stage) copy(c *instructions.CopyCommand) error {
	if c.Chmod != "" || c.Link || c.Parents || len(c.ExcludePatterns) > 0 || len(c.SourceContents) > 0 {
		return errors.New("only --from and --chown are known here")
	}
	from, ignored := s.context.folder, s.context.ignored
	if c.From != "" {
		var ok bool
		if from, ok = s.roots[c.From]; !ok {
			return fmt.Errorf("no stage before this one is called %s", c.From)
		}
		ignored = nil
	}
	owner, group := 0, 0
	if c.Chown != "" {
		if _, err := fmt.Sscanf(c.Chown, "%d:%d", &owner, &group); err != nil {
			return fmt.Errorf("an empty root knows no names: write --chown with numbers: %w", err)
		}
	}
	to := filepath.Join(s.root, s.absolute(c.DestPath))
	into := strings.HasSuffix(c.DestPath, "/") || strings.HasSuffix(c.DestPath, ".") || len(c.SourcePaths) > 1
	for _, source := range c.SourcePaths {
		source = filepath.Join(from, source)
		info, err := os.Stat(source)
		if err != nil {
			return err
		}
		target := to
		if into && !info.IsDir() {
			target = filepath.Join(to, filepath.Base(source))
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := copyTree(from, source, target, ignored, owner, group); err != nil {
			return err
		}
	}
	return nil
}

func copyTree(base, source, target string, ignored *patternmatcher.PatternMatcher, owner, group int) error {
	return filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(base, path)
		if err != nil {
			return err
		}
		if ignored != nil && name != "." {
			leave, err := ignored.MatchesOrParentMatches(filepath.ToSlash(name))
			if err != nil {
				return err
			}
			if leave && d.IsDir() {
				return fs.SkipDir // no pattern brings anything back
			}
			if leave {
				return nil
			}
		}
		return copyOne(path, filepath.Join(target, below), owner, group)
	})
}

func copyOne(from, to string, owner, group int) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		err = os.MkdirAll(to, info.Mode().Perm())
	} else {
		var content []byte
		if content, err = os.ReadFile(from); err == nil {
			err = os.WriteFile(to, content, info.Mode().Perm())
		}
	}
	if err != nil {
		return err
	}
	return os.Chown(to, owner, group)
}

// list says what a root holds.
func list(root string) error {
	total := int64(0)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		total += int64(len(content))
		fmt.Printf("%9d  %x  /%s\n", len(content), sha256.Sum256(content), strings.TrimPrefix(path, root+"/"))
		return nil
	})
	fmt.Printf("%9d  bytes in all\n", total)
	return err
}
