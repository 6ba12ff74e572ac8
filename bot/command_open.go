package bot

import (
	"context"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// fieldConsent is the question whether the organisation may be written to.
const fieldConsent = "consent"

// openingRequests open a case.
func openingRequests() []request {
	return []request{{name: reqOpen, words: "open", message: true, do: open, fields: []field{
		{name: "org", kind: fieldSearch, limit: limitName, need: true, suggest: organisationSuggestions},
		{name: "subject", limit: limitSubject, need: true},
		{name: "story", kind: fieldLines, limit: limitStory, need: true},
		{name: fieldConsent, kind: fieldCheck, insist: true},
		{name: "tried", kind: fieldRows, limit: limitLines, columns: attemptColumns(), filled: attemptRows},
		{name: "ref", kind: fieldLines, limit: limitNumbers},
		{name: "deadline", kind: fieldFuture, limit: limitWord},
		{name: "deadline_what", limit: limitName},
		{name: "cannot_phone", kind: fieldCheck},
		{name: "language", kind: fieldChoice, options: languageOptions, family: familyLanguage,
			initial: func(t *turn) string { return t.say.Language() }},
	}}}
}

// open opens a case, unless the person has the same one running or has opened
// too many today.
func open(ctx context.Context, t *turn) (chat.Answer, error) {
	consents := t.text(fieldConsent) != ""
	if t.byForm && !consents {
		return chat.Answer{}, inField(fieldConsent, object("answer.consent"))
	}
	fact, known, err := t.opened(ctx)
	if err != nil {
		return chat.Answer{}, err
	}
	if !consents {
		return t.ask(ctx) // everything is filled in but this
	}
	guard, err := t.guardOpening(ctx, fact)
	if err != nil {
		return chat.Answer{}, err
	}
	receipt, err := t.commit(ctx, t.event(t.op(), fact))
	if err != nil {
		guard.failed(ctx, err)
		return chat.Answer{}, err
	}
	answer := chat.Message{
		Blocks: []chat.Block{chat.Paragraph(t.opening(receipt))},
		// Who has opened a case can end it, from the first moment on, in one click.
		Actions: []chat.Action{
			{ID: actWhy, Value: target(receipt.Case.ID, ""), Label: t.say.Say("button.why")},
			{ID: actWithdraw, Value: target(receipt.Case.ID, ""), Label: t.say.Say("button.withdraw"), Style: chat.Danger},
		},
	}
	if !known {
		if near := t.bot.Directory.near(ctx, fact.Organisation.Name); near != "" {
			answer.Blocks = append(answer.Blocks, chat.Paragraph(t.say.Say("answer.organisation.near", "Name", fact.Organisation.Name, "Near", near)))
		}
	}
	return chat.Answer{Message: &answer}, nil
}

// opening says what comes of it: a first message that nobody has sent yet is not on
// its way.
func (t *turn) opening(r escalation.Receipt) string {
	if r.Reason == escalation.DoneOpened && waitsForTeam(r.Case) {
		return t.say.Say("reason.opened.team", "ID", string(r.Case.ID))
	}
	return t.say.Done(r.Reason, r.Case.ID)
}

// opened is the fact that opens the case, and whether its organisation is known.
func (t *turn) opened(ctx context.Context) (fact escalation.Opened, known bool, err error) {
	listing, known, err := t.bot.Directory.Find(ctx, t.text("org"))
	if err != nil {
		return fact, false, err
	}
	if !known {
		listing = Listing{Organisation: escalation.Organisation{Name: t.text("org")}}
	}
	ladder, err := t.bot.Directory.ladder(listing)
	if err != nil {
		return fact, false, err
	}
	tried, err := t.tried(ctx, rolesIn(ladder))
	if err != nil {
		return fact, false, err
	}
	references, err := t.references(t.text("ref"))
	if err != nil {
		return fact, false, err
	}
	source, from, err := t.aboutMessage(ctx)
	if err != nil {
		return fact, false, err
	}
	hash, err := t.bot.Rulebook.Keep(ctx, ladder)
	if err != nil {
		return fact, false, err
	}
	fact = escalation.Opened{
		Requester:    t.by.Person,
		Organisation: listing.Organisation,
		Contacts:     t.bot.canonicalContacts(ctx, listing.Contacts),
		Ladder:       hash,
		Subject:      t.text("subject"),
		Story:        t.text("story"),
		Tried:        tried,
		References:   references,
	}
	if from {
		note := source.note()
		fact.Source, fact.Attachments = &note, t.attachments(source.Files, source.Author)
	}
	fact.Requester.CannotPhone = t.text("cannot_phone") != ""
	if language := t.text("language"); language != "" {
		fact.Requester.Language = language
	}
	if at := t.endOf("deadline"); !at.IsZero() {
		fact.Deadline = &escalation.Deadline{At: at, What: t.text("deadline_what")}
	} else if t.text("deadline_what") != "" {
		return fact, false, inField("deadline", object("answer.missing"))
	}
	return fact, known, nil
}

func languageOptions(_ context.Context, t *turn) ([]string, error) {
	return t.bot.Texts.Languages(), nil
}

// references reads the numbers others gave the case, one line each: the number,
// and behind it who issued it. On which day is not asked, and not invented.
func (t *turn) references(text string) ([]escalation.Reference, error) {
	found := lines(text)
	if len(found) > mostReferences {
		return nil, inField("ref", object("answer.too_many_lines", "Limit", mostReferences, "Length", len(found)))
	}
	var references []escalation.Reference
	for _, line := range found {
		number, issuer, _ := strings.Cut(line, " ")
		for _, part := range []struct {
			text  string
			limit int
		}{{number, limitReference}, {issuer, limitName}} {
			if n := len([]rune(part.text)); n > part.limit {
				return nil, inField("ref", object("answer.too_long", "Limit", part.limit, "Length", n))
			}
		}
		known := func(r escalation.Reference) bool {
			return escalation.FoldReference(r.Number) == escalation.FoldReference(number)
		}
		if slices.ContainsFunc(references, known) {
			continue
		}
		references = append(references, escalation.Reference{Number: number, Issuer: strings.TrimSpace(issuer)})
	}
	return references, nil
}
