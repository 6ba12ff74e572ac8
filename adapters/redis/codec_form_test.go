package redis

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relance/escalation"
)

var update = flag.Bool("update", false, "write the list of what form 1 has anew; only before there is a release")

// TestWhatIsNewHasANewForm compares what is stored with what form 1 has: an older
// program must never read a value whose fields and words it does not all know.
func TestWhatIsNewHasANewForm(t *testing.T) {
	since := map[string]int{}
	var now []string
	for _, l := range storedForm() {
		for i, name := range l.fields {
			line := fmt.Sprintf("%s %d %s", l.of.Name(), i+1, name)
			now, since[line] = append(now, line), l.since[name]
		}
	}
	words := map[string]map[string]int{}
	for _, l := range storedForm() {
		if l.words != nil {
			words[l.of.Name()] = l.words
		}
	}
	for _, w := range storedWords(t) {
		name, word, _ := strings.Cut(w, " = ")
		now, since[w] = append(now, w), words[name][word]
	}
	const path = "testdata/form1.txt"
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(now, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := strings.Split(strings.TrimSpace(string(text)), "\n")
	for _, line := range now {
		old := slices.Contains(first, line)
		if !old && since[line] < 2 {
			t.Errorf("%q is not in form 1: raise newest in codec_form.go and give it that form in codec_fields.go (since or words)", line)
		}
		if old && since[line] > 0 {
			t.Errorf("%q is in form 1 and cannot have come with form %d", line, since[line])
		}
		if since[line] > newest {
			t.Errorf("%q has form %d, and newest is %d", line, since[line], newest)
		}
	}
	for _, line := range first {
		if strings.Contains(line, " = ") || slices.Contains(now, line) {
			continue // a word that is gone does no harm
		}
		fields := strings.Fields(line)
		if !slices.Contains(now, fields[0]+" "+fields[1]+" -") {
			t.Errorf("%q has lost its place: old values hold it", line)
		}
	}
}

// storedWords are the constants of the domain whose type is stored, "Type = word".
func storedWords(t *testing.T) []string {
	t.Helper()
	types := map[string]bool{}
	for _, l := range storedForm() {
		for i := range l.of.NumField() {
			if f := l.of.Field(i).Type; f.Kind() == reflect.String && f.PkgPath() == reflect.TypeFor[escalation.Case]().PkgPath() {
				types[f.Name()] = true
			}
		}
	}
	files, err := filepath.Glob("../../escalation/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			v, is := n.(*ast.ValueSpec)
			if !is {
				return true
			}
			name, is := v.Type.(*ast.Ident)
			if !is || !types[name.Name] {
				return true
			}
			for _, value := range v.Values {
				if word, err := strconv.Unquote(value.(*ast.BasicLit).Value); err == nil {
					all = append(all, name.Name+" = "+word)
				}
			}
			return true
		})
	}
	if len(all) < 50 {
		t.Fatalf("only %d words were found in the domain's source", len(all))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestAValueHasTheLowestFormThatHoldsIt, whatever the program knows; what is newer is
// not damage, and is never cut down to what is known.
func TestAValueHasTheLowestFormThatHoldsIt(t *testing.T) {
	type word string
	type inner struct{ A, New string }
	type outer struct {
		Name  string
		Word  word
		In    inner
		List  []inner
		Maybe *inner
	}
	layouts := []layout{
		{of: reflect.TypeFor[outer](), fields: []string{"Name", "Word", "In", "List", "Maybe"}},
		{of: reflect.TypeFor[inner](), fields: []string{"A", "New"}, since: map[string]int{"New": 3}},
		{of: reflect.TypeFor[word](), words: map[string]int{"fresh": 2}},
	}
	today, err := newCodecOf(layouts, 3)
	if err != nil {
		t.Fatal(err)
	}
	before, err := newCodecOf(layouts, 2)
	if err != nil {
		t.Fatal(err)
	}
	fresh := inner{New: "x"}
	for _, test := range []struct {
		value outer
		form  int
	}{
		{outer{Name: "a", Word: "old", In: inner{A: "b"}, List: []inner{{A: "c"}}}, 1},
		{outer{Word: "fresh"}, 2},
		{outer{In: fresh}, 3},
		{outer{Word: "fresh", List: []inner{{}, fresh}}, 3},
		{outer{Maybe: &fresh}, 3},
	} {
		v := reflect.ValueOf(test.value)
		packed, err := today.pack(7, v)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _, ok := header(string(packed)); !ok || got != test.form {
			t.Errorf("%+v is written in form %d, want %d", test.value, got, test.form)
		}
		var back outer
		_, err = before.read(string(packed), reflect.ValueOf(&back).Elem())
		_, refused := before.pack(7, v)
		if test.form <= 2 {
			if err != nil || refused != nil || !reflect.DeepEqual(back, test.value) {
				t.Errorf("the program before reads %+v, %v, and writes with %v", back, err, refused)
			}
			continue
		}
		if !errors.Is(err, escalation.ErrUpgrade) || !reflect.DeepEqual(back, outer{}) || refused == nil {
			t.Errorf("the program before reads %+v with %v, and writes with %v; want ErrUpgrade and nothing", back, err, refused)
		}
	}
}
