package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones wherever the test runs

	"relance/escalation"
)

var errUnknownCountry = errors.New("no holidays known of this country: write FR")

func lookupTestEnv(name string) (string, bool) {
	return map[string]string{
		"WITNESS": "0123456789abcdef0123", "SHORT": "abc", "EMPTY": "",
		"XOXB": "xoxb-1-hunter2", "XAPP": "xapp-1-hunter2", "XOXP": "xoxp-1-hunter2", "XOXE": "xoxe.xoxb-1-hunter2",
		"DISC": "MTIzNDU2Nzg5MDEyMzQ1Njc4.hunter2.x", "DISCBOT": "Bot MTIz.hunter2.x",
	}[name], name != "NOWHERE"
}

func readTestFile(path string) ([]byte, error) {
	switch filepath.Base(path) {
	case "secret.txt":
		return []byte("  from a file \nsecond line\n"), nil
	case "empty.txt":
		return []byte("\n"), nil
	}
	return os.ReadFile(path)
}

// TestBad reads one wrong configuration per rule. The comments at the beginning of
// each file are the problems that are expected, all of them and in order.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for line := range strings.Lines(string(data)) {
				text, found := strings.CutPrefix(line, "#! ")
				if !found {
					break
				}
				want = append(want, strings.TrimSpace(text))
			}
			c, err := Load(file, testOptions())
			var problems Problems
			switch {
			case errors.As(err, &problems):
			case err != nil:
				t.Fatal(err)
			default:
				problems = c.Warnings
			}
			var got []string
			for _, p := range problems {
				got = append(got, strings.TrimPrefix(p.Error(), "testdata/bad/"))
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// minimal is the least that is a configuration.
const minimal = `version: 1
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {gazco: {name: GazCo, calendar: always, contacts: [{address: "tel:3900", role: service, source: a bill}]}}
`

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("relance.yaml", []byte(text), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMinimal(t *testing.T) {
	c := parse(t, minimal)
	if c.Language != "en" || c.Redis.Mode != RedisAuto || c.Console.Person != "me" || c.DefaultLadder() != "short" {
		t.Errorf("defaults: %+v", c)
	}
	ladder, ok := c.Ladder("short")
	if !ok || ladder.Rungs[0].Kind != escalation.RungLetter || ladder.Rungs[0].Order != escalation.Together {
		t.Errorf("ladder: %+v", ladder)
	}
	if ladder.Rungs[0].Wait != (escalation.Wait{Days: 3}) {
		t.Errorf("wait: %s", ladder.Rungs[0].Wait)
	}
	if !c.People.Calendar().IsOpen(time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC)) {
		t.Error("without quiet hours people sleep")
	}
	if _, ok := c.Organisation("nobody"); ok {
		t.Error("an organisation that is not there")
	}
}

func TestFilesAreBesideTheConfiguration(t *testing.T) {
	c, err := Load("testdata/good/files.yaml", testOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"text", "ics"} {
		k, _ := c.Calendar(name)
		for date, holiday := range map[string]string{"2026-12-24": "Christmas Eve", "2026-12-31": "Between the years"} {
			d, err := escalation.ParseDate(date)
			if err != nil {
				t.Fatal(err)
			}
			if k.Holidays[d] != holiday {
				t.Errorf("calendar %s: %s is %q", name, date, k.Holidays[d])
			}
		}
	}
	france, _ := c.Calendar("france")
	if _, holiday := france.Holidays[escalation.Date{Year: 2026, Month: 5, Day: 25}]; holiday {
		t.Error("open_on has no effect")
	}
	if c.Data != "testdata/good/state" || c.Witness.File != "testdata/good/witness" {
		t.Errorf("data %q, witness %q", c.Data, c.Witness.File)
	}
	if string(c.Redis.Password) != "from a file" || string(c.Witness.Key) != "0123456789abcdef0123" {
		t.Error("the secrets are not read")
	}
	if len(c.Redis.Allow) != 1 || c.Redis.Allow[0] != AllowEviction {
		t.Errorf("allowed %v", c.Redis.Allow)
	}
	if len(c.Links) != 1 || c.Links[0][0] != "console:mia" {
		t.Errorf("links %v", c.Links)
	}
}

func TestSecretIsNeverShown(t *testing.T) {
	const value = "hunter2"
	type holder struct {
		Key Secret `json:"key"`
	}
	s := Secret(value)
	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s"} {
		shown = append(shown, fmt.Sprintf(verb, s), fmt.Sprintf(verb, holder{s}), fmt.Sprintf(verb, &holder{s}), fmt.Sprintf(verb, []Secret{s}))
	}
	b, err := json.Marshal(map[string]holder{"key": {s}})
	if err != nil {
		t.Fatal(err)
	}
	shown = append(shown, string(b), fmt.Sprint(s), s.String(), fmt.Errorf("with %w", errors.New(s.String())).Error())
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("key", "key", s, "holder", holder{s})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("key", "key", s, "holder", holder{s})
	shown = append(shown, log.String())
	for _, text := range shown {
		if strings.Contains(text, value) || strings.Contains(text, fmt.Sprintf("%x", value)) {
			t.Errorf("shown: %s", text)
		}
		if !strings.Contains(text, "<secret>") && !strings.Contains(text, `\u003csecret\u003e`) {
			t.Errorf("not marked: %s", text)
		}
	}
	if fmt.Sprint(Secret("")) != "" {
		t.Error("an empty secret looks like one")
	}
}

// A problem never repeats a password that stands where none should.
func TestProblemsKeepSecrets(t *testing.T) {
	_, err := Parse("relance.yaml", []byte(minimal+"redis: {url: 'http://me:hunter2@host', password: hunter2}\n"), testOptions())
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("problems: %v", err)
	}
}

func TestLoadMissing(t *testing.T) {
	if _, err := Load("testdata/nowhere.yaml", Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestEveryZoneNameIsOne(t *testing.T) {
	for _, name := range zoneNames() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Example())
	f.Add([]byte(minimal))
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	o := testOptions()
	o.ReadFile = func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("fuzz.yaml", data, o)
		var problems Problems
		switch {
		case err == nil && c == nil, err != nil && c != nil:
			t.Fatalf("configuration %v, error %v", c, err)
		case err != nil && !errors.As(err, &problems):
			t.Fatalf("error %v", err)
		}
		lines := strings.Count(string(data), "\n") + strings.Count(string(data), "\r") + 1 // YAML ends a line with either
		for _, p := range problems {
			if p.Text == "" || p.Line < 1 || p.Line > lines+1 {
				t.Errorf("problem %+v in %d lines", p, lines)
			}
		}
		if c != nil {
			for name, ladder := range c.Ladders() {
				if err := ladder.Validate(); err != nil {
					t.Errorf("ladder %s: %v", name, err)
				}
			}
		}
	})
}
