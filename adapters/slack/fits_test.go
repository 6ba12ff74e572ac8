package slack

import (
	"errors"
	"strings"
	"testing"

	"relance/adapters/chat"
)

func TestFitsCountsWhatSlackCounts(t *testing.T) {
	p, err := New(Options{BotToken: "xoxb-1", AppToken: "xapp-1", Words: englishWords})
	if err != nil {
		t.Fatal(err)
	}
	const family = "👨‍👩‍👧‍👦" // eleven units, and more once the joiners are shown by name
	short, long := strings.Repeat("a", 3000), strings.Repeat(family, 420)
	message := func(text string) chat.Message {
		return chat.Message{Exact: true, Blocks: []chat.Block{chat.Quote{Text: text}}}
	}
	if err := p.Fits(message(short)); err != nil {
		t.Errorf("3,000 letters: %v", err)
	}
	var refused *chat.Error
	if err := p.Fits(message(long)); !errors.As(err, &refused) || refused.Failure != chat.TooLong {
		t.Errorf("420 families: %v", err)
	}
}
