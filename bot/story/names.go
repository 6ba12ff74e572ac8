package story

import (
	"errors"
	"fmt"
	"strings"

	"relance/escalation"
)

var errNoCase = errors.New("no case has been opened yet")

// names are the cases by name. The one opened last is also [lastCase].
type names map[string]escalation.CaseID

// see takes in what a block has done.
func (n names) see(b Block, scene Scene) error {
	if len(scene.Cases) > 0 {
		n[lastCase] = scene.Cases[len(scene.Cases)-1].ID
	}
	for _, name := range b.Names {
		if n[lastCase] == "" {
			return fmt.Errorf("%s: %w", name, errNoCase)
		}
		n[name] = n[lastCase]
	}
	return nil
}

// fill writes the IDs in place of the names.
func (n names) fill(text string) (string, error) {
	var err error
	text = caseName.ReplaceAllStringFunc(text, func(name string) string {
		id := n[name]
		if id == "" {
			err = fmt.Errorf("%s: %w", name, errNoCase)
		}
		return string(id)
	})
	return text, err
}

// hide writes the names in place of the IDs; a name of its own wins over the
// name of whichever case was opened last.
func (n names) hide(text string) string {
	for name, id := range n {
		if name != lastCase && id != "" {
			text = strings.ReplaceAll(text, string(id), name)
		}
	}
	if id := n[lastCase]; id != "" {
		text = strings.ReplaceAll(text, string(id), lastCase)
	}
	return text
}

// of is the case an expectation speaks of.
func (n names) of(scene Scene, name string) (Seen, bool) {
	if name == "" {
		name = lastCase
	}
	for _, c := range scene.Cases {
		if c.ID == n[name] {
			return c, true
		}
	}
	return Seen{}, false
}
