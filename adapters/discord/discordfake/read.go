package discordfake

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// page collects what a person reads in a message or form.
type page struct {
	lines   []string
	labels  []string
	selects []Select
	effects []string
}

// text adds text without markdown: a label, a footer.
func (p *page) text(t string) {
	if t == "" {
		return
	}
	p.lines = append(p.lines, t)
	for _, c := range t {
		if c != '\n' && c != '\t' && !unicode.IsGraphic(c) {
			p.effects = append(p.effects, fmt.Sprintf("%U", c))
		}
	}
}

// markdown adds text with markdown. unfurls: its addresses get previews.
func (p *page) markdown(t string, live mentions, unfurls bool) {
	if t == "" {
		return
	}
	read := parse(t)
	p.lines = append(p.lines, read.text)
	for _, m := range read.marks {
		p.effects = append(p.effects, m.effects(live, unfurls)...)
	}
}

// effects are what a mark does, in words.
func (m mark) effects(live mentions, unfurls bool) []string {
	switch m.kind {
	case markLink:
		if m.bare && unfurls {
			return []string{"link " + m.of, "preview " + m.of}
		}
		return []string{"link " + m.of}
	case markUser:
		return pinged("<@"+m.of+">", slices.Contains(live.users, m.of))
	case markRole:
		return pinged("<@&"+m.of+">", slices.Contains(live.roles, m.of))
	case markChannel:
		return []string{"link <#" + m.of + ">"}
	case markEveryone:
		if live.everyone {
			return []string{"mention " + m.of}
		}
		return nil // shown as plain text
	}
	return []string{m.of}
}

// pinged: a mention that pings nobody is still shown as a name to click.
func pinged(of string, live bool) []string {
	if live {
		return []string{"mention " + of}
	}
	return []string{"name " + of}
}

// message reads a message from top to bottom.
func (p *page) message(m *message) {
	previews := !m.has(flagSuppressEmbeds) && m.kind != typeThreadStarter
	p.markdown(m.content, m.mentions, previews)
	for _, e := range m.embeds {
		if m.has(flagSuppressEmbeds) {
			break
		}
		p.embed(e)
	}
	p.components(m.components, m.mentions)
	for _, f := range m.files {
		p.text(f.Name)
	}
}

// embed: mentions in an embed never ping, links in it have no previews.
func (p *page) embed(e embed) {
	if e.Author != nil {
		p.text(e.Author.Name)
		p.target(e.Author.URL)
	}
	p.markdown(e.Title, mentions{}, false)
	if e.Title != "" { // the address is the title's: without one nothing shows it
		p.target(e.URL)
	}
	p.markdown(e.Description, mentions{}, false)
	for _, field := range e.Fields {
		p.markdown(field.Name, mentions{}, false)
		p.markdown(field.Value, mentions{}, false)
	}
	if e.Footer != nil {
		p.text(e.Footer.Text)
	}
	for _, m := range []*media{e.Image, e.Thumbnail} {
		if m != nil {
			p.effects = append(p.effects, "image "+m.URL)
		}
	}
}

// target adds the link that something is.
func (p *page) target(url string) {
	if url != "" {
		p.effects = append(p.effects, "link "+url)
	}
}

func (p *page) components(list []component, live mentions) {
	walk("", list, func(_ string, c *component) {
		switch {
		case c.Type == textDisplay:
			p.markdown(c.Content, live, false)
		case c.Type == button:
			p.text(strings.TrimSpace(c.Label))
			p.labels = append(p.labels, c.Label)
			p.target(c.URL)
		case c.isSelect():
			p.menu(c)
		case c.Type == thumbnail:
			p.text(c.Description)
			p.effects = append(p.effects, "image "+c.Media.URL)
		case c.Type == mediaGallery:
			for _, item := range c.Items {
				p.text(item.Description)
				p.effects = append(p.effects, "image "+item.Media.URL)
			}
		case c.Type == container && c.Spoiler:
			p.effects = append(p.effects, "spoiler")
		}
	})
}

// menu reads a select, with its options, as if it were opened.
func (p *page) menu(c *component) {
	s := Select{Label: c.Placeholder, CustomID: c.CustomID}
	p.text(c.Placeholder)
	for _, o := range c.Options {
		s.Options = append(s.Options, Option{Label: o.Label, Value: o.Value, Description: o.Description})
		p.text(o.Label)
		p.text(o.Description)
	}
	p.labels = append(p.labels, c.Placeholder)
	p.selects = append(p.selects, s)
}

// read is everything, one line after the other.
func (p *page) read() string { return strings.Join(p.lines, "\n") }
