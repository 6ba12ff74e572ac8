package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"relance/ci/licence"
	"relance/ci/target"
)

// bill writes of what a program consists, in the form of CycloneDX 1.6
// (https://cyclonedx.org/docs/1.6/json): what the program itself says that is in
// it, with the licences that were read. Twice of one program it is the same.
func (s *source) bill(w io.Writer, t target.Target, built string, reader *licence.Reader) error {
	content, err := os.ReadFile(built)
	if err != nil {
		return err
	}
	info, err := buildinfo.ReadFile(built)
	if err != nil {
		return err
	}
	modules, err := target.Modules(s.folder, t)
	if err != nil {
		return err
	}
	licensed, err := reader.ReadAll(modules)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	program := cdx.Component{
		Type: cdx.ComponentTypeApplication, BOMRef: "relance", Name: "relance", Version: s.version,
		Description: "for " + t.OS + "/" + t.Arch + ", from the commit " + s.commit,
		Licenses:    licences("Apache-2.0"),
		Hashes:      &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: fmt.Sprintf("%x", sum)}},
	}
	parts, err := components(info, licensed)
	if err != nil {
		return err
	}
	var refs []string
	for _, p := range parts {
		refs = append(refs, p.BOMRef)
	}
	b := cdx.NewBOM()
	b.SerialNumber = serial(sum)
	b.Metadata = &cdx.Metadata{Timestamp: s.date.Format(time.RFC3339), Component: &program}
	b.Components = &parts
	b.Dependencies = &[]cdx.Dependency{{Ref: program.BOMRef, Dependencies: &refs}}
	var out bytes.Buffer
	if err := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(b, cdx.SpecVersion1_6); err != nil {
		return err
	}
	if err := valid(out.Bytes()); err != nil {
		return fmt.Errorf("the list of parts is not what CycloneDX asks for: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

// components are the modules that a program says are in it. One whose licences
// were not read is an error.
func components(info *buildinfo.BuildInfo, licensed []licence.Licensed) ([]cdx.Component, error) {
	known := map[string]licence.Licensed{}
	for _, l := range licensed {
		known[l.Path] = l
	}
	var all []cdx.Component
	add := func(path, version string) error {
		l, ok := known[path]
		if !ok || l.Version != version {
			return fmt.Errorf("%s %s is in the program, and its licences were not read", path, version)
		}
		url := "pkg:golang/" + strings.ToLower(path) + "@" + version // https://github.com/package-url/purl-spec
		all = append(all, cdx.Component{
			Type: cdx.ComponentTypeLibrary, BOMRef: url, Name: path, Version: version, PackageURL: url, Licenses: licences(l.Names...),
		})
		return nil
	}
	for _, d := range info.Deps {
		if err := add(d.Path, d.Version); err != nil {
			return nil, err
		}
	}
	return all, add(target.Std, strings.TrimPrefix(info.GoVersion, "go"))
}

func licences(names ...string) *cdx.Licenses {
	var all cdx.Licenses
	for _, name := range names {
		all = append(all, cdx.LicenseChoice{License: &cdx.License{ID: name}})
	}
	return &all
}

// serial is a UUID of the version for own schemes, made from a hash
// (https://www.rfc-editor.org/rfc/rfc9562#section-5.8).
func serial(sum [sha256.Size]byte) string {
	sum[6] = 0x80 | sum[6]&0x0f
	sum[8] = 0x80 | sum[8]&0x3f
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
