package discord

import (
	"testing"
	"testing/synctest"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// Five hundred texts that would do something, in every part of a message, and of one
// that is edited.
func TestHostileTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		room := chat.Place{Room: s.team}
		texts := hostile(500)
		for i, text := range texts {
			for part, m := range map[string]chat.Message{
				"title":     {Title: text},
				"paragraph": {Blocks: []chat.Block{chat.Paragraph(text)}},
				"quotation": {Blocks: []chat.Block{chat.Quote{Text: text}}},
				"speaker":   {Blocks: []chat.Block{chat.Quote{Text: "q", By: text}}},
				"field":     {Blocks: []chat.Block{chat.Fields{{Label: text, Value: text}}}},
				"items":     {Blocks: []chat.Block{chat.Items{text}}},
				"button":    {Title: "t", Actions: []chat.Action{{ID: "a", Label: text}}},
				"select":    {Title: "t", Actions: []chat.Action{{ID: "a", Label: text, Options: []chat.Option{{Value: "o", Label: text}}}}},
			} {
				if i%8 != len(part)%8 && i >= len(texts)/10 { // each in one part, the first in all of them
					continue
				}
				m.Blocks = append(m.Blocks, chat.Paragraph("end"))
				if _, err := s.p.Post(t.Context(), room, m); err != nil {
					t.Fatalf("as a %s, %.60q: %v", part, text, err)
				}
				if i >= len(texts)/10 {
					continue
				}
				edited := s.post(t, room, titled("harmless"))
				if err := s.p.Edit(t.Context(), room, edited.Ref, m); err != nil {
					t.Fatalf("edited to a %s, %.60q: %v", part, text, err)
				}
			}
		}
		for _, m := range s.Seen(s.ann) {
			if len(m.Effects) > 0 {
				t.Errorf("%.80q has effects %q", m.Read, m.Effects)
			}
		}
		s.clean(t)
	})
}
