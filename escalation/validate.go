package escalation

import (
	"fmt"
	"regexp"
	"strings"
)

// Problem is one thing that is wrong with a value of the directory or a ladder.
type Problem struct {
	Path string // where, in the words of the configuration: "rungs[1].wait"; empty: the whole value
	Text string // what is wrong and what to write instead
}

// Error is the path and the text.
func (p Problem) Error() string {
	if p.Path == "" {
		return p.Text
	}
	return p.Path + ": " + p.Text
}

// Problems is everything that is wrong, in the order of the value's parts. The
// Validate methods return it as their error, or nil.
type Problems []Problem

// Error is one line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each problem to errors.As.
func (p Problems) Unwrap() []error {
	errs := make([]error, len(p))
	for i, problem := range p {
		errs[i] = problem
	}
	return errs
}

func (p *Problems) add(path, format string, args ...any) {
	*p = append(*p, Problem{path, fmt.Sprintf(format, args...)})
}

// or is the problems as an error, nil when there are none: a nil Problems in an
// error would not be a nil error.
func (p Problems) or() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

var (
	keyForm      = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*$`)
	roleForm     = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	languageForm = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)
)
