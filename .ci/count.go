// Command count reads the stream of go test -json and prints what a person wants
// of it: one line a package, the whole output of what failed, what was left out
// and why, and a closing line that a program can read.
//
//	go test -json ./... | go run .ci/count.go NAME
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// event is what go test -json prints; see go doc test2json.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Elapsed    float64
	Output     string
}

// tally is what was counted.
type tally struct {
	passed, failed, skipped int

	output  map[string][]string // by package and test
	broken  map[string]int      // failed tests by package
	leftOut map[string][]string // tests by reason
	aborted map[string]bool     // packages whose race detector broke down
	file    string              // where these are noted, to be run again; none: they are failures
}

// brokeDown tells of a line that the race detector gives up by it, or that a signal has
// stopped the detector's own code: one that stops Go's is a panic, whose line goes on.
// It happens now and then in bubbles of testing/synctest, whose timers share one context
// of the detector (https://go.dev/issue/78156), and says nothing about the program.
func brokeDown(line string) bool {
	return strings.Contains(line, "ThreadSanitizer: CHECK failed") ||
		strings.HasSuffix(line, "SIGSEGV: segmentation violation\n")
}

func main() {
	name := "tests"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	t := tally{output: map[string][]string{}, broken: map[string]int{}, leftOut: map[string][]string{}, aborted: map[string]bool{}, file: os.Getenv("RELANCE_ABORTED")}
	if err := t.read(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(2)
	}
	t.close(os.Stdout, name)
	if err := t.note(); err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(2)
	}
	if t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

// read counts to the end of the stream. What is no event is printed as it is.
func (t *tally) read(r io.Reader, w io.Writer) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			var e event
			if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
				fmt.Fprint(w, line)
			} else {
				t.count(e, w)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (t *tally) count(e event, w io.Writer) {
	key := e.Package + "\n" + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(w, e.Output)
	case "output":
		t.output[key] = append(t.output[key], e.Output)
		if t.file != "" && brokeDown(e.Output) {
			t.aborted[e.Package] = true
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.finish(e, w)
			break
		}
		switch e.Action {
		case "pass":
			t.passed++
		case "fail":
			t.failed++
			t.broken[e.Package]++
			fmt.Fprint(w, strings.Join(t.output[key], ""))
		case "skip":
			t.skipped++
			why := reason(t.output[key])
			t.leftOut[why] = append(t.leftOut[why], strings.TrimPrefix(e.Package, "relance/")+"."+e.Test)
		}
		delete(t.output, key)
	}
}

// finish is the end of a package. One that failed without a failed test (it did
// not build, it panicked, it ran out of time) is a failure of its own.
func (t *tally) finish(e event, w io.Writer) {
	if t.aborted[e.Package] && t.broken[e.Package] == 0 {
		fmt.Fprintf(w, "gone  %-34s %6.1fs: the race detector broke down\n", e.Package, e.Elapsed)
		return
	}
	switch e.Action {
	case "fail":
		if t.broken[e.Package] == 0 {
			t.failed++
			for key, output := range t.output { // of tests that never came to an end
				if strings.HasPrefix(key, e.Package+"\n") {
					fmt.Fprint(w, strings.Join(output, ""))
				}
			}
		}
		fmt.Fprintf(w, "FAIL  %-34s %6.1fs\n", e.Package, e.Elapsed)
	case "pass":
		fmt.Fprintf(w, "ok    %-34s %6.1fs\n", e.Package, e.Elapsed)
	case "skip":
		fmt.Fprintf(w, "      %-34s no tests\n", e.Package)
	}
}

// note writes the packages that have to run again into a file, where one is named.
func (t *tally) note() error {
	if t.file == "" || t.failed > 0 {
		return nil
	}
	return os.WriteFile(t.file, []byte(strings.Join(slices.Sorted(maps.Keys(t.aborted)), "\n")), 0o600)
}

// reason returns what a skipped test said: its log is indented, and begins with
// the place. What others print, a client's warnings for one, is not.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		if place, rest, ok := strings.Cut(line, ": "); ok && strings.HasPrefix(place, "    ") && strings.Contains(place, ".go:") {
			said = append(said, strings.TrimSpace(rest))
		}
	}
	if len(said) == 0 {
		return "without a word"
	}
	return strings.Join(said, " ")
}

func (t *tally) close(w io.Writer, name string) {
	var reasons []string
	for why := range t.leftOut {
		reasons = append(reasons, why)
	}
	slices.Sort(reasons)
	for _, why := range reasons {
		fmt.Fprintf(w, "skipped: %s\n", why)
		for _, test := range t.leftOut[why] {
			fmt.Fprintf(w, "    %s\n", test)
		}
	}
	fmt.Fprintf(w, "%s: %d passed, %d failed, %d skipped\n", name, t.passed, t.failed, t.skipped)
}
