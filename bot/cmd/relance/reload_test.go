//go:build unix

package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"relance/config"
)

// TestHangupReadsTheConfigurationAgain: the level and the format of the log follow
// the file, a broken one changes nothing, and the bot ends in peace afterwards.
func TestHangupReadsTheConfigurationAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relance.yaml")
	write := func(replace ...string) {
		t.Helper()
		text := strings.NewReplacer(append(replace, "mode: auto", "mode: memory")...).Replace(string(config.Example()))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write()
	cmd := command(t, "--config", path)
	keyboard, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer keyboard.Close()
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	await := func(words string) string {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), words) {
				return lines.Text()
			}
		}
		t.Fatalf("the log ends without %q: %v", words, lines.Err())
		return ""
	}
	hangup := func() {
		t.Helper()
		if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	await("started")
	write("format: text", "format: json")
	hangup()
	if line := await("is in use"); strings.HasPrefix(line, "{") {
		t.Errorf("the format changed before the configuration was in use: %s", line)
	}
	write("format: text", "format: json", "level: info", "level: loud")
	hangup()
	if line := await("log.level"); !strings.HasPrefix(line, `{"time":`) || !strings.Contains(line, `"line":`) {
		t.Errorf("not JSON, or without its line: %s", line)
	}
	await("stays in use")
	write("format: text", "format: json", "level: info", "level: warn", "language: en\n", "language: fr\n")
	hangup()
	await("needs a restart: language, console, people.language;")
	write("level: info", "level: warn")
	hangup() // nothing is said of it: that would be a line of the level info
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		if strings.Contains(lines.Text(), "INFO") {
			t.Errorf("under the level warn: %s", lines.Text())
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it did not end in peace: %v", err)
	}
}
