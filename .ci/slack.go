// Command slack lays out what the bot says on Slack as a page that looks like
// Slack: .ci/chat-pictures takes its picture. It reads scenes, the golden files of
// bot/e2e, in the order of its arguments.
package main

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
)

// view is a scene as Slack has it.
type view struct {
	scene
	Thread bool
	Blocks []block // of a message, a form or the app's page
	Submit string
	Close  string
	Errors map[string]string // by block_id
	Filled map[string]string // likewise: what was typed or chosen
}

// block is a block or an element of Block Kit: only what is laid out.
type block struct {
	Type        string          `json:"type"`
	BlockID     string          `json:"block_id"`
	URL         string          `json:"url"`
	Text        json.RawMessage `json:"text"` // an object, or a string in rich text
	Label       text            `json:"label"`
	Hint        text            `json:"hint"`
	Placeholder text            `json:"placeholder"`
	Element     *block          `json:"element"`
	Elements    []block         `json:"elements"`
	Accessory   *block          `json:"accessory"`
	Fields      []text          `json:"fields"`
	Options     []option        `json:"options"`
	Style       json.RawMessage `json:"style"` // a word, or an object in rich text
	Optional    bool            `json:"optional"`
	Multiline   bool            `json:"multiline"`
	Initial     string          `json:"initial_value"`
	InitialDate string          `json:"initial_date"`
	Chosen      *option         `json:"initial_option"`
	AllChosen   []option        `json:"initial_options"`
}

type text struct {
	Text string `json:"text"`
}

type option struct {
	Text  text   `json:"text"`
	Value string `json:"value"`
}

func main() {
	scenes(style, place, func(content []byte) (string, error) {
		var v view
		if err := json.Unmarshal(content, &v); err != nil {
			return "", err
		}
		switch {
		case v.Title != "" || v.Submit != "":
			return v.form(), nil
		case v.Where == home:
			return each(v.Blocks, func(b block) string { return b.html(nil) }), nil
		}
		return v.message(), nil
	})
}

// home is where the app's own page is.
const home = "home"

func place(where string) string {
	if where == home {
		return "Relance · Home"
	}
	return heading(where)
}

func (v view) message() string {
	name, face, bot := v.speaker()
	badge, class, only := "", "message", ""
	if bot {
		badge = "<span class=badge>APP</span>"
	}
	if v.Thread {
		class += " reply"
	}
	if v.alone() {
		class, only = class+" only", "<div class=context>👁 Only visible to you</div>"
	}
	out := fmt.Sprintf("<div class=%q><div class=face>%s</div><div>%s<b>%s</b> %s<span class=time>%s</span>",
		class, face, only, html.EscapeString(name), badge, html.EscapeString(v.Time))
	if len(v.Blocks) == 0 {
		out += fmt.Sprintf("<div class=rich>%s</div>", html.EscapeString(v.Text))
	}
	return out + each(v.Blocks, func(b block) string { return b.html(nil) }) + "</div></div>"
}

func (v view) form() string {
	out := fmt.Sprintf("<div class=modal><h1><span class=face>R</span>%s<span class=cross>✕</span></h1><div class=body>", html.EscapeString(v.Title))
	for _, b := range v.Blocks {
		out += b.filled(v.Filled[b.BlockID]).html(v.Errors)
	}
	return out + fmt.Sprintf("</div><div class=foot><span class=button>%s</span><span class='button primary'>%s</span></div></div>",
		html.EscapeString(v.Close), html.EscapeString(v.Submit))
}

// filled is an input with what was typed into it.
func (b block) filled(value string) block {
	if value == "" || b.Element == nil {
		return b
	}
	e := *b.Element
	e.Initial, e.InitialDate, e.Chosen = value, value, &option{Text: text{value}}
	for _, o := range e.Options {
		if o.Text.Text == value {
			e.AllChosen = []option{o}
		}
	}
	b.Element = &e
	return b
}

// html is how a block looks; errors are the sentences under the inputs of a form.
func (b block) html(errors map[string]string) string {
	switch b.Type {
	case "header":
		return "<div class=header>" + b.words() + "</div>"
	case "section":
		out := "<div class=section><div>" + b.words()
		for _, f := range b.Fields {
			out += "<div class=field>" + lines(f.Text) + "</div>"
		}
		out += "</div>"
		if b.Accessory != nil {
			out += b.Accessory.element()
		}
		return out + "</div>"
	case "context":
		return "<div class=context>" + each(b.Elements, block.words) + "</div>"
	case "divider":
		return "<hr>"
	case "actions":
		return "<div class=actions>" + each(b.Elements, block.element) + "</div>"
	case "rich_text":
		return "<div class=rich>" + each(b.Elements, block.rich) + "</div>"
	case "input":
		out := "<div class=input><label>" + html.EscapeString(b.Label.Text)
		if b.Optional {
			out += " <span>(optional)</span>"
		}
		out += "</label>"
		if b.Element != nil {
			out += b.Element.element()
		}
		if wrong := errors[b.BlockID]; wrong != "" {
			out += "<div class=wrong>⚠ " + html.EscapeString(wrong) + "</div>"
		}
		if b.Hint.Text != "" {
			out += "<div class=hint>" + html.EscapeString(b.Hint.Text) + "</div>"
		}
		return out + "</div>"
	}
	return "<div class=wrong>? " + html.EscapeString(b.Type) + "</div>"
}

// element is how a button, a menu or an input looks.
func (b block) element() string {
	switch b.Type {
	case "button":
		return "<span class='button " + b.style() + "'>" + b.words() + "</span>"
	case "static_select", "external_select", "multi_static_select":
		return "<span class=select>" + html.EscapeString(b.chosen(b.Placeholder.Text)) + "<i>⌄</i></span>"
	case "datepicker":
		shown := b.InitialDate
		if shown == "" {
			shown = b.Placeholder.Text
		}
		return "<span class=select>▦ " + html.EscapeString(shown) + "<i>⌄</i></span>"
	case "checkboxes", "radio_buttons":
		out := ""
		for _, o := range b.Options {
			mark := "☐"
			if slices.ContainsFunc(b.AllChosen, func(c option) bool { return c.Value == o.Value }) || b.Chosen != nil && b.Chosen.Value == o.Value {
				mark = "☑"
			}
			out += "<div class=check>" + mark + " " + html.EscapeString(o.Text.Text) + "</div>"
		}
		return out
	case "plain_text_input":
		class := "line"
		if b.Multiline {
			class = "line lines"
		}
		if b.Initial == "" {
			return "<div class='" + class + " empty'>" + html.EscapeString(b.Placeholder.Text) + "</div>"
		}
		return "<div class='" + class + "'>" + lines(b.Initial) + "</div>"
	case "overflow":
		return "<span class=button>⋯</span>"
	}
	return "<span class=wrong>? " + html.EscapeString(b.Type) + "</span>"
}

func (b block) chosen(otherwise string) string {
	if b.Chosen != nil {
		return b.Chosen.Text.Text
	}
	return otherwise
}

// rich is how an element of rich text looks.
func (b block) rich() string {
	inside := each(b.Elements, block.rich)
	switch b.Type {
	case "rich_text_section":
		return "<div>" + inside + "</div>"
	case "rich_text_list":
		items := ""
		for _, item := range b.Elements {
			items += "<li>" + item.rich() + "</li>"
		}
		return "<ul>" + items + "</ul>"
	case "rich_text_quote":
		return "<blockquote>" + inside + "</blockquote>"
	case "rich_text_preformatted":
		return "<pre>" + inside + "</pre>"
	case "link": // without a text its address is shown
		return "<a>" + html.EscapeString(b.URL) + "</a>"
	case "text":
		out, look := b.words(), struct{ Bold, Italic bool }{}
		if len(b.Style) > 0 && json.Unmarshal(b.Style, &look) != nil {
			return "<span class=wrong>? style</span>"
		}
		if look.Bold {
			out = "<b>" + out + "</b>"
		}
		if look.Italic {
			out = "<em>" + out + "</em>"
		}
		return out
	}
	return "<span class=wrong>? " + html.EscapeString(b.Type) + "</span>"
}

// words is the text of a block: an object's, or a string.
func (b block) words() string {
	var plain string
	if json.Unmarshal(b.Text, &plain) == nil {
		return lines(plain)
	}
	var object text
	if json.Unmarshal(b.Text, &object) == nil {
		return lines(object.Text)
	}
	return ""
}

// style is the word of a button's style.
func (b block) style() string {
	var word string
	if json.Unmarshal(b.Style, &word) != nil {
		return ""
	}
	return word
}

func each(all []block, html func(block) string) string {
	var out strings.Builder
	for _, b := range all {
		out.WriteString(html(b))
	}
	return out.String()
}

const style = `
body { margin: 0; padding: 14px 18px; background: #fff; color: #1d1c1d;
  font: 15px/22px Lato, "Liberation Sans", "DejaVu Sans", sans-serif; }
h2 { font-size: 16px; margin: 14px 0 8px; padding-bottom: 7px; border-bottom: 1px solid #ddd; }
h2:first-of-type { margin-top: 0; }
.message { display: flex; gap: 10px; padding: 6px 8px; }
.message > div:last-child { min-width: 0; flex: 1; }
.reply { margin-left: 26px; border-left: 2px solid #ddd; padding-left: 14px; }
.only { background: #f8f8f8; }
.face { flex: none; display: inline-block; width: 36px; height: 36px; border-radius: 6px; background: #4a154b; color: #fff;
  font-weight: bold; text-align: center; line-height: 36px; }
.badge { font-size: 10px; background: #e8e8e8; color: #616061; border-radius: 2px; padding: 1px 3px; vertical-align: 1px; }
.time, .context, .hint { color: #616061; font-size: 12px; } .time { margin-left: 5px; }
.rich a { color: #1264a3; } .rich { white-space: pre-wrap; } .rich, .section, .actions { margin: 4px 0; } .section { display: flex; justify-content: space-between; gap: 16px; }
.header { font-size: 18px; font-weight: bold; margin: 6px 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
ul { margin: 2px 0; padding-left: 26px; } blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #ddd; }
.button, .select { display: inline-block; border: 1px solid #bbb; border-radius: 4px; padding: 2px 11px; font-size: 13px; font-weight: bold; background: #fff; }
.primary { background: #007a5a; border-color: #007a5a; color: #fff; } .danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
.select { font-weight: normal; } .select i { font-style: normal; color: #616061; margin-left: 14px; }
.modal { width: 520px; margin: 8px auto; border: 1px solid #ccc; border-radius: 8px; box-shadow: 0 6px 24px #0003; }
.modal h1 { font-size: 20px; margin: 0; padding: 14px 20px; border-bottom: 1px solid #eee; }
.modal h1 .face { width: 26px; height: 26px; line-height: 26px; font-size: 14px; margin-right: 9px; }
.cross { float: right; color: #616061; font-weight: normal; } .body { padding: 6px 20px; }
.foot { padding: 12px 20px; text-align: right; border-top: 1px solid #eee; } .foot .button { padding: 6px 14px; margin-left: 10px; }
.input { margin: 12px 0; } label { display: block; font-weight: bold; margin-bottom: 3px; } label span { font-weight: normal; color: #616061; }
.line, .input .select { display: block; border: 1px solid #bbb; border-radius: 4px; padding: 6px 11px; min-height: 22px; font-size: 15px; }
.input .select i { float: right; } .lines { min-height: 64px; } .empty { color: #888; } .wrong { color: #e01e5a; font-size: 13px; }
hr { border: 0; border-top: 1px solid #ddd; }
`
