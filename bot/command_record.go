package bot

import (
	"context"
	"slices"

	"relance/escalation"
)

// Names of fields that more than one place speaks of.
const (
	fieldReference = "number" // of a reference: never taken for a case ID
	fieldReplyN    = "reply"
	fieldTask      = "task"
	fieldHash      = "hash"
	fieldClass     = "class"
	fieldEntry     = "entry"
	fieldMessage   = "message"
	fieldLetter    = "letter"
)

// notFound behind a reference says that somebody could not find it.
const notFound = "notfound"

// recordingRequests keep what happened: they move the clock only where it
// happened to move it.
func recordingRequests() []request {
	return []request{
		{name: reqNote, words: "note", about: aboutAny, fact: noteFact,
			fields: []field{{name: "text", kind: fieldLines, limit: limitNote, need: true, place: true, rest: true}}},
		{name: reqLog, words: "log", about: aboutAny, fact: logFact, fields: []field{
			{name: "channel", limit: limitWord, need: true, place: true},
			{name: "person", limit: limitName},
			{name: "role", kind: fieldChoice, options: roleOptions, varies: true, family: familyRole},
			{name: "ref", limit: limitReference},
			{name: "when", kind: fieldPast, limit: limitWord},
			{name: "result", kind: fieldLines, limit: limitNote, need: true},
		}},
		{name: reqRef, words: "ref", about: aboutAny, fact: referenceFact, fields: []field{
			{name: fieldReference, limit: limitReference, need: true, place: true},
			{name: "found", kind: fieldChoice, place: true, options: fixed(notFound), family: familyFound},
			{name: "issuer", limit: limitName},
			{name: "by", limit: limitName},
		}},
		{name: actNoteNotFound, about: aboutAny, form: true, fact: notFoundFact, fields: []field{
			{name: fieldReference, kind: fieldChoice, need: true, options: referenceOptions, varies: true},
			{name: "by", limit: limitName, need: true},
		}},
		{name: reqAttach, words: "attach", about: aboutAny, fact: attachFact, fields: []field{
			{name: "name", limit: limitName, need: true, place: true},
			{name: "size", kind: fieldNumber},
			{name: "hash", kind: fieldDigest},
			{name: "link", limit: limitLink},
		}},
		{name: reqDeadline, words: "deadline", about: aboutRunning, fact: deadlineFact, fields: []field{
			{name: "date", kind: fieldFuture, limit: limitWord, need: true, place: true},
			{name: "what", limit: limitName, need: true, place: true, rest: true},
		}},
	}
}

func noteFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Noted{Text: t.text("text")}, nil
}

func logFact(_ context.Context, t *turn) (escalation.Fact, error) {
	at := t.happenedOn("when")
	if at.IsZero() {
		at = t.at
	}
	return escalation.Logged{Attempt: escalation.Attempt{
		At:        at,
		Channel:   t.text("channel"),
		Role:      escalation.Role(t.text("role")),
		Person:    t.text("person"),
		Reference: t.text("ref"),
		Result:    t.text("result"),
	}}, nil
}

func referenceFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	if t.text("found") == notFound {
		return notFoundFact(ctx, t)
	}
	return escalation.ReferenceAdded{Reference: escalation.Reference{
		Number: t.text(fieldReference), Issuer: t.text("issuer"), At: t.at,
	}}, nil
}

func notFoundFact(_ context.Context, t *turn) (escalation.Fact, error) {
	number, by := t.text(fieldReference), t.text("by")
	if by == "" {
		return nil, inField("by", object("answer.missing"))
	}
	for _, r := range t.c.References {
		if escalation.FoldReference(r.Number) == escalation.FoldReference(number) {
			number = r.Number // as it was first written
		}
	}
	return escalation.ReferenceNotFound{Number: number, By: by}, nil
}

func attachFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.AttachmentAdded{Attachment: escalation.Attachment{
		Name:   t.text("name"),
		Size:   t.number("size"),
		Hash:   t.text("hash"),
		Link:   t.text("link"),
		Added:  t.at,
		Author: t.by.Name,
	}}, nil
}

func deadlineFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.DeadlineSet{Deadline: escalation.Deadline{At: t.endOf("date"), What: t.text("what")}}, nil
}

// fixed are options that are always the same.
func fixed(options ...string) func(context.Context, *turn) ([]string, error) {
	return func(context.Context, *turn) ([]string, error) { return options, nil }
}

// referenceOptions are the numbers of the case.
func referenceOptions(_ context.Context, t *turn) ([]string, error) {
	var numbers []string
	for _, r := range t.c.References {
		numbers = append(numbers, r.Number)
	}
	return numbers, nil
}

// roleOptions are the roles a contact can have: those that the case's ladder
// asks, or any ladder where there is no case yet.
func roleOptions(ctx context.Context, t *turn) ([]string, error) {
	if t.c.ID == "" {
		return t.bot.Directory.Roles(), nil
	}
	rules, err := t.bot.Rulebook.For(ctx, t.c)
	if err != nil {
		return nil, err
	}
	return rolesIn(rules.Ladder), nil
}

// rolesIn are the roles that a ladder asks, from the bottom up.
func rolesIn(l escalation.Ladder) []string {
	var roles []string
	for _, r := range l.Rungs {
		if r.Role != "" && !slices.Contains(roles, string(r.Role)) {
			roles = append(roles, string(r.Role))
		}
	}
	return roles
}
