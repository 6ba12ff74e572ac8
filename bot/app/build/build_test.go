package build

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	stamped := &debug.BuildInfo{
		Main: debug.Module{Version: "v0.0.0-20261122211916-73fb11801234"},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "73fb118"}, {Key: "vcs.time", Value: "2026-11-22T22:19:16+01:00"}, {Key: "vcs.modified", Value: "true"},
		},
	}
	for _, c := range []struct {
		name                  string
		noted                 *debug.BuildInfo
		version, commit, date string
		want                  string
	}{
		{name: "nothing is known", noted: &debug.BuildInfo{}, want: "relance (unknown)"},
		{name: "no history", noted: &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, want: "relance (devel)"},
		{
			name: "the go command's notes", noted: stamped,
			want: "relance v0.0.0-20261122211916-73fb11801234, commit 73fb118 of 2026-11-22T21:19:16Z with changes",
		},
		{
			name: "the linker's word", noted: &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}},
			version: "v1.2.3", commit: "abc", date: "2026-11-23T08:00:00Z",
			want: "relance v1.2.3, commit abc of 2026-11-23T08:00:00Z",
		},
		{
			name: "the linker knows better", noted: stamped, version: "v1.2.3",
			want: "relance v1.2.3, commit 73fb118 of 2026-11-22T21:19:16Z with changes",
		},
		{
			name: "a date that is none", noted: &debug.BuildInfo{}, version: "v1.2.3", commit: "abc", date: "yesterday",
			want: "relance v1.2.3, commit abc",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := c.want + ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH
			if got := read(c.noted, c.version, c.commit, c.date).String(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestReadThisProgram: a test's program is built like any other.
func TestReadThisProgram(t *testing.T) {
	if i := Read(); i.Version == "" || !strings.HasPrefix(i.Go, "go") {
		t.Errorf("got %+v", i)
	}
}
