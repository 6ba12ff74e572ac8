package console

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest returns the candidate that is the most like what was asked for, the
// first of several, or nothing when there is none.
func nearest(asked string, candidates []string) string {
	// The distance takes time by the product of the lengths.
	asked = strings.ToLower(asked[:min(len(asked), 100)])
	best, distance := "", -1
	for _, candidate := range candidates {
		d := levenshtein.ComputeDistance(asked, strings.ToLower(candidate))
		if distance < 0 || d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

// nearestNumber is nearest for numbers; 0 when there is none.
func nearestNumber(asked int, candidates []int) int {
	best := 0
	for _, n := range candidates {
		if best == 0 || abs(n-asked) < abs(best-asked) {
			best = n
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }
