package config

import (
	"strings"
	"testing"
	"time"

	"relance/escalation"
)

// A working day of the team passes on none of its days off, and nobody is reminded
// then; at night nobody is either way.
func TestWorkingDaysOfPeople(t *testing.T) {
	week := strings.Replace(minimal, "calendars: {", `people: {zone: Europe/Paris, working_days: office, quiet_hours: "21:00-08:00"}
calendars: {office: {zone: Europe/Paris, hours: {weekdays: "09:00-17:00"}, holidays: {2026-03-09: Founders' day}}, `, 1)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2026, 3, 6, 18, 0, 0, 0, paris)
	for name, tt := range map[string]struct {
		text string
		want time.Time // one working day after Friday evening
	}{
		"of a calendar":           {week, friday.AddDate(0, 0, 4)},
		"without quiet hours":     {strings.Replace(week, `, quiet_hours: "21:00-08:00"`, "", 1), friday.AddDate(0, 0, 4)},
		"of one without any hour": {strings.Replace(week, `hours: {weekdays: "09:00-17:00"}, `, "", 1), friday.AddDate(0, 0, 1)},
		"every day":               {strings.Replace(week, "working_days: office, ", "", 1), friday.AddDate(0, 0, 1)},
	} {
		people := parse(t, tt.text).People.Calendar()
		if got := people.Add(friday, escalation.Wait{Days: 1, Working: true}); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		if saturday := friday.AddDate(0, 0, 1); people.IsOpen(saturday) != (tt.want.Sub(friday) < 48*time.Hour) {
			t.Errorf("%s: open on Saturday is %v", name, people.IsOpen(saturday))
		}
	}
}
