package discordfake

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Types of component.
// https://docs.discord.com/developers/components/reference#component-object-component-types
const (
	actionRow         = 1
	button            = 2
	stringSelect      = 3
	textInput         = 4
	userSelect        = 5
	roleSelect        = 6
	mentionableSelect = 7
	channelSelect     = 8
	section           = 9
	textDisplay       = 10
	thumbnail         = 11
	mediaGallery      = 12
	fileComponent     = 13
	separator         = 14
	container         = 17
	label             = 18
	fileUpload        = 19
	radioGroup        = 21
	checkboxGroup     = 22
	checkbox          = 23
)

// component is a component of any type.
type component struct {
	Type        int         `json:"type"`
	ID          int32       `json:"id,omitempty"`
	CustomID    string      `json:"custom_id,omitempty"`
	Style       int         `json:"style,omitempty"`
	Label       string      `json:"label,omitempty"`
	Description string      `json:"description,omitempty"`
	Emoji       *emoji      `json:"emoji,omitempty"`
	URL         string      `json:"url,omitempty"`
	SKU         string      `json:"sku_id,omitempty"`
	Disabled    bool        `json:"disabled,omitempty"`
	Options     []option    `json:"options,omitempty"`
	Placeholder string      `json:"placeholder,omitempty"`
	MinValues   *int        `json:"min_values,omitempty"`
	MaxValues   *int        `json:"max_values,omitempty"`
	MinLength   *int        `json:"min_length,omitempty"`
	MaxLength   *int        `json:"max_length,omitempty"`
	Required    *bool       `json:"required,omitempty"`
	Value       string      `json:"value,omitempty"`
	Default     bool        `json:"default,omitempty"`
	Content     string      `json:"content,omitempty"`
	Media       *media      `json:"media,omitempty"`
	Items       []galleried `json:"items,omitempty"`
	File        *media      `json:"file,omitempty"`
	Divider     *bool       `json:"divider,omitempty"`
	Spacing     *int        `json:"spacing,omitempty"`
	AccentColor *int        `json:"accent_color,omitempty"`
	Spoiler     bool        `json:"spoiler,omitempty"`
	Components  []component `json:"components,omitempty"`
	Component   *component  `json:"component,omitempty"`
	Accessory   *component  `json:"accessory,omitempty"`
}

type option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Emoji       *emoji `json:"emoji,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

type emoji struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name,omitempty"`
	Animated bool   `json:"animated,omitempty"`
}

type galleried struct {
	Media       media  `json:"media"`
	Description string `json:"description,omitempty"`
	Spoiler     bool   `json:"spoiler,omitempty"`
}

// isSelect reports whether a component is one of the menus.
func (c component) isSelect() bool {
	return slices.Contains([]int{stringSelect, userSelect, roleSelect, mentionableSelect, channelSelect}, c.Type)
}

// interactive reports whether a component has a custom_id.
func (c component) interactive() bool {
	return c.isSelect() || c.Type == button && c.Style != linkButton && c.Style != premiumButton ||
		slices.Contains([]int{textInput, fileUpload, radioGroup, checkboxGroup, checkbox}, c.Type)
}

// walk visits components in reading order, nested ones included, with the path of
// each.
func walk(path string, list []component, visit func(path string, c *component)) {
	for i := range list {
		at, c := fmt.Sprintf("%s.%d", path, i), &list[i]
		visit(at, c)
		walk(at+".components", c.Components, visit)
		if c.Component != nil {
			visit(at+".component", c.Component)
		}
		if c.Accessory != nil {
			visit(at+".accessory", c.Accessory)
		}
	}
}

// identify checks custom_ids and ids, and numbers what has no id.
// https://docs.discord.com/developers/components/reference#anatomy-of-a-component
func (f *form) identify(path string, list []component) {
	custom, ids := map[string]bool{}, map[int32]bool{}
	walk(path, list, func(at string, c *component) {
		if c.interactive() {
			f.length(at+".custom_id", c.CustomID, 1, maxCustomID)
			if custom[c.CustomID] {
				f.wrong(at+".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
			}
			custom[c.CustomID] = true
		}
		if c.ID < 0 {
			f.wrong(at+".id", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 0.")
		}
		if c.ID != 0 && ids[c.ID] {
			f.wrong(at+".id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
		}
		ids[c.ID] = true
	})
	next := int32(1)
	walk(path, list, func(_ string, c *component) {
		if c.ID != 0 {
			return
		}
		for ids[next] {
			next++
		}
		c.ID = next
		ids[next] = true
	})
}

// displayed is how much text a message shows in its components, in characters.
func displayed(list []component) int {
	n := 0
	walk("", list, func(_ string, c *component) {
		n += utf8.RuneCountInString(c.Content)
		if c.Type == button {
			n += utf8.RuneCountInString(c.Label)
		}
		if c.isSelect() {
			n += utf8.RuneCountInString(c.Placeholder)
		}
	})
	return n
}

// processed is what Discord's own store counts of the text displays, in bytes.
func processed(list []component) int {
	n := 0
	walk("", list, func(_ string, c *component) {
		if c.Type == textDisplay {
			n += len(c.Content) + processedEach
		}
	})
	return n
}
