package e2e

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var quoted = regexp.MustCompile(`msg="([^"]+)"`)

// TestManualsQuoteTheLog: a line of the log that a page of docs/operate shows is one
// that the program writes, word for word. Whoever is called at night searches for it.
func TestManualsQuoteTheLog(t *testing.T) {
	written := map[string]bool{}
	for _, s := range readTree(t, "../..").sources {
		if s.helper() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if text := folding(e); text != "" {
					written[text] = true
				}
			}
			return true
		})
	}
	pages, err := filepath.Glob(filepath.FromSlash("../../docs/operate/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	quotes := 0
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(content)), " ") // a quotation may be broken over lines
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			quotes++
			if !written[m[1]] {
				t.Errorf("%s quotes %q, which the program does not say", filepath.Base(page), m[1])
			}
		}
	}
	if quotes < 3 {
		t.Errorf("only %d quotations were found", quotes)
	}
}

// folding is the text of a literal, or of several that are joined.
func folding(e ast.Expr) string {
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		x, y := folding(sum.X), folding(sum.Y)
		if x == "" || y == "" {
			return ""
		}
		return x + y
	}
	return text(e)
}
