package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"relance/bot/locale"
	"relance/escalation"
)

// The formats of an export.
const (
	formatMarkdown = "markdown"
	formatMD       = "md" // the same
	formatJSON     = "json"
)

// exported is a case as it leaves the house. The entries hold what is needed to
// recompute the chain: see escalation.VerifyTrail.
type exported struct {
	Format  string          `json:"format"` // "relance case 1"
	Case    exportedCase    `json:"case"`
	Entries []exportedEntry `json:"trail"`
}

// exportedCase is the case with the head of its chain in hexadecimal.
type exportedCase struct {
	escalation.Case
	Head string // in place of the embedded one
}

type exportedEntry struct {
	N      int               `json:"n"`
	At     time.Time         `json:"at"`
	Kind   string            `json:"kind"`
	Actor  *escalation.Actor `json:"actor,omitempty"`
	Text   string            `json:"text,omitempty"`
	Fields map[string]string `json:"fields,omitempty"`
	Salt   []byte            `json:"salt,omitempty"`
	Erased bool              `json:"erased,omitempty"`
	Commit string            `json:"commit"`
	Link   string            `json:"link"` // the chain's hash after this entry
}

// Export writes a case and its trail as a document: "json" for a program,
// "markdown" for a person, in the speaker's language. Times are in UTC.
func Export(c escalation.Case, entries []escalation.Entry, say locale.Speaker, format string) ([]byte, error) {
	switch format {
	case formatJSON:
		return exportJSON(c, entries)
	case formatMarkdown, formatMD:
		return exportMarkdown(c, entries, say), nil
	}
	return nil, fmt.Errorf("there is no export format %q: use %s or %s", format, formatMarkdown, formatJSON)
}

func exportJSON(c escalation.Case, entries []escalation.Entry) ([]byte, error) {
	out := exported{Format: "relance case 1", Case: exportedCase{Case: c, Head: c.Head.String()}}
	var link escalation.Hash
	for _, e := range entries {
		link = e.Link(c.ID, link)
		line := exportedEntry{
			N: e.N, At: e.At.UTC(), Kind: string(e.Kind), Text: e.Text, Fields: e.Fields,
			Salt: e.Salt, Erased: e.Erased, Commit: e.Commit.String(), Link: link.String(),
		}
		if !e.Erased {
			line.Actor = &e.Actor
		}
		out.Entries = append(out.Entries, line)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return nil, fmt.Errorf("export case %s: %w", c.ID, err)
	}
	return b.Bytes(), nil
}

func exportMarkdown(c escalation.Case, entries []escalation.Entry, say locale.Speaker) []byte {
	var b strings.Builder
	v := view{Speaker: say, c: c, zone: time.UTC, at: c.Changed}
	fmt.Fprintf(&b, "# %s\n\n", markdown(say.Say("answer.case_line", "ID", string(c.ID), "Subject", c.Subject,
		"Organisation", c.Organisation.Name, "State", v.stateName())))
	fmt.Fprintf(&b, "%s\n", quoted(c.Story))
	for _, part := range []struct {
		heading string
		items   []string
	}{
		{"answer.export.tried", v.tried("")},
		{"answer.export.references", v.references()},
		{"answer.export.attachments", v.attachments()},
	} {
		if len(part.items) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n", say.Say(part.heading))
			for _, item := range part.items {
				fmt.Fprintf(&b, "- %s\n", markdown(item))
			}
		}
	}
	fmt.Fprintf(&b, "\n## %s\n\n", say.Say("answer.export.trail"))
	for _, e := range entries {
		fmt.Fprintf(&b, "- %s\n", markdown(TrailLine(say, time.UTC, e)))
	}
	fmt.Fprintf(&b, "\n%s\n", say.Say("answer.export.head", "Head", c.Head.String()))
	return []byte(b.String())
}

// quoted sets a text apart as a quotation.
func quoted(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		fmt.Fprintf(&b, "> %s\n", markdown(strings.TrimSuffix(line, "\n")))
	}
	return b.String()
}

// markdown keeps what people wrote from being read as markup, and in one line.
func markdown(text string) string { return markdownEscapes.Replace(text) }

var markdownEscapes = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "\\<", "#", "\\#", "\r", "", "\n", " ")
