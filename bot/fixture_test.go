package bot

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relance/bot/locale"
	"relance/escalation"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares a text with testdata/golden/name, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update and read what it writes", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run the test with -update and read the difference\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

// day is a moment of the invented spring in which all examples happen.
func day(month time.Month, d, hour int) time.Time {
	return time.Date(2026, month, d, hour, 30, 0, 0, time.UTC)
}

// meter is a case that has everything a case can have.
func meter() escalation.Case {
	return escalation.Case{
		ID: "K7M-4QZ-X", Version: 12, State: escalation.StateOpen,
		Requester:    escalation.Person{ID: "console:ann", Name: "Ann Example", CannotPhone: true},
		Organisation: escalation.Organisation{Key: "gazco", Name: "Gazco", Calendar: "office", Language: "fr"},
		Contacts: []escalation.Contact{
			{Address: "room:gazco-service", Role: "service", Name: "Service line", Source: "gazco.example/contact", Verified: day(2, 1, 9)},
			{Address: "tel:+33-555-0100", Role: "service", Name: "Switchboard", Source: "last bill"},
			{Address: "mailto:press@gazco.example", Role: "communications", Name: "Press desk", Source: "gazco.example/press", Verified: day(2, 2, 9)},
			{Address: "letter:Director, 1 Example Street", Role: "director", Name: "The director", Source: "company register"},
		},
		Subject: "Meter that does not communicate",
		Story:   "The meter is silent since autumn.\nThe bill came a year late, on declared use.",
		Tried: []escalation.Attempt{
			{At: day(1, 12, 9), Channel: "phone", Role: "service", Person: "Mr Oak", Reference: "R-1", Result: "will call back"},
			{At: day(1, 20, 9), Channel: "letter", Result: "no answer"},
			{At: day(2, 3, 9), Channel: "phone", Role: "service", Person: "Ms Elm", Result: "cannot find the file"},
		},
		References: []escalation.Reference{
			{Number: "GZ/2026/118", Issuer: "Gazco", At: day(1, 5, 9), NotFound: []escalation.NotFound{{By: "Ms Elm", At: day(2, 3, 9)}}},
			{Number: "R-1", Issuer: "Mr Oak", At: day(1, 12, 9)},
		},
		Attachments: []escalation.Attachment{{Name: "bill.pdf", Size: 184_000, Hash: "9f86d081884c7d65", Link: "https://console.example/f/1"}},
		Deadline:    &escalation.Deadline{At: day(4, 15, 20), What: "last day to contest the bill"},
		LadderHash:  "ladder",
		Climb: escalation.Climb{Rung: 1, Since: day(3, 16, 9), Round: 2, Letters: []escalation.Letter{
			{Key: "K7M-4QZ-X/3", Address: "room:gazco-service", Rung: 0, Round: 1, Issued: day(3, 2, 9), Delivered: day(3, 2, 9), Proof: "https://console.example/m/7"},
			{Key: "K7M-4QZ-X/5", Address: "room:gazco-service", Rung: 0, Round: 1, Reminder: 1, Issued: day(3, 9, 9), Delivered: day(3, 9, 9)},
			{Key: "K7M-4QZ-X/8", Address: "mailto:press@gazco.example", Rung: 1, Round: 2, Issued: day(3, 16, 9)},
		}},
		Timers: []escalation.Timer{
			{Kind: escalation.TimerClimb, At: day(4, 7, 9), From: day(3, 23, 9), Wait: escalation.Wait{Days: 10, Working: true}},
			{Kind: escalation.TimerTask, Ref: "t1", At: day(3, 25, 9), From: day(3, 23, 9), Wait: escalation.Wait{Days: 2, Working: true}},
			{Kind: escalation.TimerTaken, At: day(3, 26, 9), From: day(3, 24, 9), Wait: escalation.Wait{Time: 48 * time.Hour}},
			{Kind: escalation.TimerPreview, At: day(4, 6, 9)},
			{Kind: escalation.TimerDeadline, Ref: "0", At: day(4, 8, 20)},
		},
		Tasks: []escalation.Task{{ID: "t1", Kind: escalation.TaskReach, Address: "mailto:press@gazco.example", Letter: "K7M-4QZ-X/8", Opened: day(3, 16, 9)}},
		Replies: []escalation.Reply{
			{N: 1, At: day(3, 4, 11), From: "room:gazco-service", Text: "We have passed it on.", Link: "https://console.example/m/9", Proposed: escalation.ClassTransmitted, Class: escalation.ClassTransmitted},
			{N: 2, At: day(3, 17, 11), From: "Press desk", Text: "Could you send us a photo of the meter?", Proposed: escalation.ClassNeedsInfo, Given: "Here is the photo: https://console.example/f/2"},
		},
		Taken:   &escalation.Taken{By: "console:tom", Name: "Tom", Until: day(3, 26, 9)},
		Lost:    26 * time.Hour,
		Entries: 31, Head: escalation.Hash{0xa1, 0xb2, 0xc3, 0xd4}, Seal: "5eed5eed5eed5eed",
		Opened: day(3, 2, 9), Changed: day(3, 23, 9),
	}
}

// rules are those of the meter's case.
func rules(t *testing.T) escalation.Rules {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	office := escalation.Calendar{Name: "office", Zone: paris, Holidays: map[escalation.Date]string{{Year: 2026, Month: 4, Day: 6}: "Lundi de Pâques"}}
	for d := time.Monday; d <= time.Friday; d++ {
		office.Hours[d] = []escalation.Span{{From: 9 * 60, To: 17 * 60}}
	}
	working := func(days int) escalation.Wait { return escalation.Wait{Days: days, Working: true} }
	return escalation.Rules{
		Calendar: office,
		People:   escalation.Calendar{Name: "people", Zone: paris, Hours: office.Hours},
		Served:   map[string]bool{"room": true},
		Ladder: escalation.Ladder{Name: "citizen", Rungs: []escalation.Rung{
			{Name: "rung.service", Kind: escalation.RungLetter, Role: "service", Wait: working(10), Reminders: 1, Every: working(5)},
			{Name: "rung.communications", Kind: escalation.RungLetter, Role: "communications", Wait: working(10)},
			{Name: "rung.director", Kind: escalation.RungLetter, Role: "director", Wait: working(5)},
			{Name: "rung.post", Kind: escalation.RungPost, Quorum: 2},
		}, Preview: escalation.Wait{Days: 1}, Turn: escalation.Turn{Then: escalation.TurnClose}},
	}
}

func mustTexts(t *testing.T) *locale.Texts {
	t.Helper()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
