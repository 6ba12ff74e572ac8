// Package build says what this program was built from. The go command notes it
// where it can; a release, and an image that is built without the repository's
// history, are told by the linker:
//
//	go build -ldflags "-X relance/bot/app/build.version=v1.2.3 -X relance/bot/app/build.commit=… -X relance/bot/app/build.date=…"
package build

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// What the linker was told; each may be empty. Nothing else writes to them.
var (
	version string // v1.2.3
	commit  string // the whole hash
	date    string // of the commit, in RFC 3339
)

// Info is what a program was built from. What is not known is empty or zero.
type Info struct {
	Version  string    // of the release; a pseudo-version or (devel) for what is between releases
	Commit   string    // the hash of the commit
	Date     time.Time // of the commit, in UTC
	Modified bool      // the tree held more than the commit
	Go       string    // the version of Go, like go1.26.0
	Platform string    // like linux/amd64
}

// Read returns what the running program was built from.
func Read() Info {
	noted, ok := debug.ReadBuildInfo()
	if !ok {
		noted = &debug.BuildInfo{}
	}
	return read(noted, version, commit, date)
}

// read joins what the go command noted and what the linker was told, which wins.
func read(noted *debug.BuildInfo, version, commit, date string) Info {
	i := Info{
		Version:  cmp.Or(version, noted.Main.Version, "(unknown)"),
		Commit:   commit,
		Go:       runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
	}
	for _, s := range noted.Settings {
		switch s.Key {
		case "vcs.revision":
			i.Commit = cmp.Or(i.Commit, s.Value)
		case "vcs.time":
			date = cmp.Or(date, s.Value)
		case "vcs.modified":
			i.Modified = s.Value == "true"
		}
	}
	if t, err := time.Parse(time.RFC3339, date); err == nil { // else it is not known
		i.Date = t.UTC()
	}
	return i
}

// String says it in one line.
func (i Info) String() string {
	said := []string{"relance " + i.Version}
	if i.Commit != "" {
		source := "commit " + i.Commit
		if !i.Date.IsZero() {
			source += " of " + i.Date.Format(time.RFC3339)
		}
		if i.Modified {
			source += " with changes"
		}
		said = append(said, source)
	}
	return fmt.Sprintf("%s, %s, %s", strings.Join(said, ", "), i.Go, i.Platform)
}
