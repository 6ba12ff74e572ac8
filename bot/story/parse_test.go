package story

import (
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones wherever the test runs

	"relance/escalation"
)

const head = "A title\nFor: somebody\nTeam: noor, @Mia\n\nSome prose: with a colon.\n\n-- story --\n"

func TestParse(t *testing.T) {
	st, err := Parse("a.txtar", []byte(head+`at 2026-03-02 10:00 Europe/Paris
# a comment
@ann /case open
    org=GazCo
case $meter
< @ann: is open … $meter
< #team thread: "one" "two … three"
    "four \"five\""
    six … seven
? @ann: "Until" !"When" !"Never\"s" !""
! @Ann: not a date
+3d
= card $meter: Step
state: held verdict rung 2
trail: Withdrawn
until 10:30
digest
-- config --
version: 1
`))
	if err != nil {
		t.Fatal(err)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 3, 2, 10, 0, 0, 0, paris); !st.Start.Equal(want) || st.Title != "A title" || st.Head["team"] != "noor, @Mia" {
		t.Errorf("begins %s, title %q, head %v", st.Start, st.Title, st.Head)
	}
	if n := strings.Count(string(st.Config), "\n"); n != 26 || !strings.HasSuffix(string(st.Config), "\nversion: 1\n") {
		t.Errorf("the configuration stands in line %d: %q", n, st.Config)
	}
	three, _ := ParseStep("+3d")
	half, _ := ParseStep("until 10:30")
	want := []Block{
		{Do: Act{10, "@ann /case open org=GazCo"}, Names: []string{"$meter"}, End: 18, Expects: []Expect{
			{Line: 13, Kind: ExpectMessage, Where: Where{Person: "ann"}, Parts: []string{"is open", "$meter"}},
			{Line: 14, Kind: ExpectMessage, Where: Where{Room: "team", Thread: true}, Parts: []string{"one", "two … three", `four "five"`, "six", "seven"}},
			{Line: 17, Kind: ExpectAsked, Where: Where{Person: "ann"}, Parts: []string{"Until"}, Never: []string{"When", `Never"s`}},
			{Line: 18, Kind: ExpectTold, Where: Where{Person: "ann"}, Parts: []string{"not a date"}},
		}},
		{Do: Lapse{19, "+3d", three}, End: 22, Expects: []Expect{
			{Line: 20, Kind: ExpectCard, Case: "$meter", Parts: []string{"Step"}},
			{Line: 21, Kind: ExpectState, State: State{"held", "verdict", 2}},
			{Line: 22, Kind: ExpectTrail, Parts: []string{"Withdrawn"}},
		}},
		{Do: Lapse{23, "until 10:30", half}, End: 23},
		{Do: Digest{24}, End: 24},
	}
	for i := range st.Blocks {
		for j := range st.Blocks[i].Expects {
			st.Blocks[i].Expects[j].Text = ""
		}
		if !reflect.DeepEqual(st.Blocks[i], want[i]) {
			t.Errorf("block %d:\n got %+v\nwant %+v", i+1, st.Blocks[i], want[i])
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const at = "at 2026-03-02 10:00 Europe/Paris\n"
	tests := []struct{ name, script, want string }{
		{"no beginning", "@ann /case open\n", "a.txtar:8: when does it begin?"},
		{"an empty script", "", "a.txtar:8: when does it begin?"},
		{"a beginning without a zone", "at 2026-03-02 10:00\n", "8: write the day, the time and the time zone"},
		{"an unknown zone", "at 2026-03-02 10:00 Europe/Atlantis\n", `8: unknown time zone "Europe/Atlantis"`},
		{"the computer's zone", "at 2026-03-02 10:00 Local\n", `8: unknown time zone "Local"`},
		{"a day that is none", "at 2026-02-30 10:00 UTC\n", "8: "},
		{"two beginnings", at + at, "9: the story has begun already"},
		{"an expectation of nothing", at + "< #team: x\n", "9: nothing has happened yet"},
		{"an empty expectation", at + "@ann hi\n< #team:\n", "10: what is expected there?"},
		{"a lapse of what", at + "+3 moons\n", "9: "},
		{"a time that is none", at + "until 25:00\n", "9: 25:00 is no time of day"},
		{"an unknown line", at + "ann says hi\n", "9: nothing has happened yet"},
		{"an unknown line later", at + "@ann hi\nann says hi\n", "10: this is neither something that happens nor an expectation"},
		{"an unknown state", at + "@ann hi\nstate: opened\n", `10: unknown state "opened": write one of draft, open`},
		{"a rung that is none", at + "@ann hi\nstate: open rung one\n", "10: write a state like"},
		{"an unknown case", at + "@ann /case show $meter\n", "9: no case is called $meter"},
		{"an unknown case in an expectation", at + "@ann hi\n< @ann: $meter\n", "10: no case is called $meter"},
		{"a name twice", at + "@ann hi\ncase $a\ncase $a\n", "11: $a is the name of a case already"},
		{"a name that is none", at + "@ann hi\ncase a\n", `10: "a" is no name of a case`},
		{"a name before anything", at + "case $a\n", "9: no case has been opened yet"},
		{"nothing but what is not to be said", at + "@ann hi\n< #team: !\"x\"\n", "10: what is expected there?"},
		{"what no line of the trail says", at + "@ann hi\ntrail: \"y\" !\"x\"\n", "10: "},
		{"a question to a room", at + "@ann hi\n? #team: what\n", "10: only a person is asked"},
		{"a line that goes on with nothing", "  @ann hi\n", "8: this line begins with a space"},
		{"another section", at + "-- confg --\n", `9: unknown section "confg"`},
	}
	for _, tt := range tests {
		if _, err := Parse("a.txtar", []byte(head+tt.script)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	for content, want := range map[string]string{
		"":                     "a.txtar:1: a story begins with a line that is its title",
		"A title\n":            "a.txtar:1: there is no line -- story --",
		"-- story --\n" + at:   "a.txtar:1: a story begins with a line that is its title",
		"A title\r\n\r\nprose": "there is no line -- story --",
	} {
		if _, err := Parse("a.txtar", []byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", content, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(head + "at 2026-03-02 10:00 UTC\n@ann hi\n< #team: \"a\" …\ncase $a\n+3d\nstate: open rung 2\n")
	f.Fuzz(func(t *testing.T, content string) {
		st, err := Parse("a.txtar", []byte(content))
		if err != nil {
			return
		}
		for _, b := range st.Blocks {
			for _, e := range b.Expects {
				if e.Line > b.End || e.Kind != ExpectState && len(e.Parts) == 0 {
					t.Errorf("%+v in a block that ends in line %d", e, b.End)
				}
			}
		}
	})
}

func TestStep(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	desk := escalation.Calendar{Zone: paris}
	for day := time.Monday; day <= time.Friday; day++ {
		desk.Hours[day] = []escalation.Span{{From: 9 * 60, To: 17 * 60}}
	}
	friday := time.Date(2026, 3, 27, 10, 0, 0, 0, paris) // the clock goes forward on Sunday
	for text, want := range map[string]string{
		"+3d":                    "2026-03-30 10:00",
		"+ 1w":                   "2026-04-03 10:00",
		"+48h":                   "2026-03-29 11:00",
		"+90 minutes":            "2026-03-27 11:30",
		"+2 working days":        "2026-03-31 10:00",
		"+8 working hours":       "2026-03-30 10:00",
		"2026-03-29 10:00":       "2026-03-29 10:00",
		"until 2026-03-29":       "2026-03-29 10:00",
		"until 2026-03-29 9:05":  "2026-03-29 09:05",
		"until 23:59":            "2026-03-27 23:59",
		"until  2026-03-29 2:30": "2026-03-29 03:30", // is jumped over
	} {
		step, err := ParseStep(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := step.From(friday, desk, paris).Format("2006-01-02 15:04"); got != want {
			t.Errorf("%q ends %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "+", "+3", "+3x", "3d", "-3d", "until", "2026-02-30 10:00", "12:60", "until tomorrow", "+99999999999d"} {
		if step, err := ParseStep(text); err == nil {
			t.Errorf("%q is read as %+v", text, step)
		}
	}
}
