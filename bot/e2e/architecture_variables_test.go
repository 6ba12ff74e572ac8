package e2e

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// checkVariables: what a package keeps between calls cannot be seen by its
// caller, shared by two bots in one process, or reset by a test. A package
// variable may be a table, an error, a compiled pattern: nothing writes to it.
//
// It sees what the source shows: assignments to a variable, its fields and its
// elements, from any package; clear, delete, copy and sorting in place; a taken
// address; and types that exist to be changed. What is changed through a copy of
// a map or slice it does not see.
func checkVariables(t *tree) []finding {
	var found []finding
	for _, folder := range t.folders() {
		var files []*ast.File
		for _, s := range t.sources {
			if s.folder == folder && !s.test {
				files = append(files, s.file)
				found = append(found, stateful(t, s)...)
			}
		}
		w := writes{tree: t, info: resolve(t, folder, files)}
		for _, file := range files {
			ast.Inspect(file, w.look)
		}
		found = append(found, w.found...)
	}
	return found
}

// resolve finds out which declaration each name means. What is imported is not
// read, so types are missing and errors are many; scopes are right all the same.
func resolve(t *tree, folder string, files []*ast.File) *types.Info {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Error: func(error) {}, FakeImportC: true, DisableUnusedImportCheck: true}
	_, _ = conf.Check(module+"/"+folder, t.fset, files, info) // the imports are missing, by design
	return info
}

// writes gathers what changes a package variable.
type writes struct {
	tree  *tree
	info  *types.Info
	found []finding
}

func (w *writes) look(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, left := range n.Lhs {
				w.written(left, "assigned to")
			}
		}
	case *ast.IncDecStmt:
		w.written(n.X, "counted in")
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			w.written(n.Key, "assigned to")
			w.written(n.Value, "assigned to")
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			w.written(n.X, "handed out by address")
		}
	case *ast.CallExpr:
		if len(n.Args) > 0 && changes(n.Fun) {
			w.written(n.Args[0], "changed in place")
		}
	}
	return true
}

// changes says whether a function changes its first argument in place.
func changes(f ast.Expr) bool {
	switch f := f.(type) {
	case *ast.Ident:
		return slices.Contains([]string{"clear", "copy", "delete"}, f.Name)
	case *ast.SelectorExpr:
		switch name(f.X) {
		case "sort":
			return slices.Contains([]string{"Slice", "SliceStable", "Sort", "Stable", "Strings", "Ints", "Float64s"}, f.Sel.Name)
		case "slices":
			return slices.Contains([]string{"Sort", "SortFunc", "SortStableFunc", "Reverse", "Delete", "DeleteFunc", "Compact", "CompactFunc"}, f.Sel.Name)
		case "maps":
			return slices.Contains([]string{"Copy", "DeleteFunc"}, f.Sel.Name)
		}
	}
	return false
}

// written notes a write if what is written belongs to a package variable.
func (w *writes) written(x ast.Expr, how string) {
	for x != nil {
		switch inner := x.(type) {
		case *ast.Ident:
			if v, ok := w.info.Uses[inner].(*types.Var); ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
				w.found = append(w.found, w.tree.found(inner, "the package variable %s is %s", inner.Name, how))
			}
			return
		case *ast.SelectorExpr:
			if id, ok := inner.X.(*ast.Ident); ok {
				if _, ok := w.info.Uses[id].(*types.PkgName); ok {
					w.found = append(w.found, w.tree.found(inner, "the variable %s.%s of another package is %s", id.Name, inner.Sel.Name, how))
					return
				}
			}
			x = inner.X
		case *ast.IndexExpr:
			x = inner.X
		case *ast.SliceExpr:
			x = inner.X
		case *ast.StarExpr:
			x = inner.X
		case *ast.ParenExpr:
			x = inner.X
		default:
			return
		}
	}
}

// stateful finds package variables whose type or value exists to be changed.
func stateful(t *tree, s *source) []finding {
	var found []finding
	imports := s.imports()
	for _, d := range s.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.VAR {
			continue
		}
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ValueSpec)
			kinds := []ast.Expr{spec.Type}
			for _, value := range spec.Values {
				kinds = append(kinds, kindOf(value))
			}
			for _, kind := range kinds {
				if star, ok := kind.(*ast.StarExpr); ok {
					kind = star.X
				}
				switch k := kind.(type) {
				case *ast.SelectorExpr:
					if p := imports[name(k.X)]; p == "sync" || p == "sync/atomic" {
						found = append(found, t.found(spec, "the package variable %s is a %s.%s: state", spec.Names[0].Name, name(k.X), k.Sel.Name))
					}
				case *ast.ChanType:
					found = append(found, t.found(spec, "the package variable %s is a channel: state", spec.Names[0].Name))
				case *ast.MapType, *ast.ArrayType:
					if len(spec.Values) == 0 && !embedded(decl, spec) {
						found = append(found, t.found(spec, "the package variable %s begins empty: somebody must write to it", spec.Names[0].Name))
					}
				}
			}
		}
	}
	return found
}

// kindOf returns the type that a value shows.
func kindOf(value ast.Expr) ast.Expr {
	switch v := value.(type) {
	case *ast.UnaryExpr:
		return kindOf(v.X)
	case *ast.CompositeLit:
		if _, table := v.Type.(*ast.SelectorExpr); table {
			return v.Type
		}
	case *ast.CallExpr:
		if f := name(v.Fun); (f == "make" || f == "new") && len(v.Args) > 0 {
			return v.Args[0]
		}
	}
	return nil
}

// embedded says whether the build fills a variable from a file.
func embedded(decl *ast.GenDecl, spec *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{decl.Doc, spec.Doc} {
		if doc == nil {
			continue
		}
		for _, c := range doc.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}
