package e2e

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path that the project's own imports begin with.
const module = "relance"

// A rule is one promise about the source. check returns what breaks it.
type rule struct {
	name  string
	check func(*tree) []finding
}

// rules are the house's. They read the source themselves: a test that asked the
// go command for the imports would be served from the test cache although a rule
// had been broken since. Each has fixtures in architecture_fixtures_test.go that
// prove that it can fail.
var rules = []rule{
	{"imports go one way", checkImports},
	{"an adapter serves one core", checkOneCore},
	{"helpers of tests stay in tests", checkHelpers},
	{"a platform's library stays in its adapter", checkLibraries},
	{"a package is called after what it is", checkNames},
	{"a package says what it is", checkDocs},
	{"nothing happens at init", checkInit},
	{"no mutable package variable", checkVariables},
	{"nobody sleeps", checkSleep},
	{"a file is short", checkLength},
	{"the environment is read at the door", checkEnvironment},
	{"the domain has no clock", checkClock},
	{"Apply is pure", checkPure},
	{"tests talk to this machine only", checkLoopback},
}

// A finding is a place in the source that breaks a rule.
type finding struct {
	at   string
	what string
}

func TestArchitecture(t *testing.T) {
	project := readTree(t, filepath.Join("..", ".."))
	for _, folder := range []string{"escalation", "adapters/chat", "adapters/redis", "bot", "config"} {
		if !slices.Contains(project.folders(), folder) {
			t.Fatalf("the package %s was not read: the rules would hold for nothing", folder)
		}
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, f := range r.check(project) {
				t.Errorf("%s: %s", f.at, f.what)
			}
		})
	}
}

// A source is one Go file.
type source struct {
	path   string // from the module's root, with slashes
	folder string // its package's import path without the module's
	test   bool   // ends in _test.go
	lines  int
	file   *ast.File
}

// helper says whether the file belongs to tests: a test file, or one of a
// package that only tests import.
func (s *source) helper() bool { return s.test || isHelper(s.folder) }

// imports returns the paths that the file imports, by the name they have in it.
func (s *source) imports() map[string]string {
	names := map[string]string{}
	for _, spec := range s.file.Imports {
		p := importPath(spec)
		name := path.Base(p)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	return names
}

// A tree is all the source that the rules look at.
type tree struct {
	fset    *token.FileSet
	sources []*source
}

func (t *tree) add(name string, content []byte) error {
	file, err := parser.ParseFile(t.fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.sources = append(t.sources, &source{
		path:   name,
		folder: path.Dir(name),
		test:   strings.HasSuffix(name, "_test.go"),
		lines:  bytes.Count(content, []byte("\n")),
		file:   file,
	})
	return nil
}

// folders returns the packages that have more than test files.
func (t *tree) folders() []string {
	var folders []string
	for _, s := range t.sources {
		if !s.test {
			folders = append(folders, s.folder)
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// found is a finding at a place in the source.
func (t *tree) found(n ast.Node, format string, args ...any) finding {
	at := t.fset.Position(n.Pos())
	return finding{fmt.Sprintf("%s:%d", at.Filename, at.Line), fmt.Sprintf(format, args...)}
}

// uses calls visit for each name of an imported package that a file uses, such
// as time.Now, with the nodes around it, the innermost last.
func (s *source) uses(visit func(use string, n *ast.SelectorExpr, around []ast.Node)) {
	imports := s.imports()
	var around []ast.Node
	ast.Inspect(s.file, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && imports[x.Name] != "" {
				visit(imports[x.Name]+"."+selector.Sel.Name, selector, around)
			}
		}
		around = append(around, n)
		return true
	})
}

// readTree parses every Go file under root. It opens the files itself, so that
// the test cache knows what the verdict rests on.
func readTree(t *testing.T, root string) *tree {
	t.Helper()
	project := &tree{fset: token.NewFileSet()}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if hidden := strings.HasPrefix(entry.Name(), ".") && name != root; hidden || entry.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		return project.add(filepath.ToSlash(relative), content)
	})
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func importPath(spec *ast.ImportSpec) string {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return p
}

// own returns the folder of an import of the project's.
func own(importPath string) (folder string, ok bool) {
	return strings.CutPrefix(importPath, module+"/")
}

// standard says whether an import is of the standard library.
func standard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return first != module && first != "C" && !strings.Contains(first, ".")
}

// within says whether a folder is another or lies in it.
func within(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}

// isHelper says whether a package exists for tests: a conformance suite, a
// starter of servers, the fake of a platform, what lies in bot/e2e. That package
// itself is the program's too: it has the stories that the program shows.
func isHelper(folder string) bool {
	name := path.Base(folder)
	return strings.HasPrefix(folder, "bot/e2e/") || strings.Contains(folder, "/") && (strings.HasSuffix(name, "test") || strings.HasSuffix(name, "fake"))
}
