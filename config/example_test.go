package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relance/escalation"
)

// testOptions know one country, one variable and one file.
func testOptions() Options {
	return Options{
		Now: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC),
		Holidays: func(country string, from, to int) (map[escalation.Date]string, error) {
			if country != "FR" {
				return nil, errUnknownCountry
			}
			return map[escalation.Date]string{
				{Year: 2026, Month: 5, Day: 25}: "Lundi de Pentecôte",
				{Year: 2026, Month: 7, Day: 14}: "Fête nationale",
			}, nil
		},
		Languages: []string{"en", "fr"},
		ReadFile:  readTestFile,
		LookupEnv: lookupTestEnv,
	}
}

func TestExample(t *testing.T) {
	c, err := Default(testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warnings: %v", c.Warnings)
	}
	if c.DefaultLadder() != "consumer" || len(c.Ladders()) != 3 || len(c.Organisations()) != 3 {
		t.Errorf("default ladder %q, ladders %v, organisations %v", c.DefaultLadder(), c.Ladders(), c.Organisations())
	}
	gazco, ok := c.Organisation("gazco")
	if !ok || gazco.Ladder != "consumer" || gazco.Language != "en" || len(gazco.Contacts) != 5 {
		t.Errorf("organisation gazco: %+v", gazco)
	}
	if v := gazco.Contacts[0].Verified; !v.Equal(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("verified %s", v)
	}
	france, ok := c.Calendar("france")
	if !ok || france.Version == "" || france.Zone.String() != "Europe/Paris" {
		t.Errorf("calendar france: %+v", france)
	}
	noon := time.Date(2026, 7, 14, 12, 0, 0, 0, time.UTC)
	if france.IsOpen(noon) || france.IsOpen(noon.AddDate(0, 0, 4)) || !france.IsOpen(noon.AddDate(0, 0, 1)) {
		t.Error("calendar france opens on a holiday or a Saturday, or not on a Wednesday")
	}
	people := c.People.Calendar()
	if night := time.Date(2026, 7, 1, 22, 0, 0, 0, time.UTC); people.IsOpen(night) || !people.IsOpen(night.Add(9*time.Hour)) {
		t.Error("people are disturbed at midnight, or not in the morning")
	}
}

// What a ladder does where it says nothing is what the example says of it.
func TestExampleStatesTheDefaults(t *testing.T) {
	c, err := Default(testOptions())
	if err != nil {
		t.Fatal(err)
	}
	stated, _ := c.Ladder("consumer")
	silent := defaultRules()
	silent.Name, silent.Rungs = stated.Name, stated.Rungs
	if silent.Hash() != stated.Hash() {
		t.Errorf("the example says\n%+v\nthe defaults are\n%+v", stated, silent)
	}
	if want := (Guards{CasesPerDay: 5, LettersPerContactPerWeek: 10}); c.Guards != want {
		t.Errorf("guards %+v", c.Guards)
	}
}

var (
	unset = regexp.MustCompile(`(?m)^( *)#([^ #])`)
	// The one line that is indented behind its #.
	unsetDate = regexp.MustCompile(`(?m)^( *)#  (\d{4}-)`)
)

// everythingSet is the example with every key that is not set in it.
func everythingSet() []byte {
	text := unset.ReplaceAll(Example(), []byte("$1$2"))
	return unsetDate.ReplaceAll(text, []byte("$1  $2"))
}

// Every key that the program knows is in the example, set or not, and nothing else.
func TestExampleHasEveryKey(t *testing.T) {
	r := newReader("example.yaml", testOptions().withDefaults())
	r.document(everythingSet())
	for _, p := range r.problems {
		if strings.Contains(p.Text, "unknown key") || strings.Contains(p.Text, "no YAML") {
			t.Error(p)
		}
	}
	written := map[string]bool{}
	for path := range r.lines {
		written[schemaOf(path)] = true
	}
	for _, key := range slices.Sorted(maps.Keys(r.schema)) {
		if !written[key] {
			t.Errorf("the example does not show %s", key)
		}
	}
}

var index = regexp.MustCompile(`\[\d+\]`)

// schemaOf is the path with the names that the author of a file chose as *.
func schemaOf(path string) string {
	path = index.ReplaceAllString(path, "[]")
	parts := strings.Split(path, ".")
	for _, free := range []string{"calendars", "ladders", "organisations"} {
		if parts[0] == free && len(parts) > 1 {
			parts[1] = "*"
		}
	}
	if len(parts) > 2 && parts[0] == "console" && parts[1] == "people" {
		parts[2] = "*"
	}
	return strings.Join(parts, ".")
}
