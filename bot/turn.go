package bot

import (
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/escalation"
)

// turn is one act on its way through the bot: what is known of it so far.
type turn struct {
	bot      *Bot
	platform string
	act      chat.Act
	at       time.Time
	by       person
	say      locale.Speaker
	again    bool // it may have been heard before, so long ago that its operation ID is forgotten
	silent   bool // whoever acts gets no answer, and no word of what came of it

	request request
	byForm  bool                           // the answers of a form, not a typed command
	typed   bool                           // … of one that asked something
	raw     map[string]string              // the fields as they were given, by name
	rows    map[string][]map[string]string // … and those that a form gave as rows
	values  values                         // … and as they were read
	c       escalation.Case                // the case it concerns, the zero Case where none
	actor   escalation.Actor               // in which role the person acts
}

// op is the operation ID: a redelivery of the act has the same.
func (t *turn) op() string { return t.platform + ":" + t.act.ID }

// text is what was given for a field.
func (t *turn) text(name string) string { return t.values[name].text }

// number is a field that is a number; 0 where it was not given.
func (t *turn) number(name string) int64 { return t.values[name].number }

// startOf is the date of a field, or the beginning of the day it names; the
// zero time where it was not given.
func (t *turn) startOf(name string) time.Time { return t.values[name].when.start() }

// happenedOn is when something was that is dated by its day: now when it was
// today, noon on an earlier day; the zero time where no date was given.
func (t *turn) happenedOn(name string) time.Time {
	v, given := t.values[name]
	if !given || !v.when.exact.IsZero() {
		return v.when.exact
	}
	return v.when.during(t.at)
}

// endOf is the date of a field, or the last minute of the day it names; the
// zero time where it was not given.
func (t *turn) endOf(name string) time.Time {
	v, given := t.values[name]
	if !given {
		return time.Time{}
	}
	return v.when.end()
}

// label is the name of a field as people read it. A request may have its own.
func (t *turn) label(name string) string {
	name = name[strings.LastIndexByte(name, '.')+1:] // a column of rows: "tried.2.when"
	if key := "form." + t.request.name + "." + name; t.say.Has(key) {
		return t.say.Say(key)
	}
	return t.say.Say("form.field." + name)
}

// hint is the help below a question, where there is any.
func (t *turn) hint(name string) string {
	for _, key := range []string{"form." + t.request.name + "." + name + ".hint", "form.field." + name + ".hint"} {
		if t.say.Has(key) {
			return t.say.Say(key)
		}
	}
	return ""
}

// submitLabel is what the button that sends the form says: what comes of it, where
// that has words of its own.
func (t *turn) submitLabel() string {
	if key := "form.submit." + t.request.name; t.say.Has(key) {
		return t.say.Say(key)
	}
	return t.say.Say("form.submit")
}

// option is the word for an option of a choice.
func (t *turn) option(family, value string) string {
	if family == familyLanguage {
		return t.bot.Texts.For(value).Say("language.name")
	}
	return t.say.Word(family, value)
}

// Families of words that options are shown in.
const (
	familyClass    = "class"
	familyChannel  = "channel"
	familyRole     = "role"
	familyOutcome  = "form.outcome"
	familyFormat   = "form.format"
	familySwitch   = "form.switch"
	familyFound    = "form.found"
	familyLanguage = "language"
)

// tell is an answer of one sentence.
func (t *turn) tell(key string, pairs ...any) chat.Answer {
	return sentenceAnswer(t.say.Say(key, pairs...))
}

// sentenceAnswer is an answer of one paragraph.
func sentenceAnswer(text string) chat.Answer {
	return chat.Answer{Message: &chat.Message{Blocks: []chat.Block{chat.Paragraph(text)}}}
}
