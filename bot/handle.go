package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// answerWithin is how long a person waits for an answer at most; the platforms
// give up after three seconds.
const answerWithin = 2500 * time.Millisecond

// On returns the handler of the acts of one platform, by its name.
func (b *Bot) On(platform string) chat.Handler { return handler{b, platform} }

type handler struct {
	bot      *Bot
	platform string
}

func (h handler) Handle(ctx context.Context, act chat.Act) chat.Answer {
	return h.bot.handle(ctx, h.platform, act)
}

// Handle answers the acts of the bot's only platform. A bot that serves several
// is asked through [Bot.On], so that accounts are not mistaken for each other.
func (b *Bot) Handle(ctx context.Context, act chat.Act) chat.Answer {
	if len(b.Platforms) != 1 {
		b.Logger.Error("an act came from nobody knows which platform", "act", act.ID, "platforms", len(b.Platforms))
		return sentenceAnswer(b.Texts.For(b.Language).Refusal(nil))
	}
	return b.handle(ctx, b.Platforms[0].Name(), act)
}

func (b *Bot) handle(ctx context.Context, platform string, act chat.Act) chat.Answer {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	t := &turn{bot: b, platform: platform, act: act, at: act.At, say: b.Texts.For(b.speaks(act.By.Language))}
	if t.at.IsZero() {
		t.at = b.Now()
	}
	answer, err := t.run(ctx)
	if err != nil {
		answer := t.refusal(err)
		if t.silent {
			answer = chat.Answer{}
		}
		answer.Unrecorded = notKept(err)
		return answer
	}
	return answer
}

// run understands, authorises and does what was asked.
func (t *turn) run(ctx context.Context) (chat.Answer, error) {
	var err error
	if t.by, err = t.bot.person(ctx, t.platform, t.act.By); err != nil {
		return chat.Answer{}, err
	}
	t.say = t.bot.Texts.For(t.bot.speaks(t.by.Language))
	if foreign(t.act.Deed) { // a form stays open with all that was typed into it
		answer := t.tell("answer.foreign")
		answer.Unrecorded = true
		return answer, nil
	}
	switch deed := t.act.Deed.(type) {
	case chat.Command:
		return t.command(ctx, deed)
	case chat.Click:
		return t.click(ctx, deed)
	case chat.Submit:
		return t.submit(ctx, deed)
	case chat.Said:
		return t.said(ctx, deed)
	case chat.Visit:
		return t.visit(ctx)
	case chat.Shortcut:
		return t.shortcut(ctx, deed)
	case chat.Suggest:
		return t.suggest(ctx, deed)
	}
	return t.nothing(), nil
}

// command does what a slash command asks. What is missing is asked for in a form.
func (t *turn) command(ctx context.Context, deed chat.Command) (chat.Answer, error) {
	understood, err := t.bot.catalogue.understand(deed.Text)
	if err != nil {
		return chat.Answer{}, err
	}
	t.request, t.raw = understood.request, understood.raw
	if err := t.meet(ctx, understood.id); err != nil {
		return chat.Answer{}, err
	}
	return t.fill(ctx)
}

// click does what a button asks, or opens its form.
func (t *turn) click(ctx context.Context, deed chat.Click) (chat.Answer, error) {
	if deed.Value == "" {
		deed.Value, deed.Option = deed.Option, "" // a select of cases: see lookups
	}
	if err := t.aim(ctx, deed.Action, deed.Value, nil); err != nil {
		return chat.Answer{}, err
	}
	if t.request.option != "" && deed.Option != "" && deed.Option != optionNone {
		t.raw[t.request.option] = deed.Option
	}
	class := t.raw[fieldClass]
	if t.request.form && (!t.request.brief || class == "" || needsDetail(class)) {
		return t.ask(ctx)
	}
	return t.fill(ctx)
}

// submit does what a form asks that was sent back.
func (t *turn) submit(ctx context.Context, deed chat.Submit) (chat.Answer, error) {
	t.byForm, t.rows, t.typed = true, deed.Rows, len(deed.Fields)+len(deed.Rows) > 0
	if err := t.aim(ctx, deed.Form, deed.Value, deed.Fields); err != nil {
		return chat.Answer{}, err
	}
	maps.Copy(t.raw, deed.Fields)
	return t.fill(ctx)
}

// aim finds what a button or form asks, and of which case. given are the answers
// of the form.
func (t *turn) aim(ctx context.Context, name, value string, given map[string]string) error {
	r, ok := t.bot.catalogue.named(name)
	if !ok {
		return unknownButton()
	}
	t.request, t.raw = r, map[string]string{}
	if r.message {
		return t.aimWithMessage(ctx, value, given)
	}
	id, detail := parseTarget(value)
	if r.option != "" {
		detail, t.raw[r.option], _ = strings.Cut(detail, "/")
	}
	if r.detail != "" {
		t.raw[r.detail] = detail
	}
	if r.about != aboutNothing && id == "" || r.detail != "" && detail == "" {
		return unknownButton()
	}
	return t.meet(ctx, id)
}

// aimWithMessage does so for a form that may be about a message: which case is
// one of its questions, where it is about any.
func (t *turn) aimWithMessage(ctx context.Context, key string, given map[string]string) error {
	t.raw[fieldMessage] = key
	if t.request.about == aboutNothing {
		return t.meet(ctx, "")
	}
	named := strings.TrimSpace(given[keyCase])
	if named == "" {
		return inField(keyCase, object("answer.missing"))
	}
	id, err := escalation.ParseCaseID(named)
	if err == nil {
		err = t.meet(ctx, id)
	}
	if code := escalation.CodeOf(err); code == escalation.CodeBadID || code == escalation.CodeNoCase {
		return inField(keyCase, err)
	}
	return err
}

// fill reads the fields and does what was asked. Where the only trouble is that
// something is missing, a form asks for it.
func (t *turn) fill(ctx context.Context) (chat.Answer, error) {
	values, missing, wrong, err := readFields(ctx, t, t.request.fields, t.raw)
	if err != nil {
		return chat.Answer{}, err
	}
	t.values = values
	if len(missing) > 0 && len(wrong) == 0 && !t.byForm {
		return t.ask(ctx)
	}
	for _, name := range missing {
		wrong[name] = t.say.Say("answer.missing", "Field", t.label(name))
	}
	if len(wrong) > 0 {
		return t.wrong(wrong), nil
	}
	return t.do(ctx)
}

// do carries out a request whose fields are read.
func (t *turn) do(ctx context.Context) (chat.Answer, error) {
	if t.request.do != nil {
		return t.request.do(ctx, t)
	}
	fact, err := t.request.fact(ctx, t)
	if err != nil {
		return chat.Answer{}, err
	}
	return t.record(ctx, fact)
}

// wrong says what cannot be used: beside the questions where there is a form,
// one below the other where there is not.
func (t *turn) wrong(wrong map[string]string) chat.Answer {
	if t.byForm && t.asks(wrong) {
		return chat.Answer{Wrong: wrong}
	}
	m := &chat.Message{}
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		m.Blocks = append(m.Blocks, chat.Paragraph(wrong[name]))
	}
	if t.request.words != "" {
		m.Blocks = append(m.Blocks, chat.Paragraph(t.say.Say("cmd.usage", "Usage", t.naming().usage(t.request))))
	}
	return chat.Answer{Message: m}
}

// asks says that the form has a question for everything that is wrong: what a
// button's value holds is not asked.
func (t *turn) asks(wrong map[string]string) bool {
	_, target := wrong[t.request.detail]
	return !target
}

// refusal is the answer to somebody whose request came to nothing. A form that
// something was typed into stays open, or it would be gone with the words; one that
// may be recorded does not, as it must not be sent twice.
func (t *turn) refusal(err error) chat.Answer {
	if e, is := errors.AsType[*fieldError](err); is {
		return t.wrong(map[string]string{e.field: t.sentence(e.err, e.field)})
	}
	if e, is := errors.AsType[*undecidedError](err); is {
		return t.choose(e.cases)
	}
	sentence := t.sentence(err, "")
	if t.typed && escalation.CodeOf(err) != escalation.CodeNotConfirmed {
		return chat.Answer{Wrong: map[string]string{"": sentence}}
	}
	return sentenceAnswer(sentence)
}

// sentence is what a person is told about an error, in a field where one is
// named. What is no fault of whoever acts is logged.
func (t *turn) sentence(err error, field string) string {
	if o, is := errors.AsType[*objection](err); is {
		pairs := t.naming().resolve(o.pairs)
		if field != "" {
			pairs = append([]any{"Field", t.label(field)}, pairs...)
		}
		return t.say.Say(o.key, pairs...)
	}
	if denied, is := errors.AsType[*deniedError](err); is {
		return denied.sentence(t.say)
	}
	code := escalation.CodeOf(err)
	if code == "" || code == escalation.CodeNotRecorded || code == escalation.CodeNotConfirmed {
		t.bot.Logger.Error("an act came to nothing", "op", t.op(), "request", t.request.name, "error", err)
	}
	if code == "" {
		code = escalation.CodeNotRecorded
		err = &escalation.Error{Code: code, Err: err}
	}
	if code == escalation.CodeNotRecorded && t.reads() {
		return t.say.Say("answer.unread")
	}
	return t.say.Refusal(err)
}

// reads says that what was asked records nothing, however far it came.
func (t *turn) reads() bool {
	r := t.request
	switch deed := t.act.Deed.(type) {
	case chat.Visit:
		return true
	case chat.Command:
		if understood, err := t.bot.catalogue.understand(deed.Text); err == nil && r.name == "" {
			r = understood.request
		}
	case chat.Click:
		if named, is := t.bot.catalogue.named(deed.Action); is && r.name == "" {
			r = named
		}
	}
	return r.reads
}

// notKept says that an act came to nothing through no fault of whoever acted.
func notKept(err error) bool {
	if _, is := errors.AsType[*objection](err); is {
		return false
	}
	if _, is := errors.AsType[*deniedError](err); is {
		return false
	}
	if _, is := errors.AsType[*undecidedError](err); is {
		return false
	}
	code := escalation.CodeOf(err)
	return code == "" || code == escalation.CodeNotRecorded
}

// fieldError is an error that belongs to one field.
type fieldError struct {
	field string
	err   error
}

func (e *fieldError) Error() string { return e.field + ": " + e.err.Error() }

func (e *fieldError) Unwrap() error { return e.err }

// inField says which field an error belongs to.
func inField(name string, err error) error { return &fieldError{name, err} }

// undecidedError says that more than one case may be meant. Without cases whoever
// acts may not see them.
type undecidedError struct{ cases []escalation.Case }

func (e *undecidedError) Error() string { return "bot: more than one case may be meant" }

// choose asks which case is meant, and lists those that may be.
func (t *turn) choose(cases []escalation.Case) chat.Answer {
	if len(cases) == 0 {
		return t.tell("answer.name_the_case")
	}
	m := &chat.Message{}
	t.listed(m, "answer.which_case", cases)
	return chat.Answer{Message: m}
}
