package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest is the candidate that somebody who wrote word may have meant; empty
// when none is near.
func nearest(word string, candidates []string) string {
	best, distance := "", max(2, len([]rune(word))/3)+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(c)); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// instead is the end of a sentence about an unknown word: what was perhaps meant,
// or else everything that may be written.
func instead(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return choices(candidates)
}

// choices is the end of a sentence about a word that is missing or like no other:
// everything that may be written.
func choices(candidates []string) string {
	if len(candidates) == 0 {
		return "there is none yet"
	}
	if len(candidates) == 1 {
		return "write " + candidates[0]
	}
	sorted := slices.Sorted(slices.Values(candidates))
	last := len(sorted) - 1
	return "write " + strings.Join(sorted[:last], ", ") + " or " + sorted[last]
}
