package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"relance/escalation"
)

// How many lines a case is opened with at most.
const (
	mostAttempts   = 50
	mostReferences = 20
)

// lines are the lines of a field; typed in one line, a bar stands between them.
func lines(text string) []string {
	var found []string
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '|' }) {
		if line = strings.TrimSpace(line); line != "" {
			found = append(found, line)
		}
	}
	return found
}

// Columns of what was tried, in the order in which a typed line has them.
const (
	columnWhen      = "when"
	columnChannel   = "channel"
	columnPerson    = "person"
	columnReference = "reference"
	columnResult    = "result"
	columnRole      = "role"
)

// channelOther is any channel that the form does not offer.
const channelOther = "other"

// attemptColumns are the questions about one attempt.
func attemptColumns() []field {
	return []field{
		{name: columnWhen, kind: fieldPast, limit: limitWord, need: true},
		{name: columnChannel, kind: fieldChoice, need: true, family: familyChannel,
			options: fixed("phone", "letter", "mail", "form", "counter", "visit", "chat", channelOther)},
		{name: columnPerson, limit: limitName},
		{name: columnReference, limit: limitReference},
		{name: columnResult, kind: fieldLines, limit: limitNote},
		{name: columnRole, kind: fieldChoice, family: familyRole, options: askedRoles},
	}
}

// askedRoles are the roles that the ladder of the organisation asks, where that
// is known already, else those of the default ladder, and then of any other.
func askedRoles(ctx context.Context, t *turn) ([]string, error) {
	listing, known, err := t.bot.Directory.Find(ctx, t.raw["org"])
	if err != nil {
		return nil, err
	}
	ladder, err := t.bot.Directory.ladder(listing)
	if err != nil {
		return nil, err
	}
	roles := rolesIn(ladder)
	if known {
		return roles, nil
	}
	for _, role := range t.bot.Directory.Roles() {
		if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles, nil
}

// tried is what was tried already: the rows of a form, or typed lines.
func (t *turn) tried(ctx context.Context, roles []string) ([]escalation.Attempt, error) {
	rows := t.values["tried"].rows
	if rows == nil {
		return t.attempts(ctx, t.text("tried"), roles)
	}
	var tried []escalation.Attempt
	for i, row := range rows {
		role := row[columnRole].text
		if role != "" && !slices.Contains(roles, role) { // the organisation was chosen after it
			return nil, inField("tried."+strconv.Itoa(i+1)+"."+columnRole,
				object("answer.choice", "Text", t.option(familyRole, role), "Options", t.options(familyRole, roles)))
		}
		tried = append(tried, escalation.Attempt{
			At:        row[columnWhen].when.during(t.at),
			Channel:   row[columnChannel].text,
			Person:    row[columnPerson].text,
			Reference: row[columnReference].text,
			Result:    row[columnResult].text,
			Role:      escalation.Role(role),
		})
	}
	return tried, nil
}

// options are options as people read them, in one line.
func (t *turn) options(family string, values []string) string {
	var words []string
	for _, v := range values {
		words = append(words, t.option(family, v))
	}
	return strings.Join(words, ", ")
}

// attempts reads what was tried already, one line each:
// date; channel; person; reference; result; role.
func (t *turn) attempts(ctx context.Context, text string, roles []string) ([]escalation.Attempt, error) {
	found := lines(text)
	if len(found) > mostAttempts {
		return nil, inField("tried", object("answer.too_many_lines", "Limit", mostAttempts, "Length", len(found)))
	}
	var tried []escalation.Attempt
	for i, line := range found {
		a, part, err := t.attempt(ctx, line, roles)
		if err != nil {
			return nil, inField("tried", object("answer.line", "Line", i+1, "Wrong", t.sentence(err, part)))
		}
		tried = append(tried, a)
	}
	return tried, nil
}

// attemptParts takes a typed attempt apart; the parts that are left out are empty.
func attemptParts(line string) (parts []string, ok bool) {
	parts = strings.Split(line, ";")
	if len(parts) < 2 || len(parts) > 6 {
		return nil, false
	}
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return append(parts, "", "", "", "")[:6], true
}

// attempt reads one line; part is the one of it that is wrong.
func (t *turn) attempt(ctx context.Context, line string, roles []string) (a escalation.Attempt, part string, err error) {
	parts, ok := attemptParts(line)
	if !ok || parts[1] == "" {
		return a, "tried", object("answer.tried_form")
	}
	date, err := (field{kind: fieldPast, limit: limitWord}).readMoment(t, parts[0])
	if err != nil {
		return a, "when", err
	}
	role := parts[5]
	if role != "" {
		choice, err := (field{family: familyRole, options: fixed(roles...)}).readChoice(ctx, t, role)
		if err != nil {
			return a, "role", err
		}
		role = choice.text
	}
	return escalation.Attempt{
		At:        date.when.during(t.at),
		Channel:   parts[1],
		Person:    parts[2],
		Reference: parts[3],
		Result:    parts[4],
		Role:      escalation.Role(role),
	}, "", nil
}

// attemptRows are typed attempts as the rows of a form show them. Nothing that
// was typed is lost: a channel that the form does not offer stands before the
// result, and so does a line that is no attempt.
func attemptRows(ctx context.Context, t *turn, text string) ([]map[string]string, error) {
	columns := attemptColumns()
	var rows []map[string]string
	for _, line := range lines(text) {
		row := map[string]string{}
		rows = append(rows, row)
		parts, ok := attemptParts(line)
		if !ok {
			row[columnResult] = line
			continue
		}
		for i, c := range columns {
			row[c.name] = parts[i]
		}
		if m, err := parseMoment(parts[0], t.at, t.bot.Zone); err == nil {
			row[columnWhen] = m.day.Format(time.DateOnly)
		} else {
			row[columnWhen], row[columnResult] = "", inFront(parts[0], row[columnResult])
		}
		for _, c := range columns {
			if c.kind != fieldChoice || row[c.name] == "" {
				continue
			}
			given := row[c.name]
			choice, err := c.readChoice(ctx, t, given)
			if err != nil {
				row[columnResult] = inFront(given, row[columnResult])
				if c.name == columnChannel {
					choice.text = channelOther
				}
			}
			row[c.name] = choice.text
		}
	}
	return rows, nil
}

// inFront puts what fits nowhere else before a result.
func inFront(text, result string) string {
	return strings.TrimSuffix(text+"; "+result, "; ")
}
