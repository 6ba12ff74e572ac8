package console_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/console"
)

// What an earlier run said can be edited and replied to: the terminal that
// showed it may be gone.
func TestEarlierRun(t *testing.T) {
	d := newDesk(t, console.Screen{})
	m := asks("Card", "aaa")
	d.edit(team, "run0-12", m)
	d.edit(team, "run0-12", m)
	d.post(chat.Place{Room: "team", Thread: "run0-13"}, chat.Message{Title: "A reply"})
	d.types("@ann >1 hello", "[Yes]")
	want := "#team >1 (updated)  Card\n[1] Yes  [2] No\n  #team >2  A reply\n  #team >1 >3  @ann\n  | hello\n"
	if got := d.out.String(); got != want {
		t.Errorf("shown\n%swant\n%s", got, want)
	}
	if click, ok := d.last().(chat.Click); !ok || click.Message != "run0-12" {
		t.Errorf("%+v", d.last())
	}
}

func TestObserve(t *testing.T) {
	d := newDesk(t, console.Screen{})
	d.reply = opens
	at := d.post(team, asks("Card", "aaa"))
	d.edit(team, at.Ref, asks("Card", "aaa")) // nothing is shown
	d.edit(team, at.Ref, asks("Card two", "aaa"))
	d.types("@ann #team hello", "/case open", `/fill organisation=1 subject=x story=x`, `a b`, "[Nothing]")
	var got []string
	for _, s := range d.shown {
		got = append(got, fmt.Sprintf("%d %s %q %s%s %s>%s", s.Kind, s.Ref, s.Text, s.Place.Room, s.Place.Person, s.By, s.To))
	}
	want := []string{
		fmt.Sprintf(`%d run1-1 "Card\n[1] Yes  [2] No" team >`, console.BotSaid),
		fmt.Sprintf(`%d run1-1 "Card two\n[1] Yes  [2] No" team >`, console.BotEdited),
		fmt.Sprintf(`%d run1-2 "hello" team ann>`, console.PersonSaid),
		fmt.Sprintf(`%d  "Open a case\nAn empty line leaves a question out, or keeps its answer. /cancel leaves the form." ann >ann`, console.FormOpened),
		fmt.Sprintf(`%d  "Organisation *\n1. Gazco\n2. The Daily" ann >ann`, console.FormAsks),
		fmt.Sprintf(`%d  "Subject — At least two words." ann >ann`, console.FormWrong),
		fmt.Sprintf(`%d  "Subject * (up to 40 characters)\nIn a few words\nAn empty line keeps: x" ann >ann`, console.FormAsks),
		fmt.Sprintf(`%d run1-3 "Case K7M-4QZ-X is open\n[3] Withdraw" ann >ann`, console.BotAnswer),
		fmt.Sprintf(`%d  "There is no button [Nothing]. Did you mean [2] No?" ann >ann`, console.ConsoleSaid),
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("observed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The board forgets what is old, with its buttons, and goes on.
func TestMuchIsSaid(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty thousand messages")
	}
	d := newDesk(t, console.Screen{})
	first := d.post(team, asks("first", "aaa"))
	d.types("@ann #team hello")
	for n := range 50_000 {
		m := chat.Message{Key: fmt.Sprint(n), Title: "next"}
		d.post(team, m)
	}
	if err := d.Edit(t.Context(), team, first.Ref, asks("again", "aaa")); err == nil {
		t.Error("the first message is still there")
	}
	if err := d.types("1"); err == nil {
		t.Error("its button is still there")
	}
	if acts, err := d.Heard(t.Context(), team, time.Time{}); err != nil || len(acts) != 0 {
		t.Errorf("%v, heard %+v", err, acts)
	}
	if got := d.post(team, chat.Message{Key: "49999", Title: "next"}); got.Link != "#team >50002" {
		t.Errorf("a key of a message that is there is at %+v", got)
	}
}

func TestLongTextIsSplit(t *testing.T) {
	d := newDesk(t, console.Screen{})
	d.post(team, chat.Message{Title: "Long", Blocks: []chat.Block{chat.Paragraph(strings.Repeat("a", 2*console.MessageLimit))}})
	out := d.out.String()
	for _, want := range []string{"|… (part 2 of 3)\n", "|… (part 3 of 3)\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("the output does not say %q", want)
		}
	}
	if n := strings.Count(out, "a"); n < 2*console.MessageLimit {
		t.Errorf("%d characters are left", n)
	}
}
