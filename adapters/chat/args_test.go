package chat_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"relance/adapters/chat"
)

func TestParseArgs(t *testing.T) {
	tests := []struct {
		text  string
		words []string
		named map[string]string
		rest  string
	}{
		{text: ""},
		{text: " \t\n"},
		{text: "open", words: []string{"open"}},
		{text: "  note  K7M-4QZ-X  it's late ", words: []string{"note", "K7M-4QZ-X", "it's", "late"}, rest: "K7M-4QZ-X  it's late"},
		{text: `deny reason="too personal" until=2026-03-01`, words: []string{"deny"},
			named: map[string]string{"reason": "too personal", "until": "2026-03-01"}, rest: `reason="too personal" until=2026-03-01`},
		{text: "“two words” done", words: []string{"two words", "done"}, rest: "done"},
		{text: "”two words” done", words: []string{"two words", "done"}, rest: "done"},
		{text: "„zwei Wörter“ „drei”", words: []string{"zwei Wörter", "drei"}, rest: "„drei”"},
		{text: "motif=«\u00a0trop personnel\u00a0» l'an", words: []string{"l'an"}, named: map[string]string{"motif": "trop personnel"}, rest: "l'an"},
		{text: "« a « b » c »", words: []string{"a « b » c"}},
		{text: "aujourd'hui c'est l'été", words: []string{"aujourd'hui", "c'est", "l'été"}, rest: "c'est l'été"},
		{text: "a\u00a0b\u202fc\u3000d", words: []string{"a", "b", "c", "d"}, rest: "b\u202fc\u3000d"},
		{text: `6"x4" 5"`, words: []string{`6"x4"`, `5"`}, rest: `5"`},
		{text: `"say \"hi\"" "back\\slash" "C:\temp"`, words: []string{`say "hi"`, `back\slash`, `C:\temp`}, rest: `"back\\slash" "C:\temp"`},
		{text: `"" a="" b=`, words: []string{""}, named: map[string]string{"a": "", "b": ""}, rest: `a="" b=`},
		{text: "https://example.org/?a=b x.y=1 =z 1=2", words: []string{"https://example.org/?a=b", "=z", "1=2"},
			named: map[string]string{"x.y": "1"}, rest: "x.y=1 =z 1=2"},
		{text: "Until=Monday ÉTÉ=oui", named: map[string]string{"until": "Monday", "été": "oui"}, rest: "ÉTÉ=oui"},
		{text: `"glued"on k="v"w`, words: []string{"gluedon"}, named: map[string]string{"k": "vw"}, rest: `k="v"w`},
		{text: `a="x=y" b=c=d`, named: map[string]string{"a": "x=y", "b": "c=d"}, rest: "b=c=d"},
		{text: "“a \"b\" c”", words: []string{`a "b" c`}},
	}
	for _, tt := range tests {
		if tt.named == nil {
			tt.named = map[string]string{}
		}
		want := chat.Args{Words: tt.words, Named: tt.named, Rest: tt.rest}
		got, err := chat.ParseArgs(tt.text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("ParseArgs(%q)\n got %+v, %v\nwant %+v", tt.text, got, err, want)
		}
	}
}

func TestParseArgsProblem(t *testing.T) {
	tests := []struct {
		text    string
		problem chat.ArgsProblem
		near    string
		words   []string
		rest    string
	}{
		{`note K7M he said "wait`, chat.OpenQuote, `"wait`, []string{"note", "K7M", "he", "said"}, `K7M he said "wait`},
		{`"note K7M`, chat.OpenQuote, `"note K7M`, nil, "K7M"},
		{`a="b c`, chat.OpenQuote, `"b c`, nil, "c"},
		{`« a « b »`, chat.OpenQuote, "« a « b »", nil, "a « b »"},
		{`x "\"`, chat.OpenQuote, `"\"`, []string{"x"}, `"\"`},
		{`deny a=1 A=2`, chat.GivenTwice, "a", []string{"deny"}, "a=1 A=2"},
	}
	for _, tt := range tests {
		got, err := chat.ParseArgs(tt.text)
		var wrong *chat.ArgsError
		if !errors.As(err, &wrong) {
			t.Errorf("ParseArgs(%q): error %v, want an *ArgsError", tt.text, err)
			continue
		}
		if wrong.Problem != tt.problem || wrong.Near != tt.near {
			t.Errorf("ParseArgs(%q): %+v, want problem %d near %q", tt.text, *wrong, tt.problem, tt.near)
		}
		if !reflect.DeepEqual(got.Words, tt.words) || got.Rest != tt.rest {
			t.Errorf("ParseArgs(%q) read %q, rest %q before the error; want %q, %q", tt.text, got.Words, got.Rest, tt.words, tt.rest)
		}
	}
}

func FuzzParseArgs(f *testing.F) {
	for _, seed := range []string{"", "open", `a="b c" d`, "«\u00a0x\u00a0» l'an", "“x", "\xff=\"", `"\\"`, "k=„v“ w”"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := chat.ParseArgs(text)
		if !strings.HasSuffix(strings.TrimSpace(text), got.Rest) {
			t.Errorf("rest %q is not the end of %q", got.Rest, text)
		}
		if _, is := errors.AsType[*chat.ArgsError](err); err != nil && !is {
			t.Errorf("error %T", err)
		}
		for key := range got.Named {
			if key == "" || strings.ContainsAny(key, " =\"") {
				t.Errorf("key %q", key)
			}
		}
		// Whatever a person means can be said between straight quotes.
		quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
		back, err := chat.ParseArgs("x=" + quoted + " " + quoted)
		if err != nil || back.Named["x"] != text || len(back.Words) != 1 || back.Words[0] != text {
			t.Errorf("%q in quotes came back as %+v, %v", text, back, err)
		}
		if utf8.ValidString(text) && !utf8.ValidString(strings.Join(got.Words, "")) {
			t.Errorf("valid text %q became invalid words %q", text, got.Words)
		}
	})
}
