package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"relance/escalation"
)

// forms are the sentences of a message by plural form.
func forms(m *i18n.Message) map[string]string {
	all := map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// counts says that a message has plurals.
func counts(m *i18n.Message) bool { return len(forms(m)) > 1 }

// arguments are the variables of all forms of a message, sorted.
func arguments(t *testing.T, m *i18n.Message) []string {
	t.Helper()
	names := map[string]bool{}
	for _, text := range forms(m) {
		trees, err := parse.Parse(m.ID, text, "", "", map[string]any{"eq": 1})
		if err != nil {
			t.Errorf("%s: %v", m.ID, err)
			continue
		}
		for _, tree := range trees {
			variables(tree.Root, names)
		}
	}
	if counts(m) {
		names["Count"] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func variables(n parse.Node, names map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			variables(child, names)
		}
	case *parse.ActionNode:
		variables(n.Pipe, names)
	case *parse.IfNode:
		variables(n.Pipe, names)
		variables(n.List, names)
		variables(n.ElseList, names)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			for _, arg := range c.Args {
				variables(arg, names)
			}
		}
	case *parse.FieldNode:
		names[n.Ident[0]] = true
	}
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	texts := mustLoad(t)
	if len(texts.tags) < 2 {
		t.Fatalf("languages: %v", texts.Languages())
	}
	for _, tag := range texts.tags[1:] {
		for key, m := range texts.messages[source] {
			other := texts.messages[tag][key]
			if other == nil {
				t.Errorf("%s: %s is missing", tag, key)
				continue
			}
			if want, got := arguments(t, m), arguments(t, other); !slices.Equal(want, got) {
				t.Errorf("%s: %s has the arguments %v, in %s %v", tag, key, got, source, want)
			}
			if counts(m) != counts(other) {
				t.Errorf("%s: %s counts in one language only", tag, key)
			}
		}
		for key := range texts.messages[tag] {
			if texts.messages[source][key] == nil {
				t.Errorf("%s: %s is not in %s", tag, key, source)
			}
		}
	}
}

// TestPlurals looks for the forms that a language needs for everyday numbers.
func TestPlurals(t *testing.T) {
	texts := mustLoad(t)
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	for _, tag := range texts.tags {
		for n := range 200 {
			form := names[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
			for key, m := range texts.messages[tag] {
				if counts(m) && forms(m)[form] == "" {
					t.Fatalf("%s: %s has no form %q for %d", tag, key, form, n)
				}
			}
		}
	}
}

// TestSameOrder keeps the files side by side: who translates reads them together.
func TestSameOrder(t *testing.T) {
	key := regexp.MustCompile(`(?m)^[a-z_]+[a-z_.0-9]*:`)
	var first []string
	for _, tag := range mustLoad(t).Languages() {
		content, err := files.ReadFile(tag + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		keys := key.FindAllString(string(content), -1)
		if first == nil {
			first = keys
		}
		for i := range min(len(keys), len(first)) {
			if keys[i] != first[i] {
				t.Errorf("%s.yaml: %s stands where %s is expected", tag, keys[i], first[i])
				break
			}
		}
	}
}

// constants reads the values of all constants of a type from the domain's source:
// a list would be forgotten.
func constants(t *testing.T, typ string) []string {
	t.Helper()
	var values []string
	for _, f := range parseDir(t, "../../escalation") {
		for _, d := range f.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.CONST {
				continue
			}
			for _, s := range decl.Specs {
				spec := s.(*ast.ValueSpec)
				if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != typ {
					continue
				}
				for _, v := range spec.Values {
					text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					values = append(values, text)
				}
			}
		}
	}
	if len(values) == 0 {
		t.Fatalf("no constant of type %s", typ)
	}
	return values
}

func parseDir(t *testing.T, dir string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Skipf("%s is being written: %v", name, err)
		}
		parsed = append(parsed, f)
	}
	return parsed
}

// families are the words of the domain that people read, by prefix of their keys.
func families(t *testing.T) map[string][]string {
	return map[string][]string{
		"entry.":         constants(t, "EntryKind"),
		"reason.":        constants(t, "Reason"),
		"refusal.":       append(constants(t, "Code"), "unexpected"),
		"state.":         constants(t, "State"),
		"hold.":          constants(t, "HoldReason"),
		"held.":          constants(t, "HoldReason"),
		"why.held.":      constants(t, "HoldReason"),
		"class.":         constants(t, "Class"),
		"class.meaning.": constants(t, "Class"),
		"task.":          constants(t, "TaskKind"),
		"outcome.":       constants(t, "TaskOutcome"),
		"then.":          constants(t, "TurnThen"),
		"timer.":         constants(t, "TimerKind"),
		"actor.":         constants(t, "ActorRole"),
	}
}

func TestTheDomainHasWords(t *testing.T) {
	s := mustLoad(t).For("en")
	for prefix, words := range families(t) {
		for _, word := range words {
			if !s.Has(prefix + word) {
				t.Errorf("there is no sentence %s%s", prefix, word)
			}
		}
	}
}

func TestTheRefusalsOfTheDomain(t *testing.T) {
	texts := mustLoad(t)
	for _, lang := range texts.Languages() {
		s := texts.For(lang)
		for _, code := range constants(t, "Code") {
			err := &escalation.Error{Code: escalation.Code(code), Args: map[string]string{
				"field": "story", "limit": "10", "length": "11", "case": "K7M-4QZ-X"}}
			if got := s.Refusal(err); got == s.Say("refusal.unexpected") || strings.ContainsAny(got, "⟪{") {
				t.Errorf("%s: the refusal %s says %q", lang, code, got)
			}
		}
	}
}

// TestNoKeyIsUnused searches the sources for every key: as it is, or by the
// beginning that it is put together from.
func TestNoKeyIsUnused(t *testing.T) {
	texts := mustLoad(t)
	var literals []string
	collect := func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					literals = append(literals, text)
				}
			}
			return true
		})
	}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); strings.HasPrefix(name, ".") && name != ".." && path != "../.." || name == "testdata" {
			return filepath.SkipDir
		}
		for _, f := range parseDir(t, path) {
			collect(f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, l := range literals {
		used[l] = true
	}
	for _, key := range slices.Sorted(maps.Keys(texts.messages[source])) {
		if used[key] {
			continue
		}
		// "entry." + kind, Word("class", …), Say(prefix + "." + name)
		found := false
		for i, r := range key {
			if r == '.' && (used[key[:i+1]] || used[key[:i]]) {
				found = true
			}
		}
		if !found {
			t.Errorf("no source says %s", key)
		}
	}
}

// TestEveryKeyIsThere looks at each Say with a literal key: it exists, and gets
// exactly the arguments its sentence has.
func TestEveryKeyIsThere(t *testing.T) {
	texts := mustLoad(t)
	dirs := []string{".", ".."}
	if _, err := os.Stat("../app"); err == nil {
		dirs = append(dirs, "../app")
	}
	for _, dir := range dirs {
		for _, f := range parseDir(t, dir) {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !says(call) || len(call.Args) == 0 {
					return true
				}
				key, ok := literal(call.Args[0])
				if !ok {
					return true
				}
				m := texts.messages[source][key]
				if m == nil {
					t.Errorf("%s says %s, which no language has", f.Name, key)
					return true
				}
				var given []string
				for i := 1; i < len(call.Args); i += 2 {
					name, ok := literal(call.Args[i])
					if !ok {
						return true // args...
					}
					given = append(given, name)
				}
				slices.Sort(given)
				if want := arguments(t, m); !slices.Equal(given, want) && !(len(given) == 0 && len(want) == 0) {
					t.Errorf("%s is given %v and has %v", key, given, want)
				}
				return true
			})
		}
	}
}

// says recognises Speaker.Say and the helpers that pass its arguments on.
func says(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (sel.Sel.Name == "Say" || sel.Sel.Name == "says" || sel.Sel.Name == "tell")
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func TestFor(t *testing.T) {
	texts := mustLoad(t)
	for asked, want := range map[string]string{"fr": "fr", "fr-CA": "fr", "en-GB": "en", "": "en", "de": "en", "no such": "en"} {
		if got := texts.For(asked).Language(); got != want {
			t.Errorf("For(%q) speaks %s, want %s", asked, got, want)
		}
	}
	if tag, ok := texts.Speaks("fr-CA"); !ok || tag != "fr" {
		t.Errorf("Speaks(fr-CA) = %q, %v", tag, ok)
	}
	if _, ok := texts.Speaks("de"); ok {
		t.Error("German is not spoken")
	}
	if texts.tags[0] != language.English {
		t.Errorf("the first language is %s", texts.tags[0])
	}
}

func TestPseudo(t *testing.T) {
	texts, err := Pseudo()
	if err != nil {
		t.Fatal(err)
	}
	got := texts.For("fr").Say("letter.next", "Rung", "director")
	if !strings.HasPrefix(got, "⟦") || !strings.HasSuffix(got, "⟧") || !strings.Contains(got, "director") {
		t.Errorf("pseudo: %q", got)
	}
	if rest := strings.ReplaceAll(got, "director", ""); strings.ContainsFunc(rest, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		t.Errorf("pseudo leaves letters without accents: %q", got)
	}
	if got := texts.For("").Say("count.days", "Count", 1); got == texts.For("").Say("count.days", "Count", 2) {
		t.Errorf("pseudo has no plurals: %q", got)
	}
}

func TestSayNeverFails(t *testing.T) {
	s := mustLoad(t).For("fr")
	if got := s.Say("no.such.key"); got != "⟪no.such.key⟫" {
		t.Errorf("a missing key: %q", got)
	}
	if got := s.Say("letter.next"); got != "⟪letter.next⟫" {
		t.Errorf("a missing argument: %q", got)
	}
}
