package discord

import (
	"fmt"
	"strings"
	"testing"

	"relance/adapters/chat"
)

// Nothing is lost where a message is split, in whatever part is long.
func TestSplit(t *testing.T) {
	var words []string
	for n := range 2_000 {
		words = append(words, fmt.Sprintf("w%05dx", n))
	}
	long := strings.Join(words, " ")
	many := make(chat.Fields, 120)
	for i := range many {
		many[i] = chat.Field{Label: "L", Value: strings.Join(words[i*10:i*10+10], " ")}
	}
	p := quiet(t)
	for name, blocks := range map[string][]chat.Block{
		"paragraph":  {chat.Paragraph(long)},
		"quotation":  {chat.Quote{Text: long, By: strings.Repeat("somebody ", 300)}},
		"items":      {chat.Items(words)},
		"value":      {chat.Fields{{Label: "L", Value: long}}},
		"no space":   {chat.Paragraph(strings.ReplaceAll(long, " ", "_"))},
		"fields":     {many},
		"many parts": manyQuotes(),
	} {
		t.Run(name, func(t *testing.T) {
			m := chat.Message{Title: "T", Blocks: blocks, Actions: []chat.Action{{ID: "a", Label: "A"}}}
			pieces, err := p.pieces(m)
			if err != nil || len(pieces) < 2 {
				t.Fatalf("%d pieces, %v", len(pieces), err)
			}
			var read strings.Builder
			for i, piece := range pieces {
				checkLimits(t, piece)
				if has := len(piece.components) > 0; has != (i == 0) {
					t.Errorf("piece %d of %d has buttons: %v", i+1, len(pieces), has)
				}
				text := readAll(piece)
				if says := strings.Contains(text, "…read on"); says != (i < len(pieces)-1) {
					t.Errorf("piece %d of %d says that it goes on: %v", i+1, len(pieces), says)
				}
				read.WriteString(text)
			}
			want := ""
			for _, b := range parts(m) {
				want += figures(b.text)
			}
			if got := figures(read.String()); got != want {
				t.Errorf("what was said differs:\n%s\n%s", got, want)
			}
			short, err := p.edited(m)
			if err != nil || !strings.Contains(strings.ReplaceAll(readAll(short), `\`, ""), cutMark) {
				t.Errorf("an edit does not show that it is cut: %v", err)
			}
			checkLimits(t, short)
		})
	}
}

func manyQuotes() []chat.Block {
	var all []chat.Block
	for i := range embedsLimit + 5 {
		all = append(all, chat.Quote{Text: fmt.Sprint(i)})
	}
	return all
}

// figures are those of a text, in their order.
func figures(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// readAll is the text of a piece as it is sent.
func readAll(p piece) string {
	var b strings.Builder
	for _, e := range p.embeds {
		if e.Author != nil {
			b.WriteString(e.Author.Name + "\n")
		}
		b.WriteString(e.Description + "\n")
		for _, f := range e.Fields {
			b.WriteString(f.Name + "\n" + f.Value + "\n")
		}
		if e.Footer != nil {
			b.WriteString(e.Footer.Text + "\n")
		}
	}
	return b.String()
}
