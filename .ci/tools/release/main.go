// Command release makes what is given to people: for every machine an archive of
// the program and a list of what it consists of (an SBOM), and the sums of all.
// It makes them from the commit that is checked out, not from what lies in the
// folder, and twice from one commit they are the same to the byte.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"relance/ci/licence"
	"relance/ci/target"
)

func main() {
	project := flag.String("project", ".", "the project's `folder`")
	out := flag.String("out", "dist", "the `folder` for what is made; what has the same names there is replaced")
	targets := target.All
	flag.Func("only", "for these machines alone, like `linux_amd64,windows_arm64`: to try it", func(s string) (err error) {
		targets, err = chosen(s)
		return err
	})
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: .ci/release [-out FOLDER] VERSION, a version like v1.2.3")
		os.Exit(2)
	}
	if err := run(*project, *out, flag.Arg(0), targets); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// chosen are targets by their names.
func chosen(names string) ([]target.Target, error) {
	var some []target.Target
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(target.All, func(t target.Target) bool { return t.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("%s is none of %v", name, target.All)
		}
		some = append(some, target.All[i])
	}
	return some, nil
}

func run(project, out, version string, targets []target.Target) error {
	if !semver.IsValid(version) || semver.Canonical(version) != version {
		return fmt.Errorf("%s is not a version: write one like v1.2.3 or v1.2.3-rc.1", version)
	}
	source, err := checkOut(project, version)
	if err != nil {
		return err
	}
	defer source.remove()
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	reader, err := licence.NewReader(filepath.Join(source.folder, ".ci", "licences"))
	if err != nil {
		return err
	}
	var made []string
	for _, t := range targets {
		files, err := source.make(t, reader, out)
		if err != nil {
			return fmt.Errorf("%v: %w", t, err)
		}
		made = append(made, files...)
	}
	return sums(out, made)
}
