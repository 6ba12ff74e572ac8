package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// library brings the schemas of CycloneDX, and those that they refer to.
const library = "github.com/CycloneDX/cyclonedx-go"

// valid holds a bill against the published schema, without asking its server.
func valid(bill []byte) error {
	found, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", library).Output()
	if err != nil {
		return fmt.Errorf("go list %s: %w", library, err)
	}
	folder := filepath.Join(strings.TrimSpace(string(found)), "schema")
	schemas := gojsonschema.NewSchemaLoader()
	var texts [][]byte
	for _, name := range []string{"spdx.schema.json", "jsf-0.82.schemax.json", "bom-1.6.schema.json"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		texts = append(texts, text)
	}
	for _, text := range texts[:2] {
		if err := schemas.AddSchemas(gojsonschema.NewBytesLoader(text)); err != nil {
			return err
		}
	}
	schema, err := schemas.Compile(gojsonschema.NewBytesLoader(texts[2]))
	if err != nil {
		return err
	}
	result, err := schema.Validate(gojsonschema.NewBytesLoader(bill))
	if err != nil {
		return err
	}
	var wrong []error
	for _, e := range result.Errors() {
		wrong = append(wrong, errors.New(e.String()))
	}
	return errors.Join(wrong...)
}
