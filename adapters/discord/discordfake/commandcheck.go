package discordfake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Types of option.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
const (
	optionSubcommand  = 1
	optionGroup       = 2
	optionString      = 3
	optionInteger     = 4
	optionBoolean     = 5
	optionUser        = 6
	optionChannel     = 7
	optionRole        = 8
	optionMentionable = 9
	optionNumber      = 10
	optionAttachment  = 11
)

// commandName is how slash commands and options may be called.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// locales are those that a text may be given in.
// https://docs.discord.com/developers/reference#locales
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

func path(i int) string { return strconv.Itoa(i) }

// join puts a field's name behind a path.
func join(at, field string) string {
	if at == "" {
		return field
	}
	return at + "." + field
}

// command checks a command and fills in its type.
func (f *form) command(at string, c *command) {
	if c.Type == 0 {
		c.Type = slashCommand
	}
	f.length(join(at, "name"), c.Name, 1, maxCommandName)
	f.locales(join(at, "name_localizations"), c.NameIn, 1, maxCommandName)
	f.locales(join(at, "description_localizations"), c.DescriptionIn, 0, maxCommandDescription)
	if c.MemberPermissions != nil {
		if _, err := strconv.ParseUint(*c.MemberPermissions, 10, 64); err != nil {
			f.wrong(join(at, "default_member_permissions"), "NUMBER_TYPE_COERCE", "Value is not int.")
		}
	}
	switch c.Type {
	case slashCommand:
		f.name(join(at, "name"), c.Name)
		for in, name := range c.NameIn {
			f.name(join(at, "name_localizations")+"."+in, name)
		}
		f.length(join(at, "description"), c.Description, 1, maxCommandDescription)
		f.commandOptions(join(at, "options"), c.Options, 0)
	case userCommand, messageCommand:
		if c.Description != "" {
			f.wrong(join(at, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Context menu commands cannot have description")
		}
		if len(c.Options) > 0 {
			f.wrong(join(at, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", "Context menu commands cannot have options")
		}
	default:
		f.choice(join(at, "type"), c.Type)
	}
	if n := c.text(); n > maxCommandText {
		f.wrong(at, "APPLICATION_COMMAND_TOO_LARGE", fmt.Sprintf("Command exceeds maximum size (%d)", maxCommandText))
	}
}

// name checks the name of a slash command or option: its letters are small ones.
func (f *form) name(at, name string) {
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		f.wrong(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func (f *form) locales(at string, texts map[string]string, least, most int) {
	for in, text := range texts {
		if !slices.Contains(locales, in) {
			f.wrong(at, "DICT_TYPE_KEY", "Locale "+in+" is not one of those that are allowed.")
		}
		f.length(at+"."+in, text, least, most)
	}
}

// unique refuses two commands of a type with one name.
func (f *form) unique(all []*command) {
	seen := map[string]bool{}
	for i, c := range all {
		key := path(c.Type) + c.Name
		if seen[key] {
			f.wrong(path(i)+".name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
}

// commandOptions checks the options of a command (depth 0), or of a subcommand or
// group.
func (f *form) commandOptions(at string, list []commandOption, depth int) {
	f.count(at, len(list), 0, maxCommandOptions)
	seen, optional := map[string]bool{}, false
	for i, o := range list {
		one := fmt.Sprintf("%s.%d", at, i)
		f.length(one+".name", o.Name, 1, maxCommandName)
		f.name(one+".name", o.Name)
		f.locales(one+".name_localizations", o.NameIn, 1, maxCommandName)
		f.length(one+".description", o.Description, 1, maxCommandDescription)
		f.locales(one+".description_localizations", o.DescriptionIn, 1, maxCommandDescription)
		if seen[o.Name] {
			f.wrong(one+".name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_USED", "Option name already used")
		}
		seen[o.Name] = true
		if o.Required && optional {
			f.wrong(one, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		if (o.Type <= optionGroup) != (list[0].Type <= optionGroup) {
			f.wrong(one, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		f.commandOption(one, o, depth)
	}
}

func (f *form) commandOption(at string, o commandOption, depth int) {
	switch {
	case o.Type < optionSubcommand || o.Type > optionAttachment:
		f.choice(at+".type", o.Type)
	case o.Type == optionGroup && depth > 0, o.Type == optionSubcommand && depth > 1:
		f.wrong(at+".type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This option type cannot be nested here")
	case o.Type == optionGroup:
		f.commandOptions(at+".options", o.Options, 1)
	case o.Type == optionSubcommand:
		f.commandOptions(at+".options", o.Options, 2)
	case len(o.Options) > 0:
		f.wrong(at+".options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only subcommands and groups have options")
	}
	listed := slices.Contains([]int{optionString, optionInteger, optionNumber}, o.Type)
	if (len(o.Choices) > 0 || o.Autocomplete) && !listed || len(o.Choices) > 0 && o.Autocomplete {
		f.wrong(at+".autocomplete", "APPLICATION_COMMAND_INVALID_AUTOCOMPLETE", "Choices and autocomplete cannot be used here")
	}
	f.between(at+".min_length", o.MinLength, 0, maxOptionLength)
	f.between(at+".max_length", o.MaxLength, 1, maxOptionLength)
	f.choices(at+".choices", o.Type, o.Choices)
}

func (f *form) choices(at string, kind int, list []commandChoice) {
	f.count(at, len(list), 0, maxChoices)
	for i, c := range list {
		one := fmt.Sprintf("%s.%d", at, i)
		f.length(one+".name", c.Name, 1, maxChoiceText)
		f.locales(one+".name_localizations", c.NameIn, 1, maxChoiceText)
		switch value := c.Value.(type) {
		case string:
			f.length(one+".value", value, 1, maxChoiceText)
			if kind != optionString {
				f.wrong(one+".value", "NUMBER_TYPE_COERCE", "Value is not a number.")
			}
		case float64:
			if kind == optionString {
				f.wrong(one+".value", "STRING_TYPE_CONVERT", "Could not interpret value as string.")
			}
		default:
			f.required(one + ".value")
		}
	}
}

// text is how much text a command has, in characters: of each the longest
// translation.
// https://docs.discord.com/developers/interactions/application-commands#slash-commands
func (c *command) text() int {
	return longest(c.Name, c.NameIn) + longest(c.Description, c.DescriptionIn) + optionsText(c.Options)
}

func optionsText(list []commandOption) int {
	n := 0
	for _, o := range list {
		n += longest(o.Name, o.NameIn) + longest(o.Description, o.DescriptionIn) + optionsText(o.Options)
		for _, c := range o.Choices {
			n += longest(c.Name, c.NameIn) + utf8.RuneCountInString(fmt.Sprint(c.Value))
		}
	}
	return n
}

func longest(text string, in map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, t := range in {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}
