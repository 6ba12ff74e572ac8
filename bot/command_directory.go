package bot

import (
	"context"
	"maps"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// directoryRequests say whom a case may be sent to.
func directoryRequests() []request {
	contact := []field{
		{name: "address", limit: limitAddress, need: true, place: true},
		{name: "role", kind: fieldChoice, need: true, options: roleOptions, varies: true, family: familyRole},
		{name: "name", limit: limitName},
		{name: "source", limit: limitName, need: true},
	}
	organisation := []field{
		{name: "key", limit: limitWord, need: true, initial: func(t *turn) string { return strings.ReplaceAll(fold(t.c.Organisation.Name), " ", "-") }},
		{name: "org", limit: limitName, need: true, initial: func(t *turn) string { return t.c.Organisation.Name }},
		{name: "calendar", kind: fieldChoice, options: calendarOptions, varies: true},
		{name: "language", kind: fieldChoice, options: languageOptions, family: familyLanguage, initial: func(t *turn) string { return t.bot.Language }},
		{name: "ladder", kind: fieldChoice, options: ladderOptions, varies: true},
	}
	return []request{
		{name: actAddContact, words: "contact add", about: aboutRunning, form: true, fields: contact, fact: addContactFact},
		{name: actAddOrg, words: "org add", about: aboutRunning, form: true, fields: slices.Concat(organisation, contact), do: addOrganisation},
	}
}

func ladderOptions(_ context.Context, t *turn) ([]string, error) {
	return slices.Sorted(maps.Keys(t.bot.Directory.Ladders)), nil
}

func calendarOptions(_ context.Context, t *turn) ([]string, error) {
	return t.bot.Directory.calendars(), nil
}

// contact is the contact that the fields describe.
func (t *turn) contact(ctx context.Context) (escalation.Contact, error) {
	c := escalation.Contact{
		Address:  t.text("address"),
		Role:     escalation.Role(t.text("role")),
		Name:     t.text("name"),
		Source:   t.text("source"),
		Verified: t.at,
	}
	return t.usable(ctx, "address", c)
}

func addContactFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	contact, err := t.contact(ctx)
	if err != nil {
		return nil, err
	}
	folded := escalation.FoldAddress(contact.Address)
	for _, c := range t.c.Contacts {
		if !c.Dead && escalation.FoldAddress(c.Address) == folded {
			return nil, refuse(escalation.CodeDuplicateContact, "address", c.Address)
		}
	}
	return escalation.ContactAdded{Contact: contact}, nil
}

// addOrganisation completes a draft, and keeps the organisation for later cases.
func addOrganisation(ctx context.Context, t *turn) (chat.Answer, error) {
	listing, err := t.listing(ctx)
	if err != nil {
		return chat.Answer{}, err
	}
	ladder, err := t.bot.Directory.ladder(listing)
	if err != nil {
		return chat.Answer{}, err
	}
	hash, err := t.bot.Rulebook.Keep(ctx, ladder)
	if err != nil {
		return chat.Answer{}, err
	}
	answer, err := t.record(ctx, escalation.OrganisationAdded{
		Organisation: listing.Organisation, Contacts: listing.Contacts, Ladder: hash,
	})
	if err != nil {
		return chat.Answer{}, err
	}
	if err := t.bot.Directory.Add(ctx, listing, t.by.ID, t.at); err != nil {
		t.bot.Logger.Error("an organisation was not kept for later cases", "organisation", listing.Organisation.Key, "error", err)
		answer.Message.Blocks = append(answer.Message.Blocks, chat.Paragraph(t.say.Say("answer.organisation.not_kept")))
	}
	return answer, nil
}

// listing is the organisation that the fields describe, with its first contact.
func (t *turn) listing(ctx context.Context) (Listing, error) {
	contact, err := t.contact(ctx)
	if err != nil {
		return Listing{}, err
	}
	l := Listing{
		Organisation: escalation.Organisation{
			Key:      strings.ToLower(t.text("key")),
			Name:     t.text("org"),
			Calendar: t.text("calendar"),
			Language: t.text("language"),
		},
		Contacts: []escalation.Contact{contact},
		Ladder:   t.text("ladder"),
	}
	if calendars := t.bot.Directory.calendars(); l.Organisation.Calendar == "" && len(calendars) == 1 {
		l.Organisation.Calendar = calendars[0]
	} else if l.Organisation.Calendar == "" && len(calendars) > 1 {
		// Without one it would be written to at night.
		return Listing{}, inField("calendar", object("answer.missing"))
	}
	if l.Organisation.Language == "" {
		l.Organisation.Language = t.bot.Language
	}
	if err := l.Organisation.Validate(); err != nil {
		return Listing{}, inField("key", object("answer.key", "Text", l.Organisation.Key))
	}
	return l, nil
}
