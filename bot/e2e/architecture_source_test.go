package e2e

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"strings"
)

// longest is how many lines a file of the program may have.
const longest = 400

// checkNames: a package that is called util holds what nobody found a place for.
func checkNames(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		for _, name := range []string{s.file.Name.Name, path.Base(s.folder)} {
			if slices.Contains([]string{"util", "utils", "common", "types", "helper", "helpers", "misc"}, name) {
				found = append(found, t.found(s.file.Name, "a package called %s says nothing about what is in it", name))
				break
			}
		}
	}
	return found
}

// checkDocs: every package has one doc comment, in the form that go doc expects.
func checkDocs(t *tree) []finding {
	var found []finding
	for _, folder := range t.folders() {
		var docs, good int
		for _, s := range t.sources {
			if s.folder != folder || s.test || s.file.Doc == nil {
				continue
			}
			docs++
			begin := "Package " + s.file.Name.Name + " "
			if s.file.Name.Name == "main" {
				begin = "Command " + path.Base(folder) + " "
			}
			if strings.HasPrefix(s.file.Doc.Text(), begin) {
				good++
			}
		}
		if docs != 1 || good != 1 {
			found = append(found, finding{folder, fmt.Sprintf(
				"%d doc comments, %d of them begin with \"Package …\" (or \"Command …\"); a package has one", docs, good)})
		}
	}
	return found
}

// checkInit: nothing happens because a package is imported.
func checkInit(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				found = append(found, t.found(f, "func init: let New or the caller do it"))
			}
		}
	}
	return found
}

// checkSleep: who waits listens to its context or to what it waits for. Tests
// may sleep in a synctest bubble, where it costs nothing, and where they wait for
// a process of the machine, which knows no bubble; so may the packages for tests.
func checkSleep(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		imports := slices.Collect(maps.Values(s.imports()))
		excused := isHelper(s.folder) || s.test && slices.ContainsFunc(imports, func(p string) bool {
			return p == "testing/synctest" || p == "os/exec" || p == "syscall"
		})
		s.uses(func(use string, n *ast.SelectorExpr, _ []ast.Node) {
			if use == "time.Sleep" && !excused {
				found = append(found, t.found(n, "time.Sleep: wait for a context or a timer in a select"))
			}
		})
	}
	return found
}

// function returns the name of the declared function around a node.
func function(around []ast.Node) string {
	for _, n := range around {
		if f, ok := n.(*ast.FuncDecl); ok {
			return f.Name.Name
		}
	}
	return ""
}

// checkLength: a file that nobody reads in one go is two.
func checkLength(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if !s.test && s.lines > longest {
			found = append(found, finding{s.path, fmt.Sprintf("%d lines; at most %d", s.lines, longest)})
		}
	}
	return found
}

// checkEnvironment: variables are read where the program begins, and handed on
// as options.
func checkEnvironment(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if s.helper() || within(s.folder, "config") || within(s.folder, "bot/cmd") || within(s.folder, "bot/app") {
			continue
		}
		s.uses(func(use string, n *ast.SelectorExpr, _ []ast.Node) {
			switch use {
			case "os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv", "os.Setenv", "os.Unsetenv", "syscall.Getenv":
				found = append(found, t.found(n, "%s: only config, bot/cmd and bot/app read the environment", use))
			}
		})
	}
	return found
}

// checkClock: the domain's time comes in with the event. Only the engine has a
// clock, for Run, and only as the default of an option: it is named in
// NewEngine, never called.
func checkClock(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if s.folder != core || s.test {
			continue
		}
		s.uses(func(use string, n *ast.SelectorExpr, around []ast.Node) {
			call, called := around[len(around)-1].(*ast.CallExpr)
			called = called && call.Fun == n
			switch use {
			case "time.Now":
				if called || function(around) != "NewEngine" {
					found = append(found, t.found(n, "time.Now in the domain: time is an argument"))
				}
			case "time.Since", "time.Until":
				found = append(found, t.found(n, "%s in the domain: time is an argument", use))
			}
		})
	}
	return found
}

// impure are the imports by which a decision would depend on more than its arguments.
var impure = []string{"bufio", "context", "crypto/rand", "io", "io/fs", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http", "os", "sync"}

// checkPure: Apply and all that it is made of have no clock, no I/O and no randomness.
func checkPure(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if s.folder != core || s.test || !strings.HasPrefix(path.Base(s.path), "apply") {
			continue
		}
		for _, spec := range s.file.Imports {
			if slices.Contains(impure, importPath(spec)) {
				found = append(found, t.found(spec, "%s in Apply: what it needs comes in as data", importPath(spec)))
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				found = append(found, t.found(n, "a goroutine in Apply"))
			case *ast.SelectorExpr:
				if n.Sel.Name == "Local" && name(n.X) == "time" {
					found = append(found, t.found(n, "time.Local in Apply: the zone is the calendar's"))
				}
			}
			return true
		})
	}
	return found
}

// checkLoopback: a test that dials does it through bot/e2e/loopback. The program
// does not use the clients that the standard library shares: they never time
// out, and a test cannot replace them.
func checkLoopback(t *tree) []finding {
	var found []finding
	for _, s := range t.sources {
		if s.folder == "bot/e2e/loopback" {
			continue
		}
		s.uses(func(use string, n *ast.SelectorExpr, around []ast.Node) {
			switch use {
			case "net/http.Get", "net/http.Head", "net/http.Post", "net/http.PostForm", "net/http.DefaultClient", "net/http.DefaultTransport":
				found = append(found, t.found(n, "%s: everybody's client; in a test use loopback.Client()", use))
			case "net/http.Client", "net/http.Transport", "net.Dialer":
				if literal, ok := around[len(around)-1].(*ast.CompositeLit); ok && literal.Type == n && s.helper() && !dialsFake(literal) {
					found = append(found, t.found(n, "%s in a test: use bot/e2e/loopback", use))
				}
			case "net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUDP", "net.DialIP", "crypto/tls.Dial", "crypto/tls.DialWithDialer":
				if s.helper() && !dialsUnix(around) {
					found = append(found, t.found(n, "%s in a test: use loopback.DialContext", use))
				}
			}
		})
	}
	return found
}

// dialsFake says whether a client or transport connects by the Dial method of a
// value and nothing else: that of a fake, which opens no port.
func dialsFake(literal *ast.CompositeLit) bool {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		switch name(pair.Key) {
		case "DialContext":
			dial, ok := pair.Value.(*ast.SelectorExpr)
			return ok && dial.Sel.Name == "Dial" && name(dial.X) != "net"
		case "Transport":
			pointer, ok := pair.Value.(*ast.UnaryExpr)
			if !ok {
				return false
			}
			inside, ok := pointer.X.(*ast.CompositeLit)
			return ok && dialsFake(inside)
		}
	}
	return false
}

// dialsUnix says whether the call around a node is to a Unix socket.
func dialsUnix(around []ast.Node) bool {
	call, ok := around[len(around)-1].(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	network, ok := call.Args[0].(*ast.BasicLit)
	return ok && network.Kind == token.STRING && strings.HasPrefix(network.Value, `"unix`)
}

// name returns the name of an expression that is one.
func name(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
