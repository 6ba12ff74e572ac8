package slack

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// readPiece is all text of the blocks of a piece, in order.
func readPiece(p piece) string {
	var b strings.Builder
	section := func(elements []slackgo.RichTextSectionElement) {
		for _, e := range elements {
			b.WriteString(e.(*slackgo.RichTextSectionTextElement).Text)
		}
	}
	for _, block := range p.blocks {
		rich, is := block.(*slackgo.RichTextBlock)
		if !is {
			continue
		}
		for _, e := range rich.Elements {
			switch e := e.(type) {
			case *slackgo.RichTextSection:
				section(e.Elements)
			case *slackgo.RichTextQuote:
				section(e.Elements)
			case *slackgo.RichTextList:
				for _, item := range e.Elements {
					section(item.(*slackgo.RichTextSection).Elements)
				}
			}
		}
	}
	return b.String()
}

// wholeText is the text of a message as it must be read in its pieces, one after the
// other. A line break between fields is laid out, not said.
func wholeText(m chat.Message) string {
	var b strings.Builder
	for _, p := range parts(m) {
		b.WriteString(p.text())
	}
	return b.String()
}

// checkSplit checks that a message is whole in its pieces.
func checkSplit(t *testing.T, m chat.Message, pieces []piece) {
	t.Helper()
	var all strings.Builder
	for i, p := range pieces {
		withinLimits(t, p)
		text := readPiece(p)
		if i < len(pieces)-1 {
			rest, labelled := strings.CutSuffix(text, englishWords.ReadOn)
			if !labelled {
				t.Errorf("piece %d of %d does not say that it goes on", i+1, len(pieces))
			}
			text = rest
		} else if len(pieces) > 1 && strings.Contains(text, englishWords.ReadOn) {
			t.Error("the last piece says that it goes on")
		}
		all.WriteString(text)
		_, buttons := p.blocks[len(p.blocks)-1].(*slackgo.ActionBlock)
		if want := i == 0 && len(m.Actions) > 0; buttons != want {
			t.Errorf("piece %d: buttons %t, want %t", i+1, buttons, want)
		}
	}
	unbroken := strings.NewReplacer("\n", "")
	if got, want := unbroken.Replace(all.String()), unbroken.Replace(wholeText(m)); got != want {
		t.Errorf("the pieces read\n%.200q…\nwant\n%.200q…", got, want)
	}
}

func TestSplit(t *testing.T) {
	p := offline(t)
	var words []string
	for n := range 4 * ExactLimit / 7 {
		words = append(words, fmt.Sprintf("w%05dx", n))
	}
	long := strings.Join(words, " ")
	button := []chat.Action{{ID: "a", Label: "Yes"}}
	for name, m := range map[string]chat.Message{
		"paragraph":        {Title: "T", Blocks: []chat.Block{chat.Paragraph(long)}, Actions: button},
		"quotation":        {Title: "T", Blocks: []chat.Block{chat.Quote{Text: long, By: "somebody"}}},
		"items":            {Title: "T", Blocks: []chat.Block{chat.Items(words)}, Actions: button},
		"value":            {Blocks: []chat.Block{chat.Fields{{Label: "L", Value: long}, {Label: "M", Value: long}}}},
		"title":            {Title: long},
		"no space":         {Blocks: []chat.Block{chat.Paragraph(strings.ReplaceAll(long, " ", "_"))}},
		"many blocks":      {Title: "T", Blocks: many(chat.Paragraph("one of many"), 3*blocksLimit), Actions: button},
		"many fields":      {Blocks: []chat.Block{chat.Fields(fields(400))}},
		"two units a sign": {Blocks: []chat.Block{chat.Paragraph(strings.Repeat("👍", ExactLimit))}},
		"shown by name":    {Blocks: []chat.Block{chat.Paragraph(strings.Repeat("\u202e", ExactLimit))}},
		"many buttons":     {Blocks: []chat.Block{chat.Paragraph(long)}, Actions: messages()["many_buttons"].Actions},
	} {
		t.Run(name, func(t *testing.T) {
			pieces, err := p.pieces(m)
			if err != nil {
				t.Fatal(err)
			}
			if len(pieces) < 2 {
				t.Fatalf("%d pieces", len(pieces))
			}
			checkSplit(t, m, pieces)
			for _, piece := range pieces[:len(pieces)-1] {
				before := strings.TrimSuffix(readPiece(piece), englishWords.ReadOn)
				if slices.Contains([]string{"paragraph", "quotation", "value"}, name) && !strings.HasSuffix(before, "x ") {
					t.Errorf("a word is cut: …%q", before[len(before)-20:])
				}
			}
			one, err := p.edited(m)
			if err != nil {
				t.Fatal(err)
			}
			withinLimits(t, one)
			if text := readPiece(one); !strings.HasSuffix(text, cutMark) || !strings.HasPrefix(strings.ReplaceAll(wholeText(m), "\n", ""), strings.ReplaceAll(strings.TrimSuffix(text, cutMark), "\n", "")) {
				t.Errorf("an edit reads …%q", text[max(0, len(text)-40):])
			}
		})
	}
}

func many(b chat.Block, n int) []chat.Block {
	var all []chat.Block
	for range n {
		all = append(all, b)
	}
	return all
}

func fields(n int) []chat.Field {
	var all []chat.Field
	for i := range n {
		all = append(all, chat.Field{Label: fmt.Sprintf("Label %d", i), Value: fmt.Sprintf("value %d", i)})
	}
	return all
}

// What fits is one message, without a word more.
func TestOnePiece(t *testing.T) {
	p := offline(t)
	m := chat.Message{Blocks: []chat.Block{chat.Paragraph(strings.Repeat("é", ExactLimit))}}
	for _, exact := range []bool{false, true} {
		m.Exact = exact
		pieces, err := p.pieces(m)
		if err != nil || len(pieces) != 1 {
			t.Fatalf("exact %t: %d pieces, %v", exact, len(pieces), err)
		}
		checkSplit(t, m, pieces)
	}
}

func TestExactIsNeverSplit(t *testing.T) {
	p := offline(t)
	for name, m := range map[string]chat.Message{
		"text":   {Blocks: []chat.Block{chat.Paragraph(strings.Repeat("é", ExactLimit+1))}},
		"blocks": {Blocks: many(chat.Paragraph("x"), blocksLimit+1)},
		"size":   {Blocks: many(chat.Fields(fields(10)), 10)},
	} {
		m.Exact = true
		if _, err := p.pieces(m); failureOf(err) != chat.TooLong || codeIn(err) != codeLong {
			t.Errorf("%s: pieces: %v", name, err)
		}
		if _, err := p.edited(m); failureOf(err) != chat.TooLong || codeIn(err) != codeLong {
			t.Errorf("%s: edited: %v", name, err)
		}
	}
}

// A public post has 3,000 characters at most, and the moderators see it in a
// quotation with some 1,500 around it: whatever can be posted can be shown for
// approval, of whatever characters it is.
func TestPreviewFits(t *testing.T) {
	const post, around = 3_000, 1_500
	for _, sign := range []string{"x", "é", "👍"} {
		text := strings.Repeat(sign, post)
		for name, m := range map[string]chat.Message{
			"post": {Blocks: []chat.Block{chat.Paragraph(text)}},
			"preview": {
				Title:   strings.Repeat("t", 100),
				Blocks:  []chat.Block{chat.Quote{Text: text}, chat.Items{strings.Repeat(sign, 500), strings.Repeat(sign, 500)}, chat.Fields(fields(5)), chat.Paragraph(strings.Repeat("p", around-1_200))},
				Actions: messages()["preview"].Actions,
			},
		} {
			m.Exact = true
			if pieces, err := offline(t).pieces(m); err != nil || len(pieces) != 1 {
				t.Errorf("%s of %q: %d pieces, %v", name, sign, len(pieces), err)
			}
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("a title", "words and words\n\n", "label", 300, 3)
	f.Add("", "no_space", "", 5000, 1)
	f.Add("👍", "e\u0301\u202e", "é", 700, 70)
	p, err := New(Options{BotToken: "xoxb-test", AppToken: "xapp-test", Words: englishWords})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, title, text, label string, times, blocks int) {
		if times < 0 || times > 5000 || blocks < 0 || blocks > 120 || len(text)*times*blocks > 200_000 {
			t.Skip()
		}
		text = strings.Repeat(text, times)
		m := chat.Message{Title: title, Actions: []chat.Action{{ID: "a", Label: "Yes"}}}
		for i := range blocks {
			m.Blocks = append(m.Blocks, []chat.Block{
				chat.Paragraph(text), chat.Quote{Text: text, By: label}, chat.Fields{{Label: label, Value: text}, {Label: "x", Value: "y"}}, chat.Items{text, label},
			}[i%4])
		}
		pieces, err := p.pieces(m)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(wholeText(m), englishWords.ReadOn) {
			t.Skip()
		}
		checkSplit(t, m, pieces)
	})
}
