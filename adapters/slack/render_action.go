package slack

import (
	"fmt"
	"slices"
	"strconv"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// codeAction is the code of an action that Slack would refuse.
const codeAction = "action_too_long"

// actions lays the buttons and selects of a message out as actions blocks.
func actions(all []chat.Action) ([]slackgo.Block, error) {
	var elements []slackgo.BlockElement
	for n, a := range all {
		if id := actionID(a, n); length(id) > actionIDLimit {
			return nil, tooLong(codeAction, "the ID of action %q is over %d characters", a.ID, actionIDLimit)
		}
		e, err := button(a, n)
		if len(a.Options) > 0 {
			e, err = menu(a, n)
		}
		if err != nil {
			return nil, err
		}
		elements = append(elements, e)
	}
	var blocks []slackgo.Block
	for row := range slices.Chunk(elements, actionsLimit) {
		blocks = append(blocks, slackgo.NewActionBlock("", row...))
	}
	return blocks, nil
}

// button is an action without options.
func button(a chat.Action, n int) (slackgo.BlockElement, error) {
	if length(a.Value) > valueLimit {
		return nil, tooLong(codeAction, "the value of button %q is over %d characters", a.ID, valueLimit)
	}
	b := slackgo.NewButtonBlockElement(actionID(a, n), a.Value, plainText(faceOf(a), labelLimit))
	switch a.Style {
	case chat.Primary:
		b.Style = slackgo.StylePrimary
	case chat.Danger:
		b.Style = slackgo.StyleDanger
	}
	return b, nil
}

// menu is an action with options: a select, its label where nothing is chosen.
// Options that are too many for one list stand in groups, by number.
func menu(a chat.Action, n int) (slackgo.BlockElement, error) {
	var options []*slackgo.OptionBlockObject
	for _, o := range a.Options {
		value := optionValue(a, o)
		if length(value) > optionValueLimit {
			return nil, tooLong(codeAction, "the value of option %q of select %q is over %d characters, that of the select included", o.Value, a.ID, optionValueLimit)
		}
		label := o.Label
		if blank(label) {
			label = o.Value
		}
		options = append(options, slackgo.NewOptionBlockObject(value, plainText(chat.VisibleLine(label), optionLabelLimit), nil))
	}
	if len(options) > optionsLimit*groupsLimit {
		return nil, tooLong(codeAction, "select %q has over %d options", a.ID, optionsLimit*groupsLimit)
	}
	s := slackgo.NewOptionsSelectBlockElement(slackgo.OptTypeStatic, plainText(faceOf(a), placeholderLimit), actionID(a, n))
	if len(options) <= optionsLimit {
		s.Options = options
		return s, nil
	}
	first := 1
	for group := range slices.Chunk(options, optionsLimit) {
		label := strconv.Itoa(first) + "–" + strconv.Itoa(first+len(group)-1)
		s.OptionGroups = append(s.OptionGroups, slackgo.NewOptionGroupBlockElement(plainText(label, optionLabelLimit), group...))
		first += len(group)
	}
	return s, nil
}

// faceOf is the label of an action as it reads. Slack refuses an empty one.
func faceOf(a chat.Action) string {
	if blank(a.Label) {
		return chat.VisibleLine(a.ID)
	}
	return chat.VisibleLine(a.Label)
}

// plainText is text in which Slack replaces nothing, not even :smile:.
func plainText(text string, limit int) *slackgo.TextBlockObject {
	emoji := false
	t := slackgo.NewTextBlockObject(slackgo.PlainTextType, shortened(text, limit), false, false)
	t.Emoji = &emoji
	return t
}

func tooLong(code, format string, values ...any) *chat.Error {
	return &chat.Error{Failure: chat.TooLong, Code: code, Err: fmt.Errorf(format, values...)}
}
