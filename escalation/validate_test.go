package escalation

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// validLadder is one on which nothing is wrong; each test breaks one thing.
func validLadder() Ladder {
	return Ladder{
		Name: "complaints",
		Rungs: []Rung{
			{Name: "service", Kind: RungLetter, Role: "service", Order: Together, Wait: Wait{Days: 10, Working: true},
				Reminders: 2, Every: Wait{Days: 3, Working: true}, Gap: Wait{Time: 24 * time.Hour}, Earned: 3},
			{Name: "director", Kind: RungLetter, Role: "director", Order: OneByOne, Wait: Wait{Time: 48 * time.Hour}},
			{Name: "post", Kind: RungPost, Quorum: 2},
		},
		Preview:    Wait{Time: 24 * time.Hour},
		Unclassed:  Wait{Time: 8 * time.Hour, Working: true},
		PromiseCap: Wait{Days: 30},
		Take:       Wait{Days: 2},
		Turn:       Turn{Every: Wait{Days: 3}, Reminders: 2, Grace: Wait{Days: 7}, Then: TurnClose},
		Task:       Remind{Every: Wait{Days: 1}, Reminders: 2},
		Approval:   Remind{Every: Wait{Days: 1}, Reminders: 2},
		Look:       Look{Retry: Wait{Time: time.Hour}, Limit: 3},
		Warnings:   []Wait{{Days: 7}, {Days: 2}},
	}
}

func TestLadderValidate(t *testing.T) {
	if err := validLadder().Validate(); err != nil {
		t.Fatalf("the valid ladder: %v", err)
	}
	tests := []struct {
		name  string
		spoil func(*Ladder)
		want  string // "path: part of the text"
	}{
		{"no name", func(l *Ladder) { l.Name = "" }, "name: missing"},
		{"no rung", func(l *Ladder) { l.Rungs = nil }, "rungs: a ladder needs at least one rung"},
		{"rung without a name", func(l *Ladder) { l.Rungs[1].Name = "" }, "rungs[1].name: missing"},
		{"two rungs of one name", func(l *Ladder) { l.Rungs[1].Name = "Service" }, `rungs[1].name: "Service" is the name of rung 1`},
		{"unknown kind", func(l *Ladder) { l.Rungs[0].Kind = "fax" }, `rungs[0].kind: unknown kind "fax": write letter or post`},
		{"no role", func(l *Ladder) { l.Rungs[0].Role = "" }, "rungs[0].role: missing"},
		{"no such role", func(l *Ladder) { l.Rungs[0].Role = "The Boss" }, `rungs[0].role: "The Boss" is no role`},
		{"unknown order", func(l *Ladder) { l.Rungs[0].Order = "random" }, `rungs[0].order: unknown order "random": write together or one_by_one`},
		{"no wait", func(l *Ladder) { l.Rungs[1].Wait = Wait{} }, "rungs[1].wait: missing"},
		{"negative wait", func(l *Ladder) { l.Rungs[1].Wait.Time = -time.Hour }, "rungs[1].wait: -1h is less than nothing"},
		{"negative gap", func(l *Ladder) { l.Rungs[1].Gap.Days = -1 }, "rungs[1].gap: -1 days is less than nothing"},
		{"negative extension", func(l *Ladder) { l.Rungs[1].Extension.Days = -1 }, "rungs[1].extension: "},
		{"negative earned", func(l *Ladder) { l.Rungs[1].Earned = -1 }, "rungs[1].earned: -1 is less than nothing"},
		{"negative reminders", func(l *Ladder) { l.Rungs[1].Reminders = -1 }, "rungs[1].reminders: -1 is less than nothing"},
		{"reminders without every", func(l *Ladder) { l.Rungs[1].Reminders = 2 }, "rungs[1].every: missing"},
		{"every without reminders", func(l *Ladder) { l.Rungs[1].Every = Wait{Days: 1} }, "rungs[1].every: there are no reminders"},
		{"reminders after the wait", func(l *Ladder) { l.Rungs[0].Every.Days = 5 }, "rungs[0].every: the last of 2 reminders, one every 5 working days, would not come before the wait of 10 working days"},
		{"plain reminders after a plain wait", func(l *Ladder) {
			l.Rungs[1].Reminders, l.Rungs[1].Every = 2, Wait{Days: 1}
		}, "rungs[1].every: the last of 2 reminders"},
		{"gap longer than every", func(l *Ladder) { l.Rungs[0].Gap = Wait{Days: 4, Working: true} }, "rungs[0].gap: 4 working days between two messages"},
		{"quorum on a letter", func(l *Ladder) { l.Rungs[0].Quorum = 1 }, "rungs[0].quorum: only a post"},
		{"post without quorum", func(l *Ladder) { l.Rungs[2].Quorum = 0 }, "rungs[2].quorum: 0: a post needs at least 1"},
		{"post with a role", func(l *Ladder) { l.Rungs[2].Role = "press" }, "rungs[2].role: a post writes to nobody"},
		{"post in the middle", func(l *Ladder) { slices.Reverse(l.Rungs) }, "rungs[0].kind: a post must be the last rung"},
		{"preview longer than a wait", func(l *Ladder) { l.Preview = Wait{Days: 2} }, "preview: 2 days is not shorter than the wait of rung 2, 48h"},
		{"no take", func(l *Ladder) { l.Take = Wait{} }, "take: missing"},
		{"no turn", func(l *Ladder) { l.Turn.Every = Wait{} }, "turn.every: missing"},
		{"no grace", func(l *Ladder) { l.Turn.Grace = Wait{} }, "turn.grace: missing"},
		{"unknown then", func(l *Ladder) { l.Turn.Then = "forget" }, `turn.then: unknown "forget": write climb or close`},
		{"no task reminders", func(l *Ladder) { l.Task.Every = Wait{} }, "task.every: missing"},
		{"no approval reminders", func(l *Ladder) { l.Approval.Every = Wait{} }, "approval.every: missing"},
		{"no look", func(l *Ladder) { l.Look.Retry = Wait{} }, "look.retry: missing"},
		{"no look limit", func(l *Ladder) { l.Look.Limit = 0 }, "look.limit: 0: after at least 1"},
		{"empty warning", func(l *Ladder) { l.Warnings[1] = Wait{} }, "warnings[1]: missing"},
		{"warnings in disorder", func(l *Ladder) { slices.Reverse(l.Warnings) }, "warnings[1]: 7 days is not shorter than 2 days before it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := validLadder()
			tt.spoil(&l)
			wantProblem(t, l.Validate(), tt.want)
		})
	}
}

// Working days and plain hours are compared by no rule of thumb.
func TestLadderValidateComparesLikeWithLike(t *testing.T) {
	l := validLadder()
	l.Rungs[0].Every = Wait{Time: 200 * time.Hour}
	l.Rungs[0].Wait = Wait{Days: 10, Time: time.Hour, Working: true}
	l.Preview = Wait{Time: 40 * time.Hour, Working: true}
	if err := l.Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidateSaysEverythingAtOnce(t *testing.T) {
	err := Ladder{Rungs: []Rung{{Kind: "fax"}, {}}}.Validate()
	var all Problems
	if !errors.As(err, &all) || len(all) < 8 {
		t.Fatalf("problems: %v", err)
	}
	var one Problem
	if !errors.As(err, &one) || one != all[0] {
		t.Errorf("the first problem is %v", one)
	}
	if text := (Problem{Text: "nothing is right"}).Error(); text != "nothing is right" {
		t.Errorf("a problem of the whole is %q", text)
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != len(all) {
		t.Errorf("%d problems in %d lines", len(all), lines)
	}
}

func wantProblem(t *testing.T, err error, want string) {
	t.Helper()
	problems, _ := err.(Problems)
	for _, p := range problems {
		if strings.HasPrefix(p.Error(), want) {
			return
		}
	}
	t.Errorf("problems:\n%v\nwant one that begins:\n%s", err, want)
}

func TestContactValidate(t *testing.T) {
	good := []string{
		"mailto:service@gazco.example", "tel:+33-555-0100", "tel:3900", "tel:(0)55 50.100",
		"letter:Service clients, 1 rue Exemple, 00000 Exemple", "room:gazco", "slack:C0123456789",
		"discord:123456789012345678", "mailto:bruno.reply@gazco.example",
	}
	for _, address := range good {
		if err := (Contact{Address: address, Role: "service"}).Validate(); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	bad := map[string]string{
		"":                                 "address: missing",
		"service@gazco.example":            `address: unknown scheme in "service@gazco.example": write one of mailto:`,
		"fax:123":                          "address: unknown scheme",
		"MAILTO:service@gazco.example":     "address: unknown scheme",
		"mailto:":                          "address: nothing after mailto:",
		"letter:  ":                        "address: nothing after letter:",
		"mailto:service":                   `address: "service" is no mailbox`,
		"mailto:Desk <a@gazco.example>":    "address: ",
		"mailto:a@gazco.example?subject=x": "address: ",
		"mailto: a@gazco.example":          "address: ",
		"mailto:noreply@gazco.example":     "address: nobody reads noreply@gazco.example",
		"mailto:No-Reply@gazco.example":    "address: nobody reads",
		"mailto:svc_no.reply+1@x.example":  "address: nobody reads",
		"mailto:ne-pas-repondre@x.example": "address: nobody reads",
		"mailto:donotreply@x.example":      "address: nobody reads",
		"tel:call us":                      `address: "call us" is no telephone number`,
		"tel:12":                           `address: "12" is too short`,
		"tel:12+34":                        "address: ",
		"room:our room":                    "address: ",
		"letter:one\ntwo":                  "address: ",
	}
	for address, want := range bad {
		wantProblem(t, Contact{Address: address, Role: "service"}.Validate(), want)
	}
	wantProblem(t, Contact{Address: "tel:3900"}.Validate(), "role: missing")
	wantProblem(t, Contact{Address: "tel:3900", Role: "Chef"}.Validate(), `role: "Chef" is no role`)
}

func TestValidateContacts(t *testing.T) {
	contacts := []Contact{
		{Address: "mailto:service@gazco.example", Role: "service"},
		{Address: "tel:+33-555-0100", Role: "service"},
		{Address: "letter:1 rue Exemple, 00000 Exemple", Role: "service"},
	}
	if err := ValidateContacts(contacts); err != nil {
		t.Fatal(err)
	}
	for same, want := range map[string]string{
		"mailto:Service@GazCo.example":        "[3].address: mailto:Service@GazCo.example is the address of contact 1 already",
		"tel:+33 5550100":                     "[3].address: tel:+33 5550100 is the address of contact 2 already",
		"letter:1, Rue Exemple 00000 Exemple": "[3].address: ",
		"fax:1":                               "[3].address: unknown scheme",
	} {
		wantProblem(t, ValidateContacts(append(slices.Clone(contacts), Contact{Address: same, Role: "press"})), want)
	}
}

func TestOrganisationValidate(t *testing.T) {
	good := Organisation{Key: "gazco", Name: "GazCo", Language: "fr-FR"}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	wantProblem(t, Organisation{Key: "Gaz Co", Name: "GazCo", Language: "fr"}.Validate(), `key: "Gaz Co" is no key`)
	wantProblem(t, Organisation{Key: "gazco", Name: " ", Language: "fr"}.Validate(), "name: missing")
	wantProblem(t, Organisation{Key: "gazco", Name: "GazCo", Language: "french"}.Validate(), `language: "french" is no language`)
}

func TestCalendarValidate(t *testing.T) {
	if err := (Calendar{}).Validate(); err != nil {
		t.Error(err)
	}
	if err := bureau(t).Validate(); err != nil {
		t.Error(err)
	}
	monday := func(spans ...Span) Calendar { return Calendar{Hours: [7][]Span{time.Monday: spans}} }
	wantProblem(t, monday(Span{-1, 60}).Validate(), "hours.monday[0]: ")
	wantProblem(t, monday(Span{60, 1441}).Validate(), "hours.monday[0]: 01:00-24:01 is not within")
	wantProblem(t, monday(Span{1320, 360}).Validate(), "hours.monday[0]: 22:00-06:00 ends before it begins")
	wantProblem(t, monday(Span{60, 120}, Span{90, 180}).Validate(), "hours.monday[1]: 01:30-03:00 begins before 01:00-02:00 ends")

	shut := monday(Span{540, 1020})
	shut.Holidays = map[Date]string{}
	for d := (Date{2026, 7, 11}); d.Compare(Date{2027, 8, 12}) < 0; d = d.AddDays(1) {
		shut.Holidays[d] = "shut"
	}
	if err := shut.Validate(); err != nil {
		t.Errorf("closed for 397 days: %v", err)
	}
	for d := (Date{2027, 8, 12}); d.Compare(Date{2027, 9, 1}) < 0; d = d.AddDays(1) {
		shut.Holidays[d] = "shut"
	}
	wantProblem(t, shut.Validate(), "holidays: nothing is open for 400 days from 2026-07-11 on")
}
