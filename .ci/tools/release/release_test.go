package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"relance/ci/licence"
	"relance/ci/target"
)

// TestArchivesAreTheSame: whatever the files' own times are.
func TestArchivesAreTheSame(t *testing.T) {
	for name, pack := range map[string]func(io.Writer, string, []file, time.Time) error{"tar.gz": tarred, "zip": zipped} {
		t.Run(name, func(t *testing.T) {
			at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
			var first, second, later bytes.Buffer
			for i, out := range []*bytes.Buffer{&first, &second, &later} {
				from := filepath.Join(t.TempDir(), "relance")
				if err := os.WriteFile(from, []byte("a program"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(from, at, at.Add(time.Duration(i)*time.Hour)); err != nil {
					t.Fatal(err)
				}
				if err := pack(out, "folder", []file{{"relance", from, 0o755}}, at.AddDate(0, 0, i/2)); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("two archives of one commit differ")
			}
			if bytes.Equal(first.Bytes(), later.Bytes()) {
				t.Error("the archive does not tell the time of its commit")
			}
		})
	}
}

func TestTheProgramCanBeRun(t *testing.T) {
	from := filepath.Join(t.TempDir(), "built")
	if err := os.WriteFile(from, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := tarred(&out, "folder", []file{{"relance", from, 0o755}}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	unzipped, err := gzip.NewReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	h, err := tar.NewReader(unzipped).Next()
	if err != nil {
		t.Fatal(err)
	}
	if h.Name != "folder/relance" || h.Mode != 0o755 || h.Uid != 0 || h.Uname != "" {
		t.Errorf("got %+v", h)
	}
}

// TestComponents: nothing is in the program whose licence nobody has read.
func TestComponents(t *testing.T) {
	info := &buildinfo.BuildInfo{GoVersion: "go1.26.0", Deps: []*debug.Module{{Path: "a.example/B", Version: "v1.0.0"}}}
	std := licence.Licensed{Module: target.Module{Path: target.Std, Version: "1.26.0"}, Names: []string{"BSD-3-Clause"}}
	read := licence.Licensed{Module: target.Module{Path: "a.example/B", Version: "v1.0.0"}, Names: []string{"MIT"}}
	all, err := components(info, []licence.Licensed{read, std})
	if err != nil || len(all) != 2 || all[0].PackageURL != "pkg:golang/a.example/b@v1.0.0" || (*all[0].Licenses)[0].License.ID != "MIT" {
		t.Errorf("got %+v, %v", all, err)
	}
	other := read
	other.Version = "v1.0.1"
	for _, licensed := range [][]licence.Licensed{{std}, {read}, {other, std}} {
		if _, err := components(info, licensed); err == nil || !strings.Contains(err.Error(), "were not read") {
			t.Errorf("%v: got %v", licensed, err)
		}
	}
}

// TestSerial: https://cyclonedx.org/docs/1.6/json/#serialNumber
func TestSerial(t *testing.T) {
	form := regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	a, b := serial(sha256.Sum256([]byte("a"))), serial(sha256.Sum256([]byte("b")))
	if !form.MatchString(a) || a == b {
		t.Errorf("got %s and %s", a, b)
	}
}

func TestAVersionIsOne(t *testing.T) {
	for _, version := range []string{"1.2.3", "v1.2", "latest", "v1.2.3+local", ""} {
		if err := run(t.TempDir(), t.TempDir(), version, nil); err == nil || !strings.Contains(err.Error(), "is not a version") {
			t.Errorf("%q: got %v", version, err)
		}
	}
}

func TestChosen(t *testing.T) {
	if some, err := chosen("linux_arm64,windows_amd64"); err != nil || len(some) != 2 || some[1].OS != "windows" {
		t.Errorf("got %v, %v", some, err)
	}
	if _, err := chosen("linux_amd64,plan9_386"); err == nil || !strings.Contains(err.Error(), "plan9_386") {
		t.Errorf("got %v", err)
	}
}

func TestTheSchemaIsHeld(t *testing.T) {
	const well = `{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [{"type": "library", "name": "a", "licenses": [{"license": {"id": "MIT"}}]}]}`
	if err := valid([]byte(well)); err != nil {
		t.Error(err)
	}
	for _, wrong := range []string{strings.Replace(well, "MIT", "Mine", 1), strings.Replace(well, `"name"`, `"nome"`, 1)} {
		if valid([]byte(wrong)) == nil {
			t.Errorf("taken for valid: %s", wrong)
		}
	}
}
