package discord

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
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
	p, err := New(Options{Token: "t", Words: Words{ReadOn: "…read on"}})
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
		o := p.outgoing(mark(m.Key, i))
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

func TestActions(t *testing.T) {
	p := quiet(t)
	options := func(n int) []chat.Option {
		var all []chat.Option
		for i := range n {
			all = append(all, chat.Option{Value: fmt.Sprint(i), Label: fmt.Sprint("Option ", i)})
		}
		return all
	}
	buttons := func(n int) []chat.Action {
		all := make([]chat.Action, n)
		for i := range all {
			all[i] = chat.Action{ID: "same", Value: "K7M-4QZ-X", Label: strings.Repeat("label ", 20)}
		}
		return all
	}
	for name, tt := range map[string]struct {
		actions []chat.Action
		rows    int // 0: refused
	}{
		"a row":               {buttons(5), 1},
		"two rows":            {buttons(6), 2},
		"all there are":       {buttons(25), 5},
		"too many":            {buttons(26), 0},
		"a select between":    {[]chat.Action{buttons(1)[0], {ID: "s", Label: "S", Options: options(3)}, buttons(1)[0]}, 3},
		"many options":        {[]chat.Action{{ID: "s", Label: strings.Repeat("S", 200), Options: options(60)}}, 3},
		"too many options":    {[]chat.Action{{ID: "s", Label: "S", Options: options(126)}}, 0},
		"no label":            {[]chat.Action{{ID: "s", Label: " "}}, 1},
		"a long value":        {[]chat.Action{{ID: "s", Value: strings.Repeat("v", 97), Label: "S"}}, 0},
		"a colon":             {[]chat.Action{{ID: "s:t", Label: "S"}}, 0},
		"a long option value": {[]chat.Action{{ID: "s", Label: "S", Options: []chat.Option{{Value: strings.Repeat("v", 101)}}}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			pieces, err := p.pieces(chat.Message{Title: "T", Actions: tt.actions})
			if tt.rows == 0 {
				if !isFailure(err, chat.TooLong) {
					t.Errorf("not refused: %v", err)
				}
				return
			}
			if err != nil || len(pieces[0].components) != tt.rows {
				t.Fatalf("%d rows, %v; want %d", len(pieces[0].components), err, tt.rows)
			}
			checkLimits(t, pieces[0])
		})
	}
}

func TestClick(t *testing.T) {
	for _, a := range []chat.Action{{ID: "verdict.yes", Value: "K7M-4QZ-X/3"}, {ID: "a"}, {ID: "a", Value: "x:y:z"}} {
		id, err := customID(a, 12)
		if err != nil {
			t.Fatal(err)
		}
		got, ours := click(id, nil)
		if want := (chat.Click{Action: a.ID, Value: a.Value}); !ours || got != want {
			t.Errorf("%+v came back as %+v, %v", a, got, ours)
		}
	}
	if got, _ := click("0:class:K7M-4QZ-X/3", []string{"answer"}); got.Option != "answer" {
		t.Errorf("a choice came back as %+v", got)
	}
	for _, foreign := range []string{"", "x", "1", "1:", "x:y:z"} {
		if got, ours := click(foreign, nil); ours {
			t.Errorf("%q was taken for %+v", foreign, got)
		}
	}
}

func TestOptions(t *testing.T) {
	good := Options{Token: "t", Words: Words{ReadOn: "…"}}
	for name, spoil := range map[string]func(*Options){
		"token":   func(o *Options) { o.Token = "" },
		"prefix":  func(o *Options) { o.Token = "Bot secret-token" },
		"key":     func(o *Options) { o.PublicKey = "abc" },
		"address": func(o *Options) { o.APIURL = "discord.com/api/" },
		"slash":   func(o *Options) { o.APIURL = "https://discord.example/api/v10" },
		"guild":   func(o *Options) { o.Guild = "my server" },
		"command": func(o *Options) { o.Command = "/Case" },
		"words":   func(o *Options) { o.Words = Words{} },
	} {
		o := good
		spoil(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s: taken", name)
		} else if strings.Contains(err.Error(), "secret-token") {
			t.Errorf("%s: the token is told: %v", name, err)
		}
	}
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}

func TestTooLongIsAChatError(t *testing.T) {
	_, err := quiet(t).pieces(chat.Message{Actions: []chat.Action{{ID: "a:b"}}})
	if e, is := errors.AsType[*chat.Error](err); !is || e.Code != codeAction {
		t.Errorf("got %v", err)
	}
}
