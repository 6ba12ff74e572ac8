package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// keysPage is where the keys of the log are listed.
const keysPage = "../../docs/operate/logs.md"

// keyed is a key of a line of the log, and what is said under it.
type keyed struct {
	key   string
	value ast.Expr
	where string
}

// TestTheKeysOfTheLog: what a line says it says under a key that the manual lists, each
// thing under one; and the manual lists no other.
func TestTheKeysOfTheLog(t *testing.T) {
	page, err := os.ReadFile(keysPage)
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "\n## The keys\n")
	table, _, _ = strings.Cut(table, "\n## ")
	listed := map[string]bool{} // whether it is used
	for _, row := range regexp.MustCompile("(?m)^\\| `.*?` \\|").FindAllString(table, -1) {
		for _, key := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(row, -1) {
			listed[key[1]] = false
		}
	}
	if !found || len(listed) < 10 {
		t.Fatalf("%s lists %d keys", keysPage, len(listed))
	}
	lines := 0
	project := readTree(t, "../..")
	for _, s := range project.sources {
		if s.helper() {
			continue
		}
		for _, line := range loggedIn(s.file) {
			lines++
			where := project.fset.Position(line.Pos()).String()
			for _, k := range keysOf(s.file, line, where) {
				if _, is := listed[k.key]; is {
					listed[k.key] = true
				} else {
					t.Errorf("%s: the key %q is not one of %s", k.where, k.key, path.Base(keysPage))
				}
				if right := keyFor(k.value); right != "" && right != k.key {
					t.Errorf("%s: what is under %q is written under %q", k.where, k.key, right)
				}
			}
		}
	}
	if lines < 100 {
		t.Errorf("only %d lines of the log were found", lines)
	}
	for key, used := range listed {
		if !used {
			t.Errorf("%s lists the key %q, which no line has", path.Base(keysPage), key)
		}
	}
}

// loggedIn are the calls that write a line of the log.
func loggedIn(file *ast.File) (lines []*ast.CallExpr) {
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if ok && slices.Contains([]string{"Debug", "Info", "Warn", "Error"}, method.Sel.Name) &&
			slices.Contains([]string{"log", "Logger", "slog"}, lastName(method.X)) {
			lines = append(lines, call)
		}
		return true
	})
	return lines
}

// lastName is what an expression is called in the end: Logger of e.o.Logger.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		return lastName(e.Fun)
	}
	return ""
}

// keysOf are the keys of a line, also of those that are collected in a variable first.
func keysOf(file *ast.File, line *ast.CallExpr, where string) (all []keyed) {
	pairs := func(args []ast.Expr) {
		for i := 0; i < len(args); i += 2 {
			k := keyed{key: text(args[i]), where: where} // "", which is on no list, for what is no word
			if i+1 < len(args) {
				k.value = args[i+1]
			}
			all = append(all, k)
		}
	}
	if !line.Ellipsis.IsValid() {
		pairs(line.Args[1:])
		return all
	}
	name := lastName(line.Args[len(line.Args)-1])
	ast.Inspect(file, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 1 || lastName(assign.Lhs[0]) != name {
			return true
		}
		switch from := assign.Rhs[0].(type) {
		case *ast.CompositeLit:
			pairs(from.Elts)
		case *ast.CallExpr:
			pairs(from.Args[1:])
		}
		return true
	})
	return all
}

// keyFor is the key of what has one name wherever it is; empty: of anything else.
func keyFor(value ast.Expr) string {
	switch name := lastName(value); name {
	case "err", "Err", "ErrorObj", "stale":
		return "error"
	case "Case":
		return "case"
	case "Notice":
		return "notice"
	case "ID", "Key":
		of, _ := value.(*ast.SelectorExpr)
		switch {
		case of == nil:
		case name == "ID" && (lastName(of.X) == "c" || lastName(of.X) == "Case"):
			return "case"
		case name == "Key" && lastName(of.X) == "n":
			return "notice"
		}
	case "wait", "pause", "Backoff":
		return "wait"
	case "rung", "Rung":
		return "rung"
	}
	return ""
}

// TestAWrongKeyIsFound: each way in which a key comes into a line.
func TestAWrongKeyIsFound(t *testing.T) {
	const source = `package p
func f() {
	o.Logger.Warn("one", "err", err, "id", c.ID)
	about := []any{"reason", e.Notice}
	about = append(about, "after", wait)
	log.Info("two", about...)
	p.log.Error("three", variable, 1, "error", err)
	t.Error("four", "err", err)
}`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range loggedIn(file) {
		for _, k := range keysOf(file, line, "") {
			got = append(got, k.key+">"+keyFor(k.value))
		}
	}
	if want := []string{"err>error", "id>case", "reason>notice", "after>wait", ">", "error>error"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
