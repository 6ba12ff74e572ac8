package bot

import (
	"strings"
	"testing"
	"unicode/utf16"

	"relance/adapters/chat"
	"relance/escalation"
)

// narrow is a platform that takes exact messages up to a number of UTF-16 units.
type narrow struct {
	*quietPlatform
	limit int
}

func (n narrow) Fits(m chat.Message) error {
	if units := len(utf16.Encode([]rune(plainText(m)))); m.Exact && units > n.limit {
		return &chat.Error{Failure: chat.TooLong, Code: "too_long"}
	}
	return nil
}

func TestATextThatCannotBeShownWholeIsRefusedBeforeApproval(t *testing.T) {
	h := newHouse(t, withPublicRoom)
	c := h.opens("ann", "meter")
	c.Version++
	c.State, c.Climb.Rung = escalation.StateAwaitingApproval, 1
	c.Post.Text, c.Post.Hash = "Short.", escalation.TextHash("Short.")
	if r, err := h.store.Commit(t.Context(), h.now, escalation.Change{Op: "post", Case: c, Index: c.Terms()}); err != nil || r[0].Err != nil {
		t.Fatal(err, r)
	}
	o := h.bot.Options
	o.Platforms = []chat.Platform{narrow{h.quiet, 4700}}
	h.bot = New(o)
	family := "👨‍👩‍👧‍👦" // seven characters, eleven units
	edit := func(text string) chat.Answer {
		h.acts++
		return h.bot.On("console").Handle(t.Context(), chat.Act{ID: "edit" + text[:1] + string(rune('a'+h.acts)), At: h.now,
			By: chat.Person{Account: "tom", Name: "tom"}, Place: chat.Place{Room: "team"},
			Deed: chat.Submit{Form: actEditPost, Value: target(c.ID, c.Post.Hash), Fields: map[string]string{"text": text}}})
	}
	long := strings.Repeat(family, 420)
	most, err := h.bot.showable(t.Context(), c, long, h.now)
	if err != nil || most >= 420*7 || most < 300*7 {
		t.Fatalf("%d characters can be shown, %v", most, err)
	}
	said := edit(long).Wrong["text"]
	if !strings.Contains(said, "2,940") && !strings.Contains(said, "2940") {
		t.Errorf("the answer is %q", said)
	}
	if now := h.load(c.ID); now.Post.Text != "Short." {
		t.Errorf("the text became %d units", len(utf16.Encode([]rune(now.Post.Text))))
	}
	if fits, err := h.bot.showable(t.Context(), c, long[:len(string([]rune(long)[:most]))], h.now); err != nil || fits != most {
		t.Errorf("of the longest that fits %d of %d characters fit, %v", fits, most, err)
	}
	if a := edit(strings.Repeat("a", 2940)); len(a.Wrong) > 0 || len(h.load(c.ID).Post.Text) != 2940 {
		t.Errorf("plain letters: %+v", a)
	}
}

func TestTheBotsOwnDraftIsWholeLines(t *testing.T) {
	for most, want := range map[int]string{40: "one\ntwo\n\nthree", 14: "one\ntwo\n\nthree", 13: "one\ntwo\n…", 8: "one\n…", 2: "\n…"} {
		if got := wholeLines("one\ntwo\n\nthree", most); got != want {
			t.Errorf("%d: %q, want %q", most, got, want)
		}
	}
}
