package discord

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/chat"
)

var update = flag.Bool("update", false, "write the golden files anew")

// quiet is a Platform that is never asked to speak.
func quiet(t *testing.T) *Platform {
	t.Helper()
	p, err := New(Options{Token: "t", Words: testWords()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// golden compares the pieces of a message with a file of what is sent.
func golden(t *testing.T, name string, m chat.Message) {
	t.Helper()
	pieces, err := quiet(t).pieces(m)
	if err != nil {
		t.Fatal(err)
	}
	var all []any
	for i, p := range pieces {
		checkLimits(t, p)
		o := p.outgoing(marked(mark(m.Key, i), len(pieces), ""))
		o.Nonce = nonceOf(mark(m.Key, i), "100")
		o.EnforceNonce = o.Nonce != ""
		all = append(all, o)
	}
	got, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs (-update writes it):\n%s", path, got)
	}
}

func TestGolden(t *testing.T) {
	for lang, say := range map[string]func(en, fr string) string{
		"en": func(en, _ string) string { return en },
		"fr": func(_, fr string) string { return fr },
	} {
		t.Run(lang, func(t *testing.T) {
			golden(t, "card."+lang+".json", card(say))
			golden(t, "approval."+lang+".json", approval(say, "Gazco, please answer.\n\n- 2 March: *no* answer\n- see https://gazco.example/_help_"))
			golden(t, "task."+lang+".json", task(say))
		})
	}
	golden(t, "post.json", chat.Message{Key: "K7M-4QZ-X/40", Exact: true,
		Blocks: []chat.Block{chat.Paragraph("Gazco, please answer.\n\n- 2 March: *no* answer\n- see https://gazco.example/_help_")}})
	golden(t, "long.json", chat.Message{Key: "K7M-4QZ-X/41", Title: "K7M-4QZ-X",
		Blocks:  []chat.Block{chat.Items(strings.Split(strings.Repeat("5. Monday: a letter to Gazco, delivered\n", 160), "\n"))},
		Actions: []chat.Action{{ID: "trail", Value: "K7M-4QZ-X", Label: "Paper trail"}}})
}

func card(say func(en, fr string) string) chat.Message {
	return chat.Message{
		Key:   "K7M-4QZ-X/card",
		Title: say("K7M-4QZ-X — Gazco — Meter that does not communicate", "K7M-4QZ-X — Gazco — Compteur qui ne communique pas"),
		Blocks: []chat.Block{
			chat.Fields{
				{Label: say("State", "État"), Value: say("open", "en cours")},
				{Label: say("Step", "Échelon"), Value: say("2 of 4: communications department", "2 sur 4 : direction de la communication")},
				{Label: say("Next", "Ensuite"), Value: say("Thursday 26 March 2026 at 10:30 (CET): the next step, unless somebody answers", "jeudi 26 mars 2026 à 10 h 30 (CET) : l'échelon suivant, sauf réponse")},
				{Label: say("Requester", "Demandeur"), Value: "Ann_Example"},
				{Label: say("References", "Références"), Value: "GZ/2026/118, R-1"},
			},
			chat.Paragraph(say("Paper trail: 31 entries, last hash a1b2c3d4, seal 5eed5eed.", "Journal : 31 lignes, dernière empreinte a1b2c3d4, sceau 5eed5eed.")),
		},
		Actions: []chat.Action{
			{ID: "take", Value: "K7M-4QZ-X", Label: say("I am on it", "Je m'en charge")},
			{ID: "reply", Value: "K7M-4QZ-X", Label: say("An answer came", "Une réponse est venue")},
			{ID: "climb", Value: "K7M-4QZ-X", Label: say("Climb now", "Monter maintenant")},
			{ID: "snooze", Value: "K7M-4QZ-X", Label: say("Snooze", "Mettre en pause")},
			{ID: "why", Value: "K7M-4QZ-X", Label: say("Why?", "Pourquoi ?")},
			{ID: "trail", Value: "K7M-4QZ-X", Label: say("Paper trail", "Journal")},
		},
	}
}

func approval(say func(en, fr string) string, text string) chat.Message {
	return chat.Message{
		Key: "K7M-4QZ-X/55", Exact: true,
		Title: say("K7M-4QZ-X: a public post about Gazco to decide", "K7M-4QZ-X : une publication sur Gazco à décider"),
		Blocks: []chat.Block{
			chat.Paragraph(say("Everybody would see exactly this text:", "Tout le monde verrait exactement ce texte :")),
			chat.Quote{Text: text},
			chat.Fields{{Label: say("Approvals", "Accords"), Value: say("1 of 2", "1 sur 2")}, {Label: say("Fingerprint of the text", "Empreinte du texte"), Value: "133045aa1be62d02"}},
			chat.Paragraph(say("Please check:", "À vérifier :")),
			chat.Items{say("no member of staff is named, only roles", "personne n'est nommé, seulement des fonctions"), say("nothing private is in it", "rien de privé n'y figure")},
			chat.Paragraph(say("One refusal is enough, with a reason.", "Un seul refus suffit, avec sa raison.")),
		},
		Actions: []chat.Action{
			{ID: "approve", Value: "K7M-4QZ-X/133045aa1be62d02", Label: say("Approve", "Approuver"), Style: chat.Primary},
			{ID: "post.edit", Value: "K7M-4QZ-X/133045aa1be62d02", Label: say("Edit the text", "Modifier le texte")},
			{ID: "deny", Value: "K7M-4QZ-X/133045aa1be62d02", Label: say("Refuse", "Refuser"), Style: chat.Danger},
		},
	}
}

func task(say func(en, fr string) string) chat.Message {
	return chat.Message{
		Key:   "K7M-4QZ-X/60",
		Title: say("Gazco wrote: what is it?", "Gazco a écrit : qu'est-ce que c'est ?"),
		Blocks: []chat.Block{
			chat.Quote{Text: "We have *passed it on*.\n@everyone <@123456789012345678>", By: "Tom (Gazco)"},
			chat.Paragraph(say("Proposed: passed on. The clock keeps running.", "Proposé : transmis. Le délai court toujours.")),
		},
		Actions: []chat.Action{
			{ID: "class", Value: "K7M-4QZ-X/3", Label: say("What is it?", "Qu'est-ce que c'est ?"), Options: []chat.Option{
				{Value: "transmitted", Label: say("passed on", "transmis")}, {Value: "answer", Label: say("an answer", "une réponse")}}},
			{ID: "task.done", Value: "K7M-4QZ-X/t1", Label: say("Done", "Fait"), Style: chat.Primary},
		},
	}
}

// What is shown to moderators is, byte for byte, what is posted.
func TestPreviewIsThePost(t *testing.T) {
	p := quiet(t)
	for _, text := range hostile(500) {
		shown, err := p.pieces(approval(func(en, _ string) string { return en }, text))
		tooLong := isFailure(err, chat.TooLong)
		if err != nil && !tooLong {
			t.Fatal(err)
		}
		out, err := p.pieces(chat.Message{Key: "k", Exact: true, Blocks: []chat.Block{chat.Paragraph(text)}})
		if tooLong {
			continue
		}
		if err != nil {
			t.Fatalf("what can be approved cannot be posted: %v\n%q", err, text)
		}
		if blank(text) {
			continue
		}
		if got, want := shown[0].embeds[1].Description, out[0].embeds[0].Description; got != want {
			t.Errorf("the preview of %q differs:\n%q\n%q", text, got, want)
		}
	}
}

// A post of 3,000 characters has room beside 1,500 others, with as much markup as
// people write.
func TestPreviewHasRoom(t *testing.T) {
	text := strings.Repeat("On 2 March we wrote to desk_2@gazco.example (see https://gazco.example): *nothing*. ", 40)[:3000]
	m := approval(func(en, _ string) string { return en }, text)
	m.Blocks = append(m.Blocks, chat.Paragraph(strings.Repeat("word ", 300)))
	pieces, err := quiet(t).pieces(m)
	if err != nil || len(pieces) != 1 {
		t.Fatalf("%d pieces, %v", len(pieces), err)
	}
	checkLimits(t, pieces[0])
}

func TestExactLimit(t *testing.T) {
	p := quiet(t)
	exactly := func(n int) error {
		_, err := p.pieces(chat.Message{Exact: true, Blocks: []chat.Block{chat.Paragraph(strings.Repeat("é", n))}})
		return err
	}
	if err := exactly(ExactLimit); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if err := exactly(ExactLimit + 1); !isFailure(err, chat.TooLong) {
		t.Errorf("over the limit: %v", err)
	}
	marked := chat.Message{Exact: true, Blocks: []chat.Block{chat.Paragraph(strings.Repeat("*", ExactLimit/2+1))}}
	if _, err := p.pieces(marked); !isFailure(err, chat.TooLong) {
		t.Errorf("escaped it is over the limit: %v", err)
	}
}
