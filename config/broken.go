package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)
	// ofParser are the errors whose line the library counts from 0, and leaves out
	// where it is the first.
	ofParser = regexp.MustCompile(`^did not find expected (<|node content|key|',' or |'-' indicator)`)
	// ofList are those of a list or mapping in brackets that does not end.
	ofList = regexp.MustCompile(`^did not find expected ',' or `)
	// byTab is a line that is indented by a tab.
	byTab = regexp.MustCompile(`^ *\t`)
)

// broken says where a document is no YAML, and why.
func (r *reader) broken(err error) (line int, text string) {
	line, text = 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = strings.TrimPrefix(err.Error(), m[0])
		if ofParser.MatchString(text) {
			line++
		}
	}
	if line <= len(r.source) && byTab.MatchString(r.source[line-1]) {
		return line, text + "; indent with spaces, for YAML takes no tabs"
	}
	if !ofList.MatchString(text) {
		return line, text
	}
	for n := line; n <= len(r.source); n++ {
		if hint := r.unquoted(n); hint != "" {
			return n, text + hint
		}
	}
	return line, text
}

// aComment is what stands where a value is expected, and is a comment to YAML: what
// follows a # at the beginning of a word is not read.
var aComment = regexp.MustCompile(`(?:[:,]\s|[\[{]|^\s*-\s)\s*(#[^\s#,}\]"']+)`)

// unquoted says that a line has a value that YAML takes for a comment, and how it
// is written; empty: it has none.
func (r *reader) unquoted(line int) string {
	if line < 1 || line > len(r.source) {
		return ""
	}
	m := aComment.FindStringSubmatch(r.source[line-1])
	if m == nil || strings.HasPrefix(strings.TrimSpace(r.source[line-1]), "#") {
		return ""
	}
	return fmt.Sprintf(`; what begins with # is a comment, so quote it: "%s"`, m[1])
}
