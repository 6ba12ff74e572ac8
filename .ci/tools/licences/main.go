// Command licences reads the licences of everything that the program consists of,
// on every machine it is released for. One that is missing, unknown or not among
// those that .ci/licences allows is a failure, and so is a file of their texts that
// is not up to date. With -update the file is written.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"relance/ci/licence"
	"relance/ci/target"
)

func main() {
	project := flag.String("project", ".", "the project's `folder`")
	update := flag.Bool("update", false, "write the file of texts")
	flag.Parse()
	if err := run(*project, *update); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(project string, update bool) error {
	modules, err := target.Modules(project, target.All...)
	if err != nil {
		return err
	}
	reader, err := licence.NewReader(filepath.Join(project, ".ci", "licences"))
	if err != nil {
		return err
	}
	all, err := reader.ReadAll(modules)
	if err != nil {
		return err
	}
	for _, l := range all {
		fmt.Printf("%-55s %s\n", l.Path, strings.Join(l.Names, ", "))
	}
	file, texts := filepath.Join(project, licence.File), licence.Texts(all)
	if update {
		return os.WriteFile(file, []byte(texts), 0o644)
	}
	if old, err := os.ReadFile(file); err != nil || string(old) != texts {
		return fmt.Errorf("%s is not up to date: run  go run -C .ci/tools ./licences -project ../.. -update", licence.File)
	}
	return nil
}
