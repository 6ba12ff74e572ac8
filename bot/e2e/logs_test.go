package e2e_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheManualOfTheLog: each line that the manual lists is one that the program
// writes, at that level.
func TestTheManualOfTheLog(t *testing.T) {
	manual, err := os.ReadFile("../../docs/operate/logs.md")
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, folder := range []string{"../../escalation", "../../adapters", ".."} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			source.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	all := regexp.MustCompile(`"\s*\+\s*"`).ReplaceAllString(source.String(), "") // a line in two parts
	level, listed := "", 0
	for line := range strings.Lines(string(manual)) {
		row := regexp.MustCompile("^\\| (?:`([^`]+)`|(info|error)) \\|").FindStringSubmatch(line)
		switch {
		case strings.HasPrefix(line, "##"):
			level = ""
		case row == nil:
		case row[2] != "":
			level = strings.ToUpper(row[2][:1]) + row[2][1:]
		case level != "":
			listed++
			said := regexp.MustCompile(level + `\(\s*"` + regexp.QuoteMeta(row[1]) + `"`).MatchString(all)
			news := level == "Info" && strings.Contains(all, "return \""+row[1]+"\"") // see escalation/news.go
			if !said && !news {
				t.Errorf("no %s of the program says %q", level, row[1])
			}
		}
	}
	if listed < 25 {
		t.Errorf("only %d lines are listed", listed)
	}
}
