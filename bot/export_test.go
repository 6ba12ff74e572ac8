package bot

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"relance/escalation"
)

// TestAnExportProvesItself recomputes the chain from nothing but the document.
func TestAnExportProvesItself(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.types("ann", "note # a *starred* <b>note</b>\nof two lines")
	c = h.load(c.ID)
	document, err := Export(c, h.trail(c.ID), h.bot.Texts.For("en"), formatJSON)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Case  struct{ ID, Head string }
		Trail []exportedEntry
	}
	if err := json.Unmarshal(document, &read); err != nil {
		t.Fatal(err)
	}
	var entries []escalation.Entry
	for _, e := range read.Trail {
		entry := escalation.Entry{N: e.N, At: e.At, Kind: escalation.EntryKind(e.Kind), Actor: *e.Actor, Text: e.Text, Fields: e.Fields, Salt: e.Salt}
		if _, err := hex.Decode(entry.Commit[:], []byte(e.Commit)); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry)
	}
	head, err := escalation.VerifyTrail(escalation.CaseID(read.Case.ID), entries)
	if err != nil || head.String() != read.Case.Head || len(entries) != c.Entries {
		t.Errorf("%d entries lead to %s: %v; the document says %s", len(entries), head, err, read.Case.Head)
	}
}

func TestAnExportIsNoMarkup(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.types("ann", "note # a *starred* <b>note</b>\nof two lines")
	for _, lang := range h.bot.Texts.Languages() {
		document, err := Export(h.load(c.ID), h.trail(c.ID), h.bot.Texts.For(lang), formatMarkdown)
		if err != nil {
			t.Fatal(err)
		}
		for _, unwanted := range []string{"*starred*", "\nof two", "⟪"} {
			if strings.Contains(string(document), unwanted) {
				t.Errorf("%s: %q in\n%s", lang, unwanted, document)
			}
		}
	}
	if _, err := Export(c, nil, h.bot.Texts.For("en"), "pdf"); err == nil {
		t.Error("an unknown format is written")
	}
}

// TestAnExportSaysWhoWasWrittenTo although it has no ladder to name the step by.
func TestAnExportSaysWhoWasWrittenTo(t *testing.T) {
	document, err := Export(meter(), nil, mustTexts(t).For("en"), formatMarkdown)
	if err != nil || !strings.Contains(string(document), "message delivered to Service line") {
		t.Errorf("%v\n%s", err, document)
	}
}
