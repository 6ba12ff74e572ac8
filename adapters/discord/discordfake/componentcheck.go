package discordfake

import (
	"fmt"
	"slices"
)

// Styles of button.
// https://docs.discord.com/developers/components/reference#button-button-styles
const (
	primaryButton = 1
	linkButton    = 5
	premiumButton = 6
)

// components checks the components of a message and numbers them.
func (f *form) components(path string, list []component, v2 bool) {
	f.identify(path, list)
	if !v2 {
		if len(list) > maxRows {
			f.wrong(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between 1 and %d in length.", maxRows))
		}
		f.children(path, list, actionRow)
		return
	}
	total := 0
	walk(path, list, func(string, *component) { total++ })
	if total > maxComponents {
		f.wrong(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", fmt.Sprintf("The total number of components must be at most %d", maxComponents))
	}
	if displayed(list) > maxDisplayed {
		f.wrong(path, "COMPONENT_MAX_DISPLAYABLE_TEXT_SIZE_EXCEEDED", fmt.Sprintf("The total displayable text size must be at most %d", maxDisplayed))
	}
	f.children(path, list, actionRow, section, textDisplay, mediaGallery, fileComponent, separator, container)
}

// children checks components that must be of certain types.
func (f *form) children(path string, list []component, types ...int) {
	for i := range list {
		f.child(fmt.Sprintf("%s.%d", path, i), &list[i], types...)
	}
}

func (f *form) child(at string, c *component, types ...int) {
	if !slices.Contains(types, c.Type) {
		f.wrong(at+".type", "UNION_TYPE_CHOICES", fmt.Sprintf("Value of field \"type\" must be one of %v.", types))
		return
	}
	switch c.Type {
	case actionRow:
		f.row(at, c)
	case section:
		f.count(at+".components", len(c.Components), 1, maxSectionTexts)
		f.children(at+".components", c.Components, textDisplay)
		if c.Accessory == nil {
			f.required(at + ".accessory")
			return
		}
		f.child(at+".accessory", c.Accessory, button, thumbnail)
	case container:
		f.between(at+".accent_color", c.AccentColor, 0, 0xffffff)
		f.count(at+".components", len(c.Components), 1, maxComponents)
		f.children(at+".components", c.Components, actionRow, textDisplay, section, mediaGallery, separator, fileComponent)
	case textDisplay:
		f.length(at+".content", c.Content, 1, maxDisplayed)
	case separator:
		f.between(at+".spacing", c.Spacing, 1, 2)
	case thumbnail:
		f.length(at+".description", c.Description, 0, maxAltText)
		f.media(at+".media", c.Media)
	case mediaGallery:
		f.count(at+".items", len(c.Items), 1, maxGallery)
		for i, item := range c.Items {
			f.length(fmt.Sprintf("%s.items.%d.description", at, i), item.Description, 0, maxAltText)
			f.media(fmt.Sprintf("%s.items.%d.media", at, i), &item.Media)
		}
	case fileComponent:
		f.media(at+".file", c.File)
	case button:
		f.button(at, c)
	default:
		f.menu(at, c)
	}
}

func (f *form) media(at string, m *media) {
	if m == nil || m.URL == "" {
		f.required(at)
		return
	}
	f.address(at+".url", m.URL)
}

// row checks an action row of a message: up to five buttons, or one select.
// https://docs.discord.com/developers/components/reference#action-row
func (f *form) row(at string, c *component) {
	f.count(at+".components", len(c.Components), 1, maxRowButtons)
	f.children(at+".components", c.Components, button, stringSelect, userSelect, roleSelect, mentionableSelect, channelSelect)
	if len(c.Components) > 1 && slices.ContainsFunc(c.Components, component.isSelect) {
		f.wrong(at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu takes the whole row.")
	}
}

// https://docs.discord.com/developers/components/reference#button
func (f *form) button(at string, c *component) {
	f.length(at+".label", c.Label, 0, maxButtonLabel)
	switch {
	case c.Style < primaryButton || c.Style > premiumButton:
		f.choice(at+".style", c.Style)
	case c.Style == linkButton:
		f.length(at+".url", c.URL, 1, maxButtonURL)
		f.address(at+".url", c.URL)
		if c.CustomID != "" {
			f.wrong(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
	case c.Style == premiumButton:
		f.length(at+".sku_id", c.SKU, 1, maxCustomID)
		if c.CustomID != "" || c.Label != "" || c.URL != "" || c.Emoji != nil {
			f.wrong(at, "BUTTON_COMPONENT_INVALID", "A premium button has nothing but its sku_id")
		}
	case c.URL != "" || c.SKU != "":
		f.wrong(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
	}
	if c.Style != premiumButton && c.Label == "" && c.Emoji == nil {
		f.wrong(at, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or an emoji")
	}
}

// menu checks a select.
// https://docs.discord.com/developers/components/reference#string-select
func (f *form) menu(at string, c *component) {
	f.length(at+".placeholder", c.Placeholder, 0, maxSelectPlaceholder)
	f.between(at+".min_values", c.MinValues, 0, maxOptions)
	f.between(at+".max_values", c.MaxValues, 1, maxOptions)
	if c.Type == stringSelect {
		f.options(at+".options", c.Options, 1, maxOptions)
		if c.MaxValues != nil && *c.MaxValues > len(c.Options) {
			f.wrong(at+".max_values", "SELECT_COMPONENT_MAX_VALUES", "There are not that many options.")
		}
	}
}

func (f *form) options(at string, list []option, least, most int) {
	f.count(at, len(list), least, most)
	seen := map[string]bool{}
	for i, o := range list {
		one := fmt.Sprintf("%s.%d", at, i)
		f.length(one+".label", o.Label, 1, maxOptionText)
		f.length(one+".value", o.Value, 1, maxOptionText)
		f.length(one+".description", o.Description, 0, maxOptionText)
		if seen[o.Value] {
			f.wrong(one+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[o.Value] = true
	}
}
