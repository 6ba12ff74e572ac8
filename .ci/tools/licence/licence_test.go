package licence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/ci/target"
)

const isc = `Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
`

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, allowed string
		files         map[string]string
		want          string // in the error; empty for none
	}{
		{"allowed", "MIT\nISC # short\n", map[string]string{"LICENSE": isc}, ""},
		{"by another name", "ISC", map[string]string{"COPYING.txt": isc, "NOTICE": "Made by Mia."}, ""},
		{"not allowed", "MIT # not ISC", map[string]string{"LICENSE": isc}, "ISC is not among the allowed"},
		{"none", "ISC", map[string]string{"README.md": isc, "license.go": isc}, "no licence is found"},
		{"unknown", "ISC", map[string]string{"LICENSE": "Whoever greets the author may use it."}, "nobody knows"},
		{"a second one", "ISC", map[string]string{"LICENSE": isc, "LICENSE-extra": "No clouds."}, "nobody knows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder, allowed := t.TempDir(), filepath.Join(t.TempDir(), "allowed")
			write(t, allowed, c.allowed)
			for name, text := range c.files {
				write(t, filepath.Join(folder, name), text)
			}
			r, err := NewReader(allowed)
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.ReadAll([]target.Module{{Path: "a.example/b", Version: "v1.0.0", Dir: folder, Folders: []string{folder}}})
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a.example/b v1.0.0")):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestTexts(t *testing.T) {
	got := Texts([]Licensed{
		{Module: target.Module{Path: "b.example"}, Texts: []string{"Be kind.\n", "Thank Mia."}},
		{Module: target.Module{Path: "a.example"}, Texts: []string{"Be kind.\r\n"}},
	})
	_, got, _ = strings.Cut(got, "\n\n") // its head
	want := strings.Repeat("=", 80) + "\na.example\nb.example\n\nBe kind.\n\n" + strings.Repeat("=", 80) + "\nb.example\n\nThank Mia.\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
