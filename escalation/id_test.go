package escalation

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestNewCaseID(t *testing.T) {
	form := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]$`)
	r := rand.New(rand.NewPCG(1, 2))
	drawn, refused := 0, 0
	for range 10000 {
		id, ok := NewCaseID(r.Uint32())
		if !ok {
			refused++
			continue
		}
		drawn++
		if !form.MatchString(string(id)) {
			t.Fatalf("ID %q", id)
		}
		if again, err := ParseCaseID(string(id)); err != nil || again != id {
			t.Fatalf("%q reads as %q, %v", id, again, err)
		}
	}
	// 5 of the 37 check characters are no plain letters or digits.
	if share := float64(refused) / float64(drawn+refused); share < 0.10 || share > 0.17 {
		t.Errorf("%.3f of the numbers were refused, expected 5/37", share)
	}
	if high, _ := NewCaseID(1<<30 + 7); high != mustID(t, 7) {
		t.Error("more than 30 bits were used")
	}
}

func mustID(t *testing.T, n uint32) CaseID {
	t.Helper()
	id, ok := NewCaseID(n)
	if !ok {
		t.Fatalf("%d makes no ID", n)
	}
	return id
}

func TestParseCaseIDAsPeopleSayIt(t *testing.T) {
	// 1×32⁵ + 0×32⁴ + 21×32³ + 4×32² + 23×32 + 31: check character by hand, mod 37.
	id := mustID(t, 1<<25|21<<15|4<<10|23<<5|31)
	if !strings.HasPrefix(string(id), "10N-4QZ-") {
		t.Fatalf("ID %q", id)
	}
	check := string(id[len(id)-1])
	for _, said := range []string{
		"10N-4QZ-" + check, "10n4qz" + check, "10N 4QZ " + check, "#10N-4QZ-" + check,
		"1ON-4QZ-" + check, "ION-4QZ-" + check, "lon 4qz " + strings.ToLower(check),
	} {
		if got, err := ParseCaseID(said); err != nil || got != id {
			t.Errorf("ParseCaseID(%q) = %q, %v", said, got, err)
		}
	}
}

// Every single mistyped character and every swap of two neighbours is noticed:
// that is what the check character is for.
func TestParseCaseIDNoticesSlips(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		id, ok := NewCaseID(r.Uint32())
		if !ok {
			continue
		}
		plain := strings.ReplaceAll(string(id), "-", "")
		for i := range plain {
			for _, other := range crockford {
				slip := plain[:i] + string(other) + plain[i+1:]
				if slip == plain {
					continue
				}
				if got, err := ParseCaseID(slip); err == nil {
					t.Fatalf("%q mistyped as %q reads as %q", plain, slip, got)
				}
			}
			if i == 0 || plain[i] == plain[i-1] {
				continue
			}
			swap := plain[:i-1] + string(plain[i]) + string(plain[i-1]) + plain[i+1:]
			if got, err := ParseCaseID(swap); err == nil {
				t.Fatalf("%q with two characters swapped, %q, reads as %q", plain, swap, got)
			}
		}
	}
}

func TestParseCaseIDRefuses(t *testing.T) {
	for _, s := range []string{"", "-", "10N-4QZ", "10N-4QZ-11", "10N-4UZ-1", "10N-4QÉ-1", "10N_4QZ_1", "*********"} {
		if _, err := ParseCaseID(s); CodeOf(err) != CodeBadID {
			t.Errorf("ParseCaseID(%q): %v, want %s", s, err, CodeBadID)
		}
	}
}

func FuzzParseCaseID(f *testing.F) {
	f.Add("10N-4QZ-1")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseCaseID(s)
		if err != nil {
			return
		}
		if again, err := ParseCaseID(string(id)); err != nil || again != id {
			t.Errorf("%q reads as %q, and that as %q, %v", s, id, again, err)
		}
	})
}
