package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// composed loads a compose file as Compose does: by the schema
// (https://github.com/compose-spec/compose-spec), with the variables of the example
// filled in. One that the file needs and the example lacks is an error.
func composed(file string) error {
	folder := filepath.Dir(file)
	example, err := filled(filepath.Join(folder, ".env.example"))
	if err != nil {
		return err
	}
	o, err := cli.NewProjectOptions([]string{file}, cli.WithWorkingDirectory(folder), cli.WithEnv(example))
	if err != nil {
		return err
	}
	project, err := o.LoadProject(context.Background())
	if err != nil {
		return err
	}
	var wrong []error
	for name, s := range project.Services {
		if err := hardened(s); err != nil {
			wrong = append(wrong, fmt.Errorf("services.%s: %w", name, err))
		}
	}
	if len(project.Services) == 0 {
		wrong = append(wrong, errors.New("no services"))
	}
	return errors.Join(wrong...)
}

func hardened(s types.ServiceConfig) error {
	switch {
	case !s.ReadOnly:
		return errors.New("its root can be written to")
	case !slices.Contains(s.CapDrop, "ALL") || len(s.CapAdd) > 0 || s.Privileged:
		return errors.New("it has capabilities")
	case !slices.Contains(s.SecurityOpt, "no-new-privileges:true"):
		return errors.New("it may gain privileges")
	case len(s.Ports) > 0:
		return errors.New("it has a published port")
	case s.Restart == "":
		return errors.New("nobody starts it again")
	case s.Build != nil:
		return nil // its account and its health check are the Dockerfile's
	case s.User == "" || s.User == "root" || s.User == "0":
		return errors.New("it runs as root")
	case s.HealthCheck == nil:
		return errors.New("it has no health check")
	}
	return exactly(s.Image)
}
