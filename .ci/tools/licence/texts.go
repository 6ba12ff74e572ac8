package licence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// File is where the texts are, in the project and in what is released.
const File = "THIRD_PARTY_LICENSES.txt"

const head = `Relance is a program by itself and with the work of others: the modules below are
in it, in whole or in part, under the licences that stand under their names. What
several modules share word for word stands once. "std" is Go's own library.
`

// Texts is the file that is given on with the program: every licence and notice,
// with the modules that it is of. It names no versions, so that it changes when
// words do.
func Texts(all []Licensed) string {
	of := map[string][]string{} // paths by text
	for _, l := range all {
		for _, text := range l.Texts {
			text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
			if !slices.Contains(of[text], l.Path) {
				of[text] = append(of[text], l.Path)
			}
		}
	}
	type part struct{ paths, text string }
	var parts []part
	for text, paths := range of {
		slices.Sort(paths)
		parts = append(parts, part{strings.Join(paths, "\n"), text})
	}
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(strings.Compare(a.paths, b.paths), strings.Compare(a.text, b.text))
	})
	out := []string{head}
	for _, p := range parts {
		out = append(out, fmt.Sprintf("%s\n%s\n\n%s\n", strings.Repeat("=", 80), p.paths, p.text))
	}
	return strings.Join(out, "\n")
}
