package e2e

import (
	"path"
	"slices"
	"strings"
)

// A room is a row of the house: what a package may import of the project.
type room struct {
	folder   string   // the package; ending in /... with all below it
	imports  []string // what its code may import; its own folder always
	tests    []string // what its tests, and its helpers of tests, may import besides
	standard bool     // its code and its tests import the standard library only, beside those
}

const (
	core     = "escalation"
	chatCore = "adapters/chat"
	anything = "..."
)

// house is the table: the most special row that fits a package rules. Tests may
// use the one real Store, which no in-memory double stands in for.
var house = []room{
	{folder: core, standard: true, tests: []string{"escalation/storetest", "adapters/redis", "adapters/redis/redistest"}},
	{folder: "escalation/storetest", standard: true, imports: []string{core}},
	{folder: chatCore, standard: true, tests: []string{"adapters/chat/chattest"}},
	{folder: "adapters/chat/chattest", standard: true, imports: []string{chatCore}},

	{folder: "adapters/redis/...", imports: []string{core}, tests: []string{"escalation/storetest"}},
	{folder: "adapters/holidays/...", imports: []string{core}},
	{folder: "adapters/witness/...", imports: []string{core}},
	{folder: "adapters/metrics/...", imports: []string{core}},
	{folder: "adapters/traces/...", imports: []string{core}},
	{folder: "adapters/console/...", imports: []string{chatCore}, tests: []string{"adapters/chat/chattest"}},
	{folder: "adapters/slack/...", imports: []string{chatCore}, tests: []string{"adapters/chat/chattest"}},
	{folder: "adapters/discord/...", imports: []string{chatCore}, tests: []string{"adapters/chat/chattest"}},
	// A new adapter needs no row: it may choose its core, and checkOneCore keeps it to one.
	{
		folder: "adapters/...", imports: []string{core, chatCore},
		tests: []string{"escalation/storetest", "adapters/chat/chattest"},
	},

	{folder: "config", imports: []string{core}},
	{
		folder: "bot", imports: []string{core, chatCore, "bot/locale"},
		tests: []string{"escalation/storetest", "adapters/chat/chattest", "adapters/redis", "adapters/redis/redistest"},
	},
	{folder: "bot/locale", imports: []string{core}},
	{
		folder: "bot/story", imports: []string{core, chatCore, "bot", "bot/locale"},
		tests: []string{"adapters/redis", "adapters/redis/redistest"},
	},

	{folder: "bot/app/...", imports: []string{anything}},
	{folder: "bot/cmd/...", imports: []string{anything}},
	{folder: "bot/e2e/...", imports: []string{anything}},
}

// forAllTests is what every test file may import.
var forAllTests = []string{"bot/e2e/loopback"}

// roomOf returns the row of a package.
func roomOf(folder string) (room, bool) {
	var best room
	for _, r := range house {
		parent, below := strings.CutSuffix(r.folder, "/...")
		if (folder == parent || below && within(folder, parent)) && len(r.folder) > len(best.folder) {
			best = r
		}
	}
	return best, best.folder != ""
}

// adapterOf returns the adapter that a package is or lies in, if any.
func adapterOf(folder string) string {
	parts := strings.Split(folder, "/")
	if len(parts) < 2 || parts[0] != "adapters" || parts[1] == "chat" {
		return ""
	}
	return path.Join(parts[:2]...)
}

// checkImports: the domain and the words of chat import the standard library
// only, an adapter its core, bot the cores, config the domain; wiring knows everyone.
func checkImports(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		r, ok := roomOf(s.folder)
		if !ok {
			found = append(found, t.found(s.file.Name, "the package %s has no row in the house: add one, or move it", s.folder))
			continue
		}
		may := append([]string{s.folder}, r.imports...)
		if s.helper() {
			may = append(may, r.tests...)
		}
		if s.test {
			may = append(may, forAllTests...)
		}
		adapter := adapterOf(s.folder)
		for _, spec := range s.file.Imports {
			p := importPath(spec)
			folder, project := own(p)
			switch {
			case project && (slices.Contains(may, folder) || slices.Contains(may, anything)):
			case project && adapter != "" && within(folder, adapter):
			case project:
				found = append(found, t.found(spec, "%s may not import %s", s.folder, folder))
			case r.standard && !standard(p):
				found = append(found, t.found(spec, "%s imports the standard library only, not %s", s.folder, p))
			}
		}
	}
	return found
}

// checkOneCore: an adapter implements an interface of one core, and knows no other.
func checkOneCore(t *tree) []finding {
	var found []finding
	cores := map[string]string{}
	for _, s := range t.sources {
		adapter := adapterOf(s.folder)
		if s.helper() || adapter == "" {
			continue
		}
		for _, spec := range s.file.Imports {
			folder, _ := own(importPath(spec))
			if folder != core && folder != chatCore {
				continue
			}
			if first := cores[adapter]; first != "" && first != folder {
				found = append(found, t.found(spec, "%s imports %s and %s: an adapter serves one core", adapter, first, folder))
			}
			cores[adapter] = folder
		}
	}
	return found
}

// checkHelpers: what exists for tests is not in the program.
func checkHelpers(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if s.helper() {
			continue
		}
		for _, spec := range s.file.Imports {
			if folder, ok := own(importPath(spec)); ok && isHelper(folder) {
				found = append(found, t.found(spec, "%s exists for tests; %s is no test", folder, s.folder))
			}
			if p := importPath(spec); p == "testing" || strings.HasPrefix(p, "testing/") || p == "net/http/httptest" {
				found = append(found, t.found(spec, "%s exists for tests; %s is no test", p, s.folder))
			}
		}
	}
	return found
}

// libraries are what must not leak out of an adapter: whoever speaks their
// language knows that platform.
var libraries = map[string]string{
	"github.com/redis/go-redis":     "adapters/redis",
	"github.com/alicebob/miniredis": "adapters/redis",
	"github.com/slack-go/slack":     "adapters/slack",
	"github.com/bwmarrin/discordgo": "adapters/discord",
	"github.com/rickar/cal":         "adapters/holidays",
	"github.com/nicksnyder/go-i18n": "bot/locale",
	"github.com/alecthomas/kong":    "bot/cmd",
	"github.com/prometheus":         "adapters/metrics",
	"go.opentelemetry.io":           "adapters/traces",
}

// checkLibraries: a library that is one platform's or one task's has one place,
// and the wiring, which makes the clients and the command line.
func checkLibraries(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if s.helper() || within(s.folder, "bot/app") || within(s.folder, "bot/cmd") {
			continue
		}
		for _, spec := range s.file.Imports {
			for library, place := range libraries {
				if within(importPath(spec), library) && !within(s.folder, place) {
					found = append(found, t.found(spec, "%s belongs to %s, not to %s", library, place, s.folder))
				}
			}
		}
	}
	return found
}
