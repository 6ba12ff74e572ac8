package chattest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"relance/adapters/chat"
)

func testName(t *testing.T, b *bot) {
	name := b.Platform.Name()
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" {
		t.Errorf("Name() = %q: letters a to z, as it stands in a person's ID", name)
	}
}

func testPost(t *testing.T, b *bot) {
	posted := b.post(b.room(), chat.Message{
		Key:   "key-post",
		Title: "Title one",
		Blocks: []chat.Block{
			chat.Paragraph("Paragraph two\nline three"),
			chat.Quote{Text: "Quote four", By: "speaker five"},
			chat.Fields{{Label: "Label six", Value: "value seven"}, {Label: "Label eight", Value: "value nine"}},
			chat.Items{"item ten", "item eleven"},
		},
		Actions: []chat.Action{
			{ID: "a", Value: "1", Label: "Yes", Style: chat.Primary},
			{ID: "b", Value: "1", Label: "No", Style: chat.Danger},
			{ID: "c", Value: "1", Label: "Pick", Options: []chat.Option{{Value: "x", Label: "Ex"}, {Value: "y", Label: "Why"}}},
		},
	})
	for _, by := range []string{b.Ann, b.Ben} {
		s := b.see(by, "the message", contains("Title one"))
		if s.Ref != posted.Ref || s.By != "" || s.Private || s.Place.Room != b.Room || s.Place.Thread != "" {
			t.Errorf("%s sees %+v, posted as %q in %q", by, s, posted.Ref, b.Room)
		}
		if !readsInOrder(s.Text, "Title one", "Paragraph two", "line three", "Quote four", "speaker five",
			"Label six", "value seven", "Label eight", "value nine", "item ten", "item eleven") {
			t.Errorf("not everything can be read in order:\n%s", s.Text)
		}
		if want := []string{"Yes", "No", "Pick"}; !slices.Equal(s.Labels, want) {
			t.Errorf("labels %q, want %q", s.Labels, want)
		}
		if strings.Contains(s.Text, "key-post") {
			t.Errorf("the once-only key can be read:\n%s", s.Text)
		}
	}
}

// Many platforms refuse an empty block: the adapter must leave it out.
func testEmptyParts(t *testing.T, b *bot) {
	b.post(b.room(), chat.Message{Title: "Only a title"})
	b.see(b.Ann, "the title", contains("Only a title"))
	b.post(b.room(), chat.Message{
		Blocks: []chat.Block{
			chat.Paragraph(""), chat.Paragraph(" \n "), chat.Quote{By: "nobody"}, chat.Quote{Text: "something"},
			chat.Fields{}, chat.Fields{{Label: "Empty", Value: ""}, {Value: "unlabelled"}}, chat.Items{}, chat.Items{""},
			chat.Paragraph("the end"),
		},
	})
	b.see(b.Ann, "what is not empty", contains("the end"))
}

func testPlacesApart(t *testing.T, b *bot) {
	b.post(b.room(), say("in the room"))
	b.post(chat.Place{Room: b.Other}, say("in the other"))
	for text, room := range map[string]string{"in the room": b.Room, "in the other": b.Other} {
		if s := b.see(b.Ann, text, contains(text)); s.Place.Room != room {
			t.Errorf("%q is seen in %q, not in %q", text, s.Place.Room, room)
		}
	}
}

func testThread(t *testing.T, b *bot) {
	root := b.post(b.room(), say("the root"))
	reply := b.post(chat.Place{Room: b.Room, Thread: root.Ref}, say("the reply"))
	if reply.Ref == root.Ref {
		t.Errorf("the reply has the root's reference %q", root.Ref)
	}
	if s := b.see(b.Ann, "the reply", contains("the reply")); s.Place.Room != b.Room || s.Place.Thread != root.Ref {
		t.Errorf("the reply is seen in %+v, not in the thread of %q", s.Place, root.Ref)
	}
}

func testPrivate(t *testing.T, b *bot) {
	posted := b.post(chat.Place{Person: b.Ann}, say("for ann alone"))
	s := b.see(b.Ann, "her message", contains("for ann alone"))
	if !s.Private || s.Ref != posted.Ref || s.Place.Room != "" {
		t.Errorf("ann sees %+v, posted in private as %q", s, posted.Ref)
	}
	b.post(b.room(), say("after"))
	b.see(b.Ben, "the message after", contains("after"))
	if b.count(b.Ben, contains("for ann alone")) != 0 {
		t.Error("ben sees ann's message")
	}
	if err := b.Platform.Edit(t.Context(), chat.Place{Person: b.Ann}, posted.Ref, say("for ann again")); err != nil {
		t.Fatalf("Edit: %v", err)
	}
	b.see(b.Ann, "the edited message", contains("for ann again"))
	if b.count(b.Ben, contains("for ann again")) != 0 {
		t.Error("ben sees ann's message once it is edited")
	}
}

func testEdit(t *testing.T, b *bot) {
	m := chat.Message{Title: "Card", Blocks: []chat.Block{chat.Paragraph("before")}, Actions: []chat.Action{
		{ID: "keep", Value: "1", Label: "Keep"}, {ID: "drop", Value: "1", Label: "Drop"},
	}}
	posted := b.post(b.room(), m)
	b.see(b.Ann, "the card", contains("before"))
	m = chat.Message{Title: "Card", Blocks: []chat.Block{chat.Paragraph("afterwards")}, Actions: []chat.Action{
		{ID: "keep", Value: "1", Label: "Keep"}, {ID: "new", Value: "1", Label: "New"},
	}}
	for range 2 { // the second changes nothing
		if err := b.Platform.Edit(t.Context(), b.room(), posted.Ref, m); err != nil {
			t.Fatalf("Edit: %v", err)
		}
	}
	s := b.see(b.Ann, "the edited card", contains("afterwards"))
	if s.Ref != posted.Ref || strings.Contains(s.Text, "before") {
		t.Errorf("after an edit of %q ann sees %+v", posted.Ref, s)
	}
	if want := []string{"Keep", "New"}; !slices.Equal(s.Labels, want) {
		t.Errorf("labels %q, want %q", s.Labels, want)
	}
	if n := b.count(b.Ann, contains("Card")); n != 1 {
		t.Errorf("the card is seen %d times", n)
	}
}

func testOnce(t *testing.T, b *bot) {
	if !b.Once {
		t.Skip("the platform honours no keys")
	}
	m := say("said once")
	m.Key = "key-once"
	first := b.post(b.room(), m)
	second := b.post(b.room(), m)
	if first != second {
		t.Errorf("the same key is at %+v and at %+v", first, second)
	}
	m.Key = "key-other"
	third := b.post(b.room(), m)
	if third.Ref == first.Ref {
		t.Errorf("another key is at the same %q", first.Ref)
	}
	b.see(b.Ann, "the last", func(s Seen) bool { return s.Ref == third.Ref })
	if n := b.count(b.Ann, contains("said once")); n != 2 {
		t.Errorf("two keys are seen %d times", n)
	}
}

func testExact(t *testing.T, b *bot) {
	if b.Limit == 0 {
		t.Skip("the platform has no limit")
	}
	// Characters of several bytes: a limit counts characters.
	fits := strings.Repeat("é", b.Limit)
	b.post(b.room(), chat.Message{Exact: true, Blocks: []chat.Block{chat.Paragraph(fits)}})
	b.see(b.Ann, "a text of the very limit in one piece", contains(fits))

	long := chat.Message{Exact: true, Blocks: []chat.Block{chat.Paragraph(strings.Repeat("à", b.Limit+1))}}
	_, err := b.Platform.Post(t.Context(), b.room(), long)
	b.failure("posting an exact text that is too long", err, chat.TooLong)

	posted := b.post(b.room(), say("short"))
	b.failure("editing to an exact text that is too long", b.Platform.Edit(t.Context(), b.room(), posted.Ref, long), chat.TooLong)
	b.see(b.Ann, "what was there before the edit", contains("short"))
	if b.count(b.Ann, contains("àà")) != 0 {
		t.Error("part of the text that is too long is seen")
	}
}

// What is too long and not exact is split where a person sees it, and nothing
// of it is lost.
func testLong(t *testing.T, b *bot) {
	limit := max(b.Limit, 4000)
	var words []string
	for n := 0; n*7 < 3*limit; n++ {
		words = append(words, fmt.Sprintf("w%05dx", n))
	}
	long := strings.Join(words, " ")
	for name, m := range map[string]chat.Message{
		"paragraph": {Title: "T", Blocks: []chat.Block{chat.Paragraph(long)}},
		"quotation": {Title: "T", Blocks: []chat.Block{chat.Quote{Text: long, By: "somebody"}}},
		"items":     {Title: "T", Blocks: []chat.Block{chat.Items(words)}},
		"value":     {Title: "T", Blocks: []chat.Block{chat.Fields{{Label: "L", Value: long}}}},
		"no space":  {Title: "T", Blocks: []chat.Block{chat.Paragraph(strings.ReplaceAll(long, " ", "_"))}},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(b.People.Seen(t, b.Ann))
			b.post(b.room(), m)
			b.see(b.Ann, "the last word", contains(words[len(words)-1]))
			var all strings.Builder
			for _, s := range b.People.Seen(t, b.Ann)[before:] {
				all.WriteString(s.Text + "\n")
			}
			if !readsInOrder(all.String(), words...) {
				t.Error("words are lost, or out of order")
			}
		})
	}
}

func testHostile(t *testing.T, b *bot) {
	for i, text := range Hostile() {
		mark := fmt.Sprintf("mark%dx", i)
		for part, m := range map[string]chat.Message{
			"title":     {Title: text},
			"paragraph": {Blocks: []chat.Block{chat.Paragraph(text)}},
			"quotation": {Blocks: []chat.Block{chat.Quote{Text: text}}},
			"speaker":   {Blocks: []chat.Block{chat.Quote{Text: "q", By: text}}},
			"label":     {Blocks: []chat.Block{chat.Fields{{Label: text, Value: "v"}}}},
			"value":     {Blocks: []chat.Block{chat.Fields{{Label: "l", Value: text}}}},
			"item":      {Blocks: []chat.Block{chat.Items{text}}},
			"button":    {Actions: []chat.Action{{ID: "a", Label: text}}},
			"select":    {Actions: []chat.Action{{ID: "a", Label: "l", Options: []chat.Option{{Value: "o", Label: text}}}}},
		} {
			mark := mark + part
			m.Blocks = append(m.Blocks, chat.Paragraph(mark))
			b.post(b.room(), m)
			s := b.see(b.Ann, mark, contains(mark))
			if len(s.Effects) > 0 {
				t.Errorf("as a %s, %q has effects %q", part, text, s.Effects)
			}
			if !reads(s.Text, text) {
				t.Errorf("as a %s, %q reads %q", part, text, s.Text)
			}
		}
	}
}

func testTogether(t *testing.T, b *bot) {
	const people, each = 4, 5
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			for j := range each {
				m := say(fmt.Sprintf("message %d.%d.", i, j))
				m.Key = fmt.Sprintf("together-%d-%d", i, j)
				posted, err := b.Platform.Post(t.Context(), b.room(), m)
				if err == nil {
					err = b.Platform.Edit(t.Context(), b.room(), posted.Ref, say(fmt.Sprintf("edited %d.%d.", i, j)))
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for i := range people {
		for j := range each {
			b.see(b.Ann, "each", contains(fmt.Sprintf("edited %d.%d.", i, j)))
		}
	}
}
