// Command deploy reads the files by which the program is run elsewhere, as strictly
// as what runs them would: the Dockerfile by the rules of docker build --check, the
// compose file by the schema and the loader of Compose, Kubernetes' manifests by the
// types of its interface. It also holds them to the house's own rules: nothing runs as
// root, nothing is writable that need not be, an image has an exact version.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// checks are the files and what is held against each.
var checks = []struct {
	file string
	by   func(string) error
}{
	{"Dockerfile", dockerfile},
	{"compose.yaml", composed},
	{"docs/operate/kubernetes/relance.yaml", manifest},
	{"docs/operate/kubernetes/secret.example.yaml", manifest},
}

func main() {
	project := flag.String("project", ".", "the project's `folder`")
	flag.Parse()
	var wrong []error
	for _, check := range checks {
		if err := check.by(filepath.Join(*project, filepath.FromSlash(check.file))); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", check.file, err))
			continue
		}
		fmt.Println("ok   ", check.file)
	}
	if err := errors.Join(wrong...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// exact is an image by the version that it has, and that it will have tomorrow.
var exact = regexp.MustCompile(`^[a-z0-9./-]+:v?\d+\.\d+\.\d+(-[a-z0-9.]+)?$`)

func exactly(image string) error {
	if !exact.MatchString(image) {
		return fmt.Errorf("the image %s has no exact version", image)
	}
	return nil
}
