// Command discord lays out what the bot says on Discord as a page that looks like
// Discord: .ci/chat-pictures takes its picture. It reads scenes, the golden files of
// bot/e2e, in the order of its arguments.
package main

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
)

// view is a scene as Discord has it.
type view struct {
	scene
	Thread     string // its name
	Embeds     []embed
	Components []component
	Inputs     []input // of a form
}

// embed is what is laid out of an embed.
type embed struct {
	Author, Footer struct{ Name, Text string }
	Color          int
	Description    string
	Fields         []struct {
		Name, Value string
		Inline      bool
	}
}

// component is a row, a button or a menu.
type component struct {
	Type        int
	Style       int
	Label       string
	Placeholder string
	Components  []component
}

// input is one question of a form.
type input struct {
	Kind                            int
	Label, Description, Placeholder string
	Paragraph, Required             bool
	Options                         []struct{ Label, Value string }
	Value                           string
}

// Types of components
// (https://docs.discord.com/developers/components/reference#component-object-component-types).
const (
	row        = 1
	button     = 2
	textInput  = 4
	radioGroup = 21
	checkGroup = 22
	checkbox   = 23
)

// buttonStyles are those of buttons
// (https://docs.discord.com/developers/components/reference#button-button-styles).
var buttonStyles = map[int]string{1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}

func main() {
	scenes(style, heading, func(content []byte) (string, error) {
		var v view
		if err := json.Unmarshal(content, &v); err != nil {
			return "", err
		}
		if v.Title != "" {
			return v.form(), nil
		}
		return v.message(), nil
	})
}

func (v view) message() string {
	name, face, bot := v.speaker()
	badge, class, below := "", "message", ""
	if bot {
		badge = "<span class=badge>✓ APP</span>"
	}
	if v.alone() {
		class, below = class+" only", "<div class=small>Only you can see this · <a>Dismiss message</a></div>"
	}
	out := ""
	if v.Thread != "" {
		class += " reply"
		out = fmt.Sprintf("<div class='reply thread'># %s</div>", html.EscapeString(v.Thread))
	}
	out += fmt.Sprintf("<div class=%q><div class=face>%s</div><div><b>%s</b> %s<span class=small>%s</span><div>%s</div>",
		class, face, html.EscapeString(name), badge, html.EscapeString(v.Time), markdown(v.Text))
	for _, e := range v.Embeds {
		out += e.html()
	}
	for _, c := range v.Components {
		out += c.html()
	}
	return out + below + "</div></div>"
}

func (e embed) html() string {
	out := fmt.Sprintf("<div class=embed style='border-color:#%06x'>", e.Color)
	if e.Author.Name != "" {
		out += "<div class=author>" + lines(e.Author.Name) + "</div>"
	}
	if e.Description != "" {
		out += "<div>" + markdown(e.Description) + "</div>"
	}
	if len(e.Fields) > 0 {
		out += "<div class=fields>"
		for _, f := range e.Fields {
			class := "field"
			if f.Inline {
				class += " inline"
			}
			out += fmt.Sprintf("<div class=%q><b>%s</b><div>%s</div></div>", class, markdown(f.Name), markdown(f.Value))
		}
		out += "</div>"
	}
	if e.Footer.Text != "" {
		out += "<div class=small>" + lines(e.Footer.Text) + "</div>"
	}
	return out + "</div>"
}

func (c component) html() string {
	switch c.Type {
	case row:
		out := "<div class=row>"
		for _, one := range c.Components {
			out += one.html()
		}
		return out + "</div>"
	case button:
		return fmt.Sprintf("<span class='button %s'>%s</span>", buttonStyles[c.Style], html.EscapeString(c.Label))
	}
	return "<span class=select>" + html.EscapeString(c.Placeholder) + "<i>⌄</i></span>"
}

// form is a modal. Its buttons are of Discord's own client.
func (v view) form() string {
	out := fmt.Sprintf("<div class=modal><h1>%s<span class=cross>✕</span></h1><div class=warning>This form will be submitted to <b>Relance</b>. "+
		"Do not share passwords or other sensitive information.</div>", html.EscapeString(v.Title))
	for _, in := range v.Inputs {
		out += in.html()
	}
	return out + "<div class=foot><span class='button secondary'>Cancel</span> <span class='button primary'>Submit</span></div></div>"
}

func (in input) html() string {
	head := html.EscapeString(in.Label)
	if in.Required {
		head += " <span class=needed>*</span>"
	}
	out := "<div class=input><label>" + head + "</label>"
	if in.Description != "" {
		out += "<div class=small>" + lines(in.Description) + "</div>"
	}
	return out + in.box() + "</div>"
}

// box is what is filled in.
func (in input) box() string {
	class, shown := "line", in.Value
	switch in.Kind {
	case checkbox:
		return "<div class=check>" + ticked(in.Value == "true") + "</div>"
	case radioGroup, checkGroup:
		out := ""
		for _, o := range in.Options {
			chosen := slices.Contains(strings.Split(in.Value, "\n"), o.Value)
			out += "<div class=check>" + ticked(chosen) + " " + html.EscapeString(o.Label) + "</div>"
		}
		return out
	case textInput:
		if in.Paragraph {
			class += " lines"
		}
	default: // a menu
		class += " menu"
		for _, o := range in.Options {
			if o.Value == in.Value && in.Value != "" {
				shown = o.Label
			}
		}
	}
	if shown == "" {
		class, shown = class+" empty", in.Placeholder
	}
	return "<div class='" + class + "'>" + lines(shown) + "</div>"
}

func ticked(yes bool) string {
	if yes {
		return "☑"
	}
	return "☐"
}

// escaped is what stands behind a backslash in Discord's markdown.
var escaped = regexp.MustCompile(`\\([[:punct:]])`)

// link is an address that is not escaped: it can be clicked.
var link = regexp.MustCompile(`https://[^\s,)]+`)

// markdown is a text as Discord shows it: the bot sends no markup but where a message is,
// and what would be some is escaped.
func markdown(text string) string {
	const begins, ends = "\x02", "\x03" // nobody types them
	text = escaped.ReplaceAllString(link.ReplaceAllString(text, begins+"$0"+ends), "$1")
	return strings.NewReplacer(begins, "<a>", ends, "</a>").Replace(lines(text))
}

const style = `
body { margin: 0; padding: 14px 18px; background: #fff; color: #313338;
  font: 15px/21px "gg sans", "Liberation Sans", "DejaVu Sans", sans-serif; }
h2 { font-size: 15px; margin: 14px 0 8px; padding-bottom: 7px; border-bottom: 1px solid #ddd; } h2:first-of-type { margin-top: 0; }
.message { display: flex; gap: 14px; padding: 7px 8px; } .message > div:last-child { min-width: 0; flex: 1; }
.only { background: #f2f3fd; border-left: 3px solid #5865f2; } .reply { margin-left: 26px; border-left: 2px solid #ddd; padding-left: 14px; }
.thread { font-weight: bold; font-size: 13px; padding-top: 6px; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff; font-weight: bold; text-align: center; line-height: 40px; }
.badge { font-size: 10px; background: #5865f2; color: #fff; border-radius: 3px; padding: 1px 4px; vertical-align: 1px; margin: 0 4px; }
.small { color: #5c5e66; font-size: 12px; line-height: 18px; } .small a, .embed a { color: #006ce7; }
.embed { background: #f2f3f5; border-left: 4px solid; border-radius: 4px; padding: 9px 14px 11px; margin: 4px 0; max-width: 516px; font-size: 14px; line-height: 19px; }
.embed, .only { overflow-wrap: anywhere; } .author { font-weight: bold; margin-bottom: 5px; } .fields { display: flex; flex-wrap: wrap; gap: 8px 12px; margin: 6px 0; }
.field { flex: 1 1 100%; } .inline { flex: 1 1 30%; } .field b { display: block; font-size: 13px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button, .select, .line { display: inline-block; border-radius: 4px; font-size: 14px; padding: 5px 14px; }
.button { font-weight: 600; } .primary { background: #5865f2; color: #fff; } .secondary { background: #e3e5e8; } .danger { background: #da373c; color: #fff; } .success { background: #248046; color: #fff; }
.select { width: 400px; background: #fff; border: 1px solid #ccc; color: #5c5e66; } .select i { font-style: normal; float: right; }
.modal { width: 440px; margin: 8px auto; padding: 16px 20px; border: 1px solid #ccc; border-radius: 8px; box-shadow: 0 6px 24px #0003; }
.modal h1 { font-size: 20px; margin: 0 0 12px; } .cross { float: right; color: #5c5e66; font-weight: normal; }
.warning { background: #fdf3d9; border-radius: 4px; padding: 8px 12px; font-size: 13px; line-height: 18px; }
.input { margin: 14px 0; } label { display: block; font-weight: bold; } .needed { color: #da373c; }
.line { display: block; border: 1px solid #ccc; min-height: 20px; margin-top: 5px; } .lines { min-height: 66px; } .empty { color: #888; } .menu::after { content: "⌄"; float: right; }
.check { font-size: 18px; } .foot { text-align: right; margin-top: 16px; }
`
