// Package licence finds out under which licences the modules of the program are,
// by reading their texts, and which of them the project has not allowed.
package licence

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	classifier "github.com/google/licenseclassifier/v2"
	"github.com/google/licenseclassifier/v2/assets"

	"relance/ci/target"
)

// A Licensed is a module with its licences.
type Licensed struct {
	target.Module
	Names []string // as in https://spdx.org/licenses
	Texts []string // to be given on with the program, notices included
}

// Reader reads licences.
type Reader struct {
	known   *classifier.Classifier
	allowed []string
}

// NewReader returns a reader that accepts the licences that a file names: one a
// line, in the names of SPDX; what follows a # is an explanation.
func NewReader(allowed string) (*Reader, error) {
	file, err := os.Open(allowed)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var r Reader
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, _, _ := strings.Cut(lines.Text(), "#")
		if name = strings.TrimSpace(name); name != "" {
			r.allowed = append(r.allowed, name)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if r.known, err = assets.DefaultClassifier(); err != nil {
		return nil, err
	}
	return &r, nil
}

// ReadAll reads the licences of all modules. Its error names every one that has no
// licence, one that nobody knows, or one that is not allowed.
func (r *Reader) ReadAll(modules []target.Module) ([]Licensed, error) {
	var all []Licensed
	var wrong []error
	for _, m := range modules {
		l, err := r.Read(m)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s %s: %w", m.Path, m.Version, err))
		}
		all = append(all, l)
	}
	return all, errors.Join(wrong...)
}

// The files that hold a licence, and those that must be given on with it. What is
// named LICENSE.go is a program.
var (
	licenceFile = regexp.MustCompile(`(?i)^(.*[-_.])?(un)?(licen[cs]e|copying)([-_.].*)?$`)
	noticeFile  = regexp.MustCompile(`(?i)^(notice|patents|authors)(\.(txt|md))?$`)
)

// Read reads the licences in the folders of a module.
func (r *Reader) Read(m target.Module) (Licensed, error) {
	l := Licensed{Module: m}
	for _, folder := range m.Folders {
		files, err := os.ReadDir(folder)
		if err != nil {
			return l, err
		}
		for _, f := range files {
			is := licenceFile.MatchString(f.Name())
			if f.IsDir() || filepath.Ext(f.Name()) == ".go" || !is && !noticeFile.MatchString(f.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(folder, f.Name()))
			if err != nil {
				return l, err
			}
			l.Texts = append(l.Texts, string(text))
			if !is {
				continue
			}
			names := r.Names(text)
			if len(names) == 0 {
				return l, fmt.Errorf("%s is a licence that nobody knows", f.Name())
			}
			l.Names = append(l.Names, names...)
		}
	}
	slices.Sort(l.Names)
	l.Names = slices.Compact(l.Names)
	if len(l.Names) == 0 {
		return l, errors.New("no licence is found: nobody may give it on")
	}
	for _, name := range l.Names {
		if !slices.Contains(r.allowed, name) {
			return l, fmt.Errorf("%s is not among the allowed licences", name)
		}
	}
	return l, nil
}

// Names returns the licences that a text is, or speaks of in a header.
func (r *Reader) Names(text []byte) []string {
	var names []string
	for _, m := range r.known.Match(text).Matches {
		if m.MatchType == "License" || m.MatchType == "Header" {
			names = append(names, m.Name)
		}
	}
	return names
}
