package discord

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// codeAction is the code of an action that Discord would refuse.
const codeAction = "action_too_long"

// components lays the buttons and selects of a message out: up to five buttons in a
// row, every select in a row of its own.
func components(all []chat.Action) ([]discordgo.MessageComponent, error) {
	var rows []discordgo.MessageComponent
	var buttons []discordgo.MessageComponent
	flush := func() {
		for row := range slices.Chunk(buttons, rowLimit) {
			rows = append(rows, discordgo.ActionsRow{Components: row})
		}
		buttons = nil
	}
	n := 0
	for _, a := range all {
		if len(a.Options) == 0 {
			b, err := button(a, n)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, b)
			n++
			continue
		}
		flush()
		menus, err := menus(a, n)
		if err != nil {
			return nil, err
		}
		for _, m := range menus {
			rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{m}})
		}
		n += len(menus)
	}
	if flush(); len(rows) > rowsLimit {
		return nil, tooLong(codeAction, "%d actions need more than %d rows", len(all), rowsLimit)
	}
	return rows, nil
}

// button is an action without options.
func button(a chat.Action, n int) (discordgo.MessageComponent, error) {
	id, err := customID(a, n)
	style := discordgo.SecondaryButton
	switch a.Style {
	case chat.Primary:
		style = discordgo.PrimaryButton
	case chat.Danger:
		style = discordgo.DangerButton
	}
	return discordgo.Button{Label: shortened(faceOf(a), labelLimit), Style: style, CustomID: id}, err
}

// menus is an action with options: a select, its label where nothing is chosen.
// Options that are too many for one stand in several, by number.
func menus(a chat.Action, n int) ([]discordgo.MessageComponent, error) {
	var options []discordgo.SelectMenuOption
	for _, o := range a.Options {
		if o.Value == "" || length(o.Value) > optionValueLimit {
			return nil, tooLong(codeAction, "the value of option %q of select %q is empty or over %d characters", o.Value, a.ID, optionValueLimit)
		}
		label := o.Label
		if blank(label) {
			label = o.Value
		}
		options = append(options, discordgo.SelectMenuOption{Label: shortened(chat.VisibleLine(label), optionLabelLimit), Value: o.Value})
	}
	var all []discordgo.MessageComponent
	for chunk := range slices.Chunk(options, optionsLimit) {
		id, err := customID(a, n+len(all))
		if err != nil {
			return nil, err
		}
		label := faceOf(a)
		if len(options) > optionsLimit {
			first := len(all)*optionsLimit + 1
			numbers := " " + strconv.Itoa(first) + "–" + strconv.Itoa(first+len(chunk)-1)
			label = shortened(label, placeholderLimit-length(numbers)) + numbers
		}
		all = append(all, discordgo.SelectMenu{
			MenuType:    discordgo.StringSelectMenu,
			CustomID:    id,
			Placeholder: shortened(label, placeholderLimit),
			Options:     chunk,
		})
	}
	return all, nil
}

// faceOf is the label of an action as it reads. Discord refuses an empty one.
func faceOf(a chat.Action) string {
	if blank(a.Label) {
		return chat.VisibleLine(a.ID)
	}
	return chat.VisibleLine(a.Label)
}

func tooLong(code, format string, values ...any) *chat.Error {
	return &chat.Error{Failure: chat.TooLong, Code: code, Err: fmt.Errorf(format, values...)}
}
