package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relance/escalation"
)

// actionNames reads the constants of actions.go.
func actionNames(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "actions.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for _, v := range spec.Values {
				name, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				names = append(names, name)
			}
		}
		return true
	})
	return names
}

func TestEveryActionCanBeAskedAndHasARow(t *testing.T) {
	all := newCatalogue()
	names := actionNames(t)
	if len(names) < 20 {
		t.Fatalf("only %d actions found", len(names))
	}
	for _, name := range names {
		if _, ok := all.named(name); !ok {
			t.Errorf("the action %q cannot be asked", name)
		}
	}
	for _, r := range all {
		if len(rights(r.name)) == 0 {
			t.Errorf("%q has no row in the table of rights", r.name)
		}
		if (r.fact == nil) == (r.do == nil) {
			t.Errorf("%q needs either a fact or something to do", r.name)
		}
		if r.about == aboutNothing && slices.Contains(rights(r.name), roleRequester) {
			t.Errorf("%q is about no case and asks for its requester", r.name)
		}
	}
}

func TestNamesAreUsedOnce(t *testing.T) {
	names, words := map[string]bool{}, map[string]bool{}
	for _, r := range newCatalogue() {
		if names[r.name] || r.words != "" && words[r.words] {
			t.Errorf("%q is there twice", r.name)
		}
		names[r.name], words[r.words] = true, true
	}
}

func TestWhatHasNoRowIsDenied(t *testing.T) {
	everything := person{Person: escalation.Person{ID: "console:x"}, accounts: []string{"console:x"},
		roles: roles{roleAnyone, roleTeam, roleModerator, roleAdmin}}
	c := escalation.Case{ID: "K7M-4QZ-X", Requester: escalation.Person{ID: "console:x"}}
	if _, err := authorise(everything, "no.such.request", c); err == nil {
		t.Error("a request without a row is allowed")
	}
}

func TestRights(t *testing.T) {
	people := map[role]person{
		roleAnyone:    {accounts: []string{"console:bob"}, roles: roles{roleAnyone}},
		roleRequester: {accounts: []string{"console:ann"}, roles: roles{roleAnyone}},
		roleTeam:      {accounts: []string{"console:tom"}, roles: roles{roleAnyone, roleTeam}},
		roleModerator: {accounts: []string{"console:mia"}, roles: roles{roleAnyone, roleModerator}},
		roleAdmin:     {accounts: []string{"console:ada"}, roles: roles{roleAnyone, roleTeam, roleAdmin}},
	}
	c := escalation.Case{ID: "K7M-4QZ-X", Requester: escalation.Person{ID: "console:ann"}}
	for _, r := range newCatalogue() {
		about := c
		if r.about == aboutNothing {
			about = escalation.Case{}
		}
		for as, p := range people {
			_, err := authorise(p, r.name, about)
			row := rights(r.name)
			want := slices.Contains(row, as) || slices.Contains(row, roleAnyone) || as == roleAdmin && slices.Contains(row, roleTeam)
			if r.about != aboutNothing && as == roleAnyone {
				want = false
			}
			if (err == nil) != want {
				t.Errorf("%s by %s: %v, want allowed %t", r.name, as, err, want)
			}
			if r.about != aboutNothing && as == roleAnyone && escalation.CodeOf(err) != escalation.CodeNoCase {
				t.Errorf("%s by a stranger: %v, want %s", r.name, err, escalation.CodeNoCase)
			}
		}
	}
}

func TestAHiddenCaseIsNoCase(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	none := escalation.CaseID("000-000-0")
	for _, r := range newCatalogue() {
		if r.words == "" || r.about == aboutNothing {
			continue
		}
		hidden := h.types("bob", r.words+" "+string(c.ID))
		absent := h.types("bob", r.words+" "+string(none))
		if strings.ReplaceAll(hidden, string(c.ID), "") != strings.ReplaceAll(absent, string(none), "") {
			t.Errorf("%s: a hidden case answers %q, an absent one %q", r.words, hidden, absent)
		}
	}
}

func TestActorKeepsTheAccountTheCaseKnows(t *testing.T) {
	p := person{Person: escalation.Person{ID: "slack:1", Linked: true}, accounts: []string{"discord:2", "slack:1"}}
	c := escalation.Case{Requester: escalation.Person{ID: "discord:2"}}
	if got := actor(p, roleModerator, c); got.ID != "discord:2" || got.Role != escalation.ActorModerator {
		t.Errorf("the requester votes as %+v", got)
	}
	c = escalation.Case{Post: escalation.Post{Votes: []escalation.Vote{{Person: "discord:2"}}}}
	if got := actor(p, roleModerator, c); got.ID != "discord:2" {
		t.Errorf("the voter votes again as %+v", got)
	}
}
