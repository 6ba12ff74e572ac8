package e2e

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func privacyPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(filepath.FromSlash("../../docs/privacy.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestPrivacyNamesEveryKey: whatever the program keeps in Redis stands in
// docs/privacy.md, each key and each shelf.
func TestPrivacyNamesEveryKey(t *testing.T) {
	page := privacyPage(t)
	keys, shelves := 0, 0
	for _, s := range readTree(t, "../..").sources {
		if s.helper() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr: // k.of(shard, "state")
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && s.path == "adapters/redis/keys.go" && f.Sel.Name == "of" {
					keys++
					if name := beginning(n.Args[1]); !strings.Contains(page, "`PREFIX{sNN}:"+name) {
						t.Errorf("docs/privacy.md does not name the key %s", name)
					}
				}
			case *ast.BinaryExpr: // k.prefix + "{fleet}:lease"
				if name := text(n.Y); s.path == "adapters/redis/keys.go" && strings.HasPrefix(name, "{") && strings.Contains(name, "}:") {
					keys++
					if !strings.Contains(page, "`PREFIX"+name) {
						t.Errorf("docs/privacy.md does not name the key %s", name)
					}
				}
			case *ast.ValueSpec: // shelfCodes = "codes"
				for i, name := range n.Names {
					if strings.HasPrefix(strings.ToLower(name.Name), "shelf") && i < len(n.Values) && text(n.Values[i]) != "" {
						shelves++
						if !strings.Contains(page, "`PREFIX{book}:shelf:"+text(n.Values[i])+"`") {
							t.Errorf("docs/privacy.md does not name the shelf %s of %s", text(n.Values[i]), s.path)
						}
					}
				}
			}
			return true
		})
	}
	if keys < 12 || shelves < 12 {
		t.Errorf("only %d keys and %d shelves were found in the source", keys, shelves)
	}
}

// beginning is the text that an expression begins with: "trail:"+id.
func beginning(e ast.Expr) string {
	if sum, ok := e.(*ast.BinaryExpr); ok {
		return beginning(sum.X)
	}
	return text(e)
}

func text(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		s, _ := strconv.Unquote(lit.Value) // the parser has read it
		return s
	}
	return ""
}

// TestPrivacySaysHowLong: the times of docs/privacy.md are those of the constants that
// stand beside them.
func TestPrivacySaysHowLong(t *testing.T) {
	rows := regexp.MustCompile("(?m)^\\| .* \\| (\\d+) (second|minute|hour|day)s? \\| `([^`]+)` `(\\w+)` \\|$").FindAllStringSubmatch(privacyPage(t), -1)
	if len(rows) < 8 {
		t.Fatalf("only %d rows say how long", len(rows))
	}
	units := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}
	project := readTree(t, "../..")
	for _, row := range rows {
		n, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		got, err := constant(project, row[3], row[4])
		if err != nil {
			t.Error(err)
			continue
		}
		if want := time.Duration(n) * units[row[2]]; got != want {
			t.Errorf("docs/privacy.md says %s for %s of %s, which is %s", want, row[4], row[3], got)
		}
	}
}

// constant is the length of time that a constant of a file is.
func constant(project *tree, path, name string) (length time.Duration, err error) {
	err = fmt.Errorf("%s has no %s", path, name)
	for _, s := range project.sources {
		if s.path != path {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && spec.Names[0].Name == name && len(spec.Values) == 1 {
				length, err = product(spec.Values[0])
			}
			return true
		})
	}
	return length, err
}

// product computes 7 * 24 * time.Hour.
func product(e ast.Expr) (time.Duration, error) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		x, err := product(e.X)
		y, yErr := product(e.Y)
		if e.Op != token.MUL {
			err = fmt.Errorf("no product: %s", e.Op)
		}
		return x * y, errors.Join(err, yErr)
	case *ast.BasicLit:
		n, err := strconv.Atoi(e.Value)
		return time.Duration(n), err
	case *ast.SelectorExpr:
		units := map[string]time.Duration{"Second": time.Second, "Minute": time.Minute, "Hour": time.Hour}
		if unit, known := units[e.Sel.Name]; known {
			return unit, nil
		}
	}
	return 0, fmt.Errorf("no length of time: %T", e)
}
