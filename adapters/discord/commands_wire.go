package discord

import (
	"strings"

	"relance/adapters/chat"
)

// Types of command and of option
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-types,
// #application-command-object-application-command-option-type).
const (
	slashType   = 1
	messageType = 3

	subcommandType = 1
	groupType      = 2
	stringType     = 3
	integerType    = 4
	booleanType    = 5
)

// Limits of commands
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object).
const (
	commandOptionsLimit = 25
	commandNameLimit    = 32
	commandAboutLimit   = 100
	choicesLimit        = 25
	choiceLimit         = 100
	// commandTextLimit is for the names, descriptions and values of one slash command
	// together, of each the longest translation
	// (https://docs.discord.com/developers/interactions/application-commands#slash-commands).
	commandTextLimit = 8_000
	// optionTextLimit is how long a value may be.
	optionTextLimit = 6_000
)

// wireCommand is a command as Discord has it, as far as it is given from here.
type wireCommand struct {
	Type          int               `json:"type"`
	Name          string            `json:"name"`
	NameIn        map[string]string `json:"name_localizations,omitempty"`
	Description   string            `json:"description"`
	DescriptionIn map[string]string `json:"description_localizations,omitempty"`
	Options       []wireOption      `json:"options,omitempty"`
	// Rights are those that a member needs; nil: none.
	Rights *string `json:"default_member_permissions"`
}

type wireOption struct {
	Type          int               `json:"type"`
	Name          string            `json:"name"`
	Description   string            `json:"description"`
	DescriptionIn map[string]string `json:"description_localizations,omitempty"`
	Choices       []wireChoice      `json:"choices,omitempty"`
	Options       []wireOption      `json:"options,omitempty"`
	MaxLength     int               `json:"max_length,omitempty"`
	Autocomplete  bool              `json:"autocomplete,omitempty"`
}

type wireChoice struct {
	Name   string            `json:"name"`
	NameIn map[string]string `json:"name_localizations,omitempty"`
	Value  string            `json:"value"`
}

// wireLocales are the languages of Discord's clients
// (https://docs.discord.com/developers/reference#locales).
const wireLocales = "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko"

// wireTexts are the translations of a text by Discord's languages, each given to
// every region of its language.
func (t Text) wireTexts(limit int) map[string]string {
	var all map[string]string
	for locale := range strings.FieldsSeq(wireLocales) {
		language, _, _ := strings.Cut(locale, "-")
		text, known := t.In[locale]
		if !known {
			text = t.In[language]
		}
		if text == "" || text == t.Text {
			continue
		}
		if all == nil {
			all = map[string]string{}
		}
		all[locale] = shortened(chat.VisibleLine(text), limit)
	}
	return all
}

// wireText is the text itself.
func (t Text) wireText(limit int) string { return shortened(chat.VisibleLine(t.Text), limit) }

// text is how much text counts in a command.
func (c wireCommand) text() int {
	return longest(c.Name, c.NameIn) + longest(c.Description, c.DescriptionIn) + optionsText(c.Options)
}

func optionsText(all []wireOption) int {
	n := 0
	for _, o := range all {
		n += length(o.Name) + longest(o.Description, o.DescriptionIn) + optionsText(o.Options)
		for _, c := range o.Choices {
			n += longest(c.Name, c.NameIn) + length(c.Value)
		}
	}
	return n
}

func longest(text string, in map[string]string) int {
	n := length(text)
	for _, t := range in {
		n = max(n, length(t))
	}
	return n
}
