package bot

import (
	"slices"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// nearest is the valid word that was probably meant. It is empty when none is
// near: about a third of the letters may be wrong, and one always.
func nearest(word string, valid []string) string {
	word = fold(word)
	best, least := "", max(1, (utf8.RuneCountInString(word)+2)/3)+1
	// In order, so that the answer does not depend on how the words were listed.
	for _, v := range slices.Sorted(slices.Values(valid)) {
		if d := levenshtein.ComputeDistance(word, fold(v)); d < least {
			best, least = v, d
		}
	}
	return best
}
