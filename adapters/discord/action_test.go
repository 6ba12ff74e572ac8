package discord

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"relance/adapters/chat"
)

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

func TestTooLongIsAChatError(t *testing.T) {
	_, err := quiet(t).pieces(chat.Message{Actions: []chat.Action{{ID: "a:b"}}})
	if e, is := errors.AsType[*chat.Error](err); !is || e.Code != codeAction {
		t.Errorf("got %v", err)
	}
}
