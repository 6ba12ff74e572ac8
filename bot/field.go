package bot

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"relance/adapters/chat"
	"relance/escalation"
)

// Limits of what people write, in characters. Too long is refused with the
// figure: nothing is ever cut.
const (
	limitName      = 150  // an organisation, a person, a desk, a file
	limitSubject   = 150  //
	limitStory     = 3000 // fits one input on every platform
	limitReply     = 4000 // what an organisation said
	limitPost      = 3000 //
	limitNote      = 2000 // notes and answers
	limitReason    = 300  //
	limitReference = 60   //
	limitAddress   = 254  // of a contact: the longest mail address
	limitLink      = 1000 //
	limitWord      = 40   // a key, a role, a code, a date
	limitLines     = 6000 // what was tried, all lines together
	limitNumbers   = 3000 // references, all lines together
	limitSearch    = 100  //
)

// fieldKind is how the text of a field is read.
type fieldKind int

const (
	fieldLine   fieldKind = iota // one line
	fieldLines                   // several lines
	fieldFuture                  // a date that is to come
	fieldPast                    // a date that has been
	fieldChoice                  // one of the field's options
	fieldCheck                   // yes or nothing
	fieldNumber                  // a whole number, not negative
	fieldDigest                  // a SHA-256 in hexadecimal
	fieldSearch                  // one line, with suggestions
	fieldRows                    // several lines, or the rows of a form
)

// field is one thing a request needs to know. It is a key=value pair of the
// command, a positional word where place is set, and a question of the form.
type field struct {
	name  string
	kind  fieldKind
	limit int
	need  bool
	// insist: the form cannot be sent without it, though a typed request is first read
	// without it.
	insist bool
	place  bool // may be given by position, in the order of the fields
	rest   bool // by position, takes everything that is left, as it was typed
	// class is the only one a detail is about: the form of another does not ask it.
	class escalation.Class
	// options are the values of a choice.
	options func(context.Context, *turn) ([]string, error)
	// varies says that the options depend on the case or on the configuration.
	varies bool
	// family is the locale's family of words for the options.
	family string
	// aliases are further ways to write an option.
	aliases map[string]string
	// initial is what the form shows before anything is written.
	initial func(*turn) string
	// suggest is what may be meant by the beginning of a search.
	suggest func(ctx context.Context, t *turn, typed string) ([]chat.Option, error)
	// columns are the questions of one row, filled the rows that a text means.
	columns []field
	filled  func(ctx context.Context, t *turn, text string) ([]map[string]string, error)
}

// value is a field as it was read.
type value struct {
	text   string
	when   moment
	number int64
	rows   []values
}

// values are the fields of a request that were given.
type values map[string]value

// readFields reads and checks what was given. missing are the fields that are
// needed and were left out, wrong the sentences for what cannot be used.
func readFields(ctx context.Context, t *turn, fields []field, raw map[string]string) (read values, missing []string, wrong map[string]string, err error) {
	read, wrong = values{}, map[string]string{}
	for _, f := range fields {
		if rows := t.rows[f.name]; f.kind == fieldRows && len(rows) > 0 {
			v, err := f.readRows(ctx, t, rows, wrong)
			if err != nil {
				return nil, nil, nil, err
			}
			read[f.name] = v
			continue
		}
		text := strings.TrimSpace(strings.ReplaceAll(raw[f.name], "\r\n", "\n"))
		if text == "" {
			if f.need {
				missing = append(missing, f.name)
			}
			continue
		}
		v, err := f.read(ctx, t, text)
		if o, is := errors.AsType[*objection](err); is {
			wrong[f.name] = t.sentence(o, f.name)
			continue
		}
		if err != nil {
			return nil, nil, nil, err
		}
		read[f.name] = v
	}
	return read, missing, wrong, nil
}

// read reads one field. What is wrong with it is an *objection.
func (f field) read(ctx context.Context, t *turn, text string) (value, error) {
	if n := utf8.RuneCountInString(text); f.limit > 0 && n > f.limit {
		return value{}, object("answer.too_long", "Limit", f.limit, "Length", n)
	}
	if !utf8.ValidString(text) {
		return value{}, object("answer.not_text")
	}
	v := value{text: text}
	switch f.kind {
	case fieldLine, fieldSearch:
		if strings.ContainsAny(text, "\n\r") {
			return value{}, object("answer.one_line")
		}
	case fieldFuture, fieldPast:
		return f.readMoment(t, text)
	case fieldChoice:
		return f.readChoice(ctx, t, text)
	case fieldCheck:
		if !slices.Contains(yesWords[:], fold(text)) {
			if slices.Contains(noWords[:], fold(text)) {
				return value{}, nil
			}
			return value{}, object("answer.yes_or_no", "Text", text)
		}
		v.text = "yes"
	case fieldNumber:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return value{}, object("answer.number", "Text", text)
		}
		v.number = n
	case fieldDigest:
		if b, err := hex.DecodeString(text); err != nil || len(b) != 32 {
			return value{}, object("answer.digest")
		}
		v.text = strings.ToLower(text)
	}
	return v, nil
}

var (
	yesWords = [...]string{"yes", "y", "oui", "o", "true", "on", "1"}
	noWords  = [...]string{"no", "n", "non", "false", "off", "0"}
)

func (f field) readMoment(t *turn, text string) (value, error) {
	zone := t.bot.Zone
	m, err := parseMoment(text, t.at, zone)
	switch {
	case errors.Is(err, errDateImpossible):
		return value{}, object("answer.date.impossible", "Text", text)
	case err != nil:
		return value{}, object("answer.date.form", "Text", text)
	case f.kind == fieldFuture && !m.end().After(t.at):
		return value{}, object("answer.date.past", "Date", t.say.Date(m.day, zone))
	case f.kind == fieldPast && m.start().After(t.at):
		return value{}, object("answer.date.future", "Date", t.say.Date(m.day, zone))
	}
	return value{text: text, when: m}, nil
}

// readChoice finds the option by its value or by the word shown for it.
func (f field) readChoice(ctx context.Context, t *turn, text string) (value, error) {
	options, err := f.options(ctx, t)
	if err != nil {
		return value{}, err
	}
	if o, known := f.aliases[fold(text)]; known {
		return value{text: o}, nil
	}
	words := make([]string, 0, 2*len(options))
	for _, o := range options {
		label := t.option(f.family, o)
		if fold(text) == fold(o) || fold(text) == fold(label) {
			return value{text: o}, nil
		}
		words = append(words, o, label)
	}
	if near := nearest(text, words); near != "" {
		return value{}, object("answer.choice.near", "Text", text, "Near", near)
	}
	return value{}, object("answer.choice", "Text", text, "Options", strings.Join(options, ", "))
}

// input is the field as a question of a form.
func (f field) input(ctx context.Context, t *turn, raw map[string]string) (chat.Input, error) {
	in := chat.Input{
		Name:     f.name,
		Label:    t.label(f.name),
		Hint:     t.hint(f.name),
		Kind:     inputKinds[f.kind],
		Initial:  raw[f.name],
		Optional: !f.need && !f.insist,
		Limit:    f.limit,
	}
	if in.Initial == "" && f.initial != nil {
		in.Initial = f.initial(t)
	}
	if f.kind == fieldFuture || f.kind == fieldPast {
		// A form has a calendar to choose from: it wants the day spelled out.
		if m, err := parseMoment(in.Initial, t.at, t.bot.Zone); err == nil {
			in.Initial = m.day.Format(time.DateOnly)
		} else {
			in.Initial = ""
		}
	}
	var err error
	switch f.kind {
	case fieldChoice:
		var options []string
		options, err = f.options(ctx, t)
		for _, o := range options {
			in.Options = append(in.Options, chat.Option{Value: o, Label: t.option(f.family, o)})
		}
	case fieldCheck:
		if in.Initial != "" && !slices.Contains(yesWords[:], fold(in.Initial)) {
			in.Initial = ""
		}
	case fieldRows:
		err = f.rowsInput(ctx, t, &in)
	}
	return in, err
}

var inputKinds = [...]chat.InputKind{
	fieldLine:   chat.Line,
	fieldLines:  chat.Lines,
	fieldFuture: chat.Day,
	fieldPast:   chat.Day,
	fieldChoice: chat.Choice,
	fieldCheck:  chat.Check,
	fieldNumber: chat.Line,
	fieldDigest: chat.Line,
	fieldSearch: chat.Search,
	fieldRows:   chat.Rows,
}
