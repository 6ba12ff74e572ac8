package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Colours of the bar beside an embed.
const (
	ownColour   = 0x5865f2
	quoteColour = 0x99aab5
)

// shortField is how long a field may be, label and value each, to stand beside
// others. Discord puts up to three in a line.
const shortField = 40

// embeds lays parts out. What follows a field begins another embed, as an embed
// shows its text before its fields, except the last paragraph: that is small print.
func embeds(parts []part) []*discordgo.MessageEmbed {
	var all []*discordgo.MessageEmbed
	var e *discordgo.MessageEmbed // the last, while more may go into it
	begin := func(colour int) {
		e = &discordgo.MessageEmbed{Color: colour}
		all = append(all, e)
	}
	for i, p := range parts {
		switch p.kind {
		case titlePart:
			begin(ownColour)
			e.Author = &discordgo.MessageEmbedAuthor{Name: p.text}
		case quotePart:
			begin(quoteColour)
			e.Description = escaped(p.text)
			if p.label != "" {
				e.Footer = &discordgo.MessageEmbedFooter{Text: shortened("— "+p.label, footerLimit)}
			}
			e = nil
		case fieldPart:
			if e == nil || len(e.Fields) == fieldsLimit {
				begin(ownColour)
			}
			e.Fields = append(e.Fields, &discordgo.MessageEmbedField{
				Name:   escaped(p.label),
				Value:  p.shown(),
				Inline: length(p.label) <= shortField && length(p.text) <= shortField && !strings.Contains(p.text, "\n"),
			})
		case textPart:
			if e != nil && len(e.Fields) > 0 && i == len(parts)-1 && length(p.text) <= footerLimit {
				e.Footer = &discordgo.MessageEmbedFooter{Text: p.text}
				continue
			}
			if e == nil || len(e.Fields) > 0 || !joinTo(e, p) {
				begin(ownColour)
				e.Description = p.shown()
			}
		}
	}
	return all
}

// shown is the text of a part as it is sent. In what the bot lists, where something
// landed can be clicked; what is quoted, and a text that is published, link nothing.
func (p part) shown() string {
	if p.list || p.kind == fieldPart {
		return linked(p.text)
	}
	return escaped(p.text)
}

// joinTo puts a text under the description of an embed, if there is room for it.
func joinTo(e *discordgo.MessageEmbed, p part) bool {
	text := p.shown()
	switch {
	case e.Description == "":
	case p.list:
		text = "\n" + text
	default:
		text = "\n\n" + text
	}
	if e.Description != "" && length(e.Description)+length(text) > descriptionLimit {
		return false
	}
	e.Description += text
	return true
}

// within tells of embeds that Discord takes in one message.
func within(all []*discordgo.MessageEmbed) bool {
	for _, e := range all {
		if length(e.Description) > descriptionLimit {
			return false
		}
	}
	return len(all) <= embedsLimit && size(all) <= embedsSizeLimit
}

// size is what counts of embeds together.
func size(all []*discordgo.MessageEmbed) int {
	n := 0
	for _, e := range all {
		n += length(e.Description)
		if e.Author != nil {
			n += length(e.Author.Name)
		}
		if e.Footer != nil {
			n += length(e.Footer.Text)
		}
		for _, f := range e.Fields {
			n += length(f.Name) + length(f.Value)
		}
	}
	return n
}
