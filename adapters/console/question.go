package console

import (
	"strconv"
	"strings"
	"time"

	"relance/adapters/chat"
)

// yes is the neutral answer of a check.
const yes = "yes"

// question is what one input of a form asks.
func (w Words) question(in chat.Input) []line {
	ask := chat.VisibleLine(in.Label)
	if !in.Optional {
		ask += " *"
	}
	if in.Limit > 0 {
		ask += " (" + w.UpTo(in.Limit) + ")"
	}
	lines := []line{{kind: askLine, text: ask}}
	if in.Hint != "" {
		lines = appendText(lines, textLine, in.Hint)
	}
	keeps := in.Initial
	switch in.Kind {
	case chat.Lines:
		lines = appendText(lines, textLine, w.LinesHelp)
	case chat.Rows:
		lines = appendText(lines, textLine, w.RowsHelp(rowForm(in.Columns)))
		lines = appendText(lines, textLine, w.LinesHelp)
	case chat.Day:
		lines = appendText(lines, textLine, w.DayHelp)
	case chat.Check:
		lines = appendText(lines, textLine, w.CheckHelp)
		if keeps != "" {
			keeps = w.Yes
		}
	case chat.Choice:
		for i, o := range in.Options {
			lines = append(lines, line{kind: itemLine, text: strconv.Itoa(i+1) + ". " + chat.VisibleLine(o.Label)})
			if o.Value == in.Initial {
				keeps = o.Label
			}
		}
	}
	if keeps != "" {
		lines = appendText(lines, textLine, w.Keeps(keeps))
	}
	return lines
}

// rowForm is how one row is typed in a line: "When; How; [Who]".
func rowForm(columns []chat.Input) string {
	var parts []string
	for _, c := range columns {
		part := chat.VisibleLine(c.Label)
		if c.Optional {
			part = "[" + part + "]"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

// severalLines says that an answer is typed in more lines than one.
func severalLines(in chat.Input) bool { return in.Kind == chat.Lines || in.Kind == chat.Rows }

// read turns what was typed, of a length in characters, into the neutral answer,
// or says what is wrong with it.
func (w Words) read(in chat.Input, text string, length int) (value, problem string) {
	text = strings.TrimSpace(text)
	if text == "" {
		if in.Initial == "" && !in.Optional {
			return "", w.NeedsAnswer
		}
		return in.Initial, ""
	}
	if limit := limitOf(in); length > limit {
		return "", w.TooLong(length, limit)
	}
	switch in.Kind {
	case chat.Line, chat.Search:
		text = strings.Join(strings.Split(text, "\n"), " ")
	case chat.Day:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "", w.NotADay
		}
	case chat.Choice:
		o, ok := optionOf(in.Options, text)
		if !ok {
			return "", w.noSuchOption(in.Options, text)
		}
		return o.Value, ""
	case chat.Check:
		return w.readCheck(in, text)
	}
	return text, ""
}

func (w Words) readCheck(in chat.Input, text string) (value, problem string) {
	switch {
	case strings.EqualFold(text, yes), strings.EqualFold(text, w.Yes):
		return yes, ""
	case !strings.EqualFold(text, "no") && !strings.EqualFold(text, w.No):
		return "", w.NotYesNo
	case !in.Optional:
		return "", w.NeedsAnswer
	}
	return "", ""
}

// noSuchOption says that no choice was meant, or which one may have been.
func (w Words) noSuchOption(options []chat.Option, asked string) string {
	if asked == "" {
		return w.NeedsOption
	}
	labels := map[string]string{}
	var names []string
	for _, o := range options {
		label := chat.VisibleLine(o.Label)
		labels[label], labels[o.Value] = label, label
		names = append(names, label, o.Value)
	}
	return w.NoSuchOption(excerpt(asked), labels[nearest(asked, names)])
}

func limitOf(in chat.Input) int {
	if in.Limit > 0 {
		return min(in.Limit, AnswerLimit)
	}
	return AnswerLimit
}
