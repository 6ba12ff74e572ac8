package slack

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/slack/slackfake"
)

// hostileTexts are so many texts that do something unless they are taken as they
// are: those that are known, and what comes of putting them together.
func hostileTexts(n int) []string {
	known := append(chattest.Hostile(),
		"<!date^1700000000^{date}^https://evil.example|now>", "<tel:+33123456789|call>", "<#C1> <@W1> <!everyone>", "https://evil.example www.evil.example ann@evil.example",
		"```<!channel>```", ">>> <!here>", "&lt;!here&gt;<!here>", "\u2067<!channel>\u2069", "<\u200b!channel>", "<!\u00adhere>", "＜!channel＞", "<!channel\n>", "<!subteam^S1|@team>",
	)
	dice := rand.New(rand.NewPCG(3, 4))
	pick := func() string { return known[dice.IntN(len(known))] }
	made := []func() string{
		func() string { return pick() + pick() },
		func() string { return pick() + "\n" + pick() + "\r\n" + pick() },
		func() string { return "*" + pick() + "*_" + pick() + "_" },
		func() string { return "<https://evil.example|" + pick() + ">" },
		func() string { return strings.Join(strings.Split(pick(), ""), "\u200b") },
		func() string { return "\u202e" + pick() + "\u202c" + pick() },
		func() string { return strings.Repeat(pick()+" ", 2+dice.IntN(6)) },
		func() string { return strings.ToUpper(pick()) },
		func() string { return strings.ReplaceAll(pick(), " ", "\u00a0") },
		func() string { return escaper.Replace(pick()) },
		func() string { return pick()[:1] + pick() },
	}
	all := known
	for i := len(all); i < n; i++ {
		all = append(all, made[i%len(made)]())
	}
	return all[:n]
}

// Nothing that a person wrote does anything on any surface of a message, whether
// it is posted or edited into one.
func TestHostileTexts(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	at := chat.Place{Room: w.team}
	edited := w.post(t, at, say("", "before"))
	var posted []chat.Ref
	texts := hostileTexts(500)
	for i, text := range texts {
		m := chat.Message{
			Key:   fmt.Sprint("hostile-", i),
			Title: text,
			Blocks: []chat.Block{
				chat.Paragraph(text), chat.Quote{Text: text, By: text}, chat.Fields{{Label: text, Value: text, Link: true}}, chat.Items{text, text},
			},
			Actions: []chat.Action{
				{ID: "a", Value: "v", Label: text}, {ID: "b", Label: text, Options: []chat.Option{{Value: "o", Label: text}}},
			},
		}
		posted = append(posted, w.post(t, at, m).Ref)
		if err := w.p.Edit(t.Context(), at, edited.Ref, m); err != nil {
			t.Fatal(err)
		}
		if i%50 == 0 {
			harmless(t, w.one(t, w.ann, edited.Ref), text)
		}
	}
	byTS := map[string]slackfake.Message{}
	for _, m := range w.Seen(w.ann) {
		byTS[m.TS] = m
	}
	for i, ref := range posted {
		harmless(t, byTS[string(ref)], texts[i])
	}
	for _, update := range w.Calls("chat.update") {
		if text := update.Get("text"); strings.ContainsAny(text, "<>") {
			t.Errorf("the fallback of an edit is %q", text)
		}
	}
}

// A huge one is harmless in every part that it is split into.
func TestHugeHostileText(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	huge := strings.Repeat("<!channel> *b* \u202e<https://evil.example|x> ", 500)
	for _, m := range []chat.Message{
		{Title: huge}, {Blocks: []chat.Block{chat.Paragraph(huge)}}, {Blocks: []chat.Block{chat.Quote{Text: huge, By: huge}}},
		{Blocks: []chat.Block{chat.Fields{{Label: huge, Value: huge}}}}, {Blocks: []chat.Block{chat.Items{huge}}},
		{Title: "T", Actions: []chat.Action{{ID: "a", Label: huge}, {ID: "b", Label: huge, Options: []chat.Option{{Value: "o", Label: huge}}}}},
	} {
		posted := w.post(t, chat.Place{Room: w.team}, m)
		if err := w.p.Edit(t.Context(), chat.Place{Room: w.team}, posted.Ref, m); err != nil {
			t.Error(err)
		}
	}
	all := w.Seen(w.ann)
	if len(all) < 12 {
		t.Errorf("only %d messages: not every text is split", len(all))
	}
	for _, m := range all {
		if len(m.Effects) > 0 || strings.ContainsAny(m.Text, "<>") {
			t.Errorf("%.80q has effects %q, fallback %.80q", m.Read, m.Effects, m.Text)
		}
	}
}

// harmless checks that a message only reads.
func harmless(t *testing.T, m slackfake.Message, text string) {
	t.Helper()
	if len(m.Effects) > 0 {
		t.Errorf("%q has effects %q", text, m.Effects)
	}
	if n := strings.Count(m.Read, chat.Visible(text)); n < 2 { // in the paragraph and in the quotation at least
		t.Errorf("%q reads %q", text, m.Read)
	}
	if strings.ContainsAny(m.Text, "<>") {
		t.Errorf("%q has the fallback %q", text, m.Text)
	}
}

// What is shown for approval, in a quotation, is byte for byte what is published,
// as a paragraph; and whatever can be published can be shown.
func TestPreviewIsThePost(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	at := chat.Place{Room: w.team}
	texts := append(hostileTexts(500), strings.Repeat("<!channel> ", 270), strings.Repeat("👍", 3_000), strings.Repeat("\u202ex", 300))
	for _, text := range texts {
		if blank(text) {
			continue
		}
		post := chat.Message{Exact: true, Blocks: []chat.Block{chat.Paragraph(text)}}
		preview := chat.Message{Exact: true, Title: "To be approved", Blocks: []chat.Block{chat.Quote{Text: text}}, Actions: messages()["preview"].Actions}
		published := w.one(t, w.ann, w.post(t, at, post).Ref)
		shown := w.one(t, w.ann, w.post(t, at, preview).Ref)
		if !strings.Contains(shown.Read, published.Read) || published.Read != chat.Visible(text) {
			t.Errorf("%q is shown as %q and published as %q", text, shown.Read, published.Read)
		}
		pieces, err := w.p.pieces(preview)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(readPiece(pieces[0]), "To be approved"); got != published.Read {
			t.Errorf("the quotation is %q, the post %q", got, published.Read)
		}
		for _, m := range []slackfake.Message{published, shown} {
			if len(m.Effects) > 0 {
				t.Errorf("%q has effects %q", text, m.Effects)
			}
		}
	}
}
