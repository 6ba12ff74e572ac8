package discord

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// checkLimits checks what Discord would: every limit of a message.
func checkLimits(t *testing.T, p piece) {
	t.Helper()
	over := func(what, text string, least, most int) {
		t.Helper()
		if n := length(text); n < least || n > most {
			t.Errorf("%s has %d characters, not %d to %d: %q", what, n, least, most, text)
		}
	}
	if len(p.embeds) > embedsLimit || size(p.embeds) > embedsSizeLimit {
		t.Errorf("%d embeds with %d characters", len(p.embeds), size(p.embeds))
	}
	for _, e := range p.embeds {
		over("a description", e.Description, 0, descriptionLimit)
		if e.Author != nil {
			over("an author", e.Author.Name, 1, authorLimit)
		}
		if e.Footer != nil {
			over("a footer", e.Footer.Text, 1, footerLimit)
		}
		if len(e.Fields) > fieldsLimit {
			t.Errorf("%d fields", len(e.Fields))
		}
		for _, f := range e.Fields {
			over("a field's name", f.Name, 1, fieldNameLimit)
			over("a field's value", f.Value, 1, fieldValueLimit)
		}
		if size([]*discordgo.MessageEmbed{e}) == 0 {
			t.Error("an embed is empty")
		}
	}
	if len(p.components) > rowsLimit {
		t.Errorf("%d rows", len(p.components))
	}
	ids := map[string]bool{}
	once := func(id string) {
		over("a custom_id", id, 1, customIDLimit)
		if ids[id] {
			t.Errorf("two components have the custom_id %q", id)
		}
		ids[id] = true
	}
	for _, r := range p.components {
		row := r.(discordgo.ActionsRow).Components
		if len(row) == 0 || len(row) > rowLimit {
			t.Errorf("a row of %d", len(row))
		}
		for _, c := range row {
			switch c := c.(type) {
			case discordgo.Button:
				once(c.CustomID)
				over("a button", strings.TrimSpace(c.Label), 1, labelLimit)
			case discordgo.SelectMenu:
				once(c.CustomID)
				over("a placeholder", c.Placeholder, 1, placeholderLimit)
				if len(row) != 1 || len(c.Options) == 0 || len(c.Options) > optionsLimit {
					t.Errorf("a select with %d options in a row of %d", len(c.Options), len(row))
				}
				for _, o := range c.Options {
					over("an option", strings.TrimSpace(o.Label), 1, optionLabelLimit)
					over("an option's value", o.Value, 1, optionValueLimit)
				}
			default:
				t.Errorf("a %T in a row", c)
			}
		}
	}
}
