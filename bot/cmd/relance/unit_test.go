package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// settings are those of a unit of systemd, by name.
func settings(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, s := range regexp.MustCompile(`(?m)^([A-Za-z]+)=(.*)$`).FindAllStringSubmatch(string(text), -1) {
		all[s[1]] = s[2]
	}
	return all
}

// TestTheUnitStartsAgainWhatThatMends: systemd leaves alone what the manual says is not
// to be started again, and nothing else.
func TestTheUnitStartsAgainWhatThatMends(t *testing.T) {
	text, err := os.ReadFile("../../../docs/operate/exit-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	var no []string
	for _, row := range regexp.MustCompile(`(?m)^\| (\d) \|.*\| no: [^|]+\|$`).FindAllStringSubmatch(string(text), -1) {
		no = append(no, row[1])
	}
	want := strings.Join(no, " ")
	shown := regexp.MustCompile(`(?m)^RestartPreventExitStatus=(.*)$`).FindSubmatch(text)
	unit := settings(t, "../../../docs/operate/systemd/relance.service")
	if got := unit["RestartPreventExitStatus"]; want == "" || got != want || shown == nil || string(shown[1]) != want {
		t.Errorf("the table says %q, what it shows for systemd is %q, the unit has %q", want, shown, got)
	}
	if got := unit["Restart"]; got != "on-failure" {
		t.Errorf("Restart=%s", got)
	}
}

// TestTheUnitLetsTheBotSayWhenItWasStarted: the time of its start is reckoned from that
// of the machine, which is in /proc/stat. An alert needs it.
func TestTheUnitLetsTheBotSayWhenItWasStarted(t *testing.T) {
	rules, err := os.ReadFile("../../../docs/operate/prometheus/relance.rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(rules), "process_start_time_seconds") {
		t.Fatal("no alert needs it any more: let the unit hide it")
	}
	if hidden, is := settings(t, "../../../docs/operate/systemd/relance.service")["ProcSubset"]; is && hidden != "all" {
		t.Errorf("ProcSubset=%s hides /proc/stat", hidden)
	}
}
