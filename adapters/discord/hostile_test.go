package discord

import (
	"slices"
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

// Where something landed can be clicked in a field and in a list, and nowhere else;
// what only looks like it cannot.
func TestPermalinks(t *testing.T) {
	const at = "https://discord.com/channels/1477953611366400000/1477953611366400010/1477953611366400024"
	for name, tt := range map[string]struct {
		block chat.Block
		live  bool
	}{
		"a field":                     {chat.Fields{{Label: "Link", Value: at}}, true},
		"the end of an item":          {chat.Items{"Delivered: the room desk — " + at}, true},
		"the middle of an item":       {chat.Items{"Published: " + at + ", text 4cd911bc"}, true},
		"between parentheses":         {chat.Items{"delivered to service (" + at + ")"}, true},
		"a paragraph":                 {chat.Paragraph(at), false},
		"a quotation":                 {chat.Quote{Text: at}, false},
		"a label":                     {chat.Fields{{Label: at, Value: "v"}}, false},
		"more behind it":              {chat.Fields{{Label: "Link", Value: at + "/../../login"}}, false},
		"more behind a comma":         {chat.Fields{{Label: "Link", Value: at + ",x"}}, false},
		"more before it":              {chat.Fields{{Label: "Link", Value: "x" + at}}, false},
		"behind a name":               {chat.Fields{{Label: "Link", Value: "[here](" + at + ")"}}, false},
		"another host":                {chat.Fields{{Label: "Link", Value: "https://discord.com.evil.example/channels/1/2/3"}}, false},
		"a user before the host":      {chat.Fields{{Label: "Link", Value: "https://discord.com@evil.example/channels/1/2/3"}}, false},
		"escaped before":              {chat.Fields{{Label: "Link", Value: `https\://discord.com/channels/1/2/3`}}, false},
		"a private conversation":      {chat.Fields{{Label: "Link", Value: "https://discord.com/channels/@me/2/3"}}, false},
		"without being encrypted":     {chat.Fields{{Label: "Link", Value: "http://discord.com/channels/1/2/3"}}, false},
		"with another link behind it": {chat.Items{"https://evil.example/ " + at}, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStand(t, discordfake.Options{})
				posted := s.post(t, chat.Place{Room: s.team}, chat.Message{Key: name, Blocks: []chat.Block{tt.block}})
				var want []string
				if tt.live {
					want = []string{"link " + at}
				}
				if m := s.message(t, s.ann, posted.Ref); !slices.Equal(m.Effects, want) {
					t.Errorf("%q has effects %q, want %q", m.Read, m.Effects, want)
				}
			})
		})
	}
}
