// Package holidays gives the public holidays of a country as data for the
// domain's calendars. The dates come from a library; nothing is looked up.
package holidays

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"relance/escalation"
)

// The years for which the library's rules may be believed.
const (
	firstYear = 2000
	lastYear  = 2100
)

// For returns the public holidays of a country from the first day of fromYear to
// the last of toYear, with their names in the country's language. The country is
// an ISO 3166 code, "FR", or with a region "FR-67", "DE-BY". A holiday that is
// kept on another day because it falls on a weekend is there on both days.
func For(country string, fromYear, toYear int) (map[escalation.Date]string, error) {
	if fromYear < firstYear || toYear > lastYear || fromYear > toYear {
		return nil, fmt.Errorf("no holidays from %d to %d: the years go from %d to %d", fromYear, toYear, firstYear, lastYear)
	}
	known := countries()
	list, ok := known[strings.ToUpper(country)]
	if !ok {
		return nil, unknown(country, slices.Sorted(maps.Keys(known)))
	}
	days := map[escalation.Date]string{}
	// A holiday of 1 January may be kept on 31 December, one of December in January.
	for year := fromYear - 1; year <= toYear+1; year++ {
		for _, holiday := range list {
			actual, observed := holiday.Calc(year)
			add(days, holiday, actual)
			add(days, holiday, observed)
		}
	}
	maps.DeleteFunc(days, func(d escalation.Date, _ string) bool { return d.Year < fromYear || d.Year > toYear })
	return days, nil
}

// add puts a day into the map. The library gives its first moment in the zone of
// the computer, which may be the evening before where the clock jumps over
// midnight: noon is the same day everywhere. Two holidays of one day share it.
func add(days map[escalation.Date]string, holiday *cal.Holiday, day time.Time) {
	if day.IsZero() {
		return // not kept that year
	}
	date := escalation.DateOf(day.Add(12 * time.Hour))
	switch name, taken := days[date]; {
	case !taken:
		days[date] = holiday.Name
	case !slices.Contains(strings.Split(name, ", "), holiday.Name):
		days[date] = name + ", " + holiday.Name
	}
}

// unknown names what may be written instead: the regions of the country where
// only the region is wrong, all countries otherwise.
func unknown(country string, known []string) error {
	prefix, region, _ := strings.Cut(strings.ToUpper(country), "-")
	regions := slices.DeleteFunc(slices.Clone(known), func(code string) bool {
		return code != prefix && !strings.HasPrefix(code, prefix+"-")
	})
	if len(regions) > 0 && region != "" {
		return fmt.Errorf("no holidays known of %q: write one of %s", country, strings.Join(regions, ", "))
	}
	if len(regions) > 0 {
		return fmt.Errorf("the holidays of %q differ by region: write one of %s", country, strings.Join(regions, ", "))
	}
	whole := slices.DeleteFunc(known, func(code string) bool { return strings.Contains(code, "-") && !strings.HasPrefix(code, "AU-") })
	return fmt.Errorf("no holidays known of %q: write the code of a country, one of %s", country, strings.Join(whole, ", "))
}
