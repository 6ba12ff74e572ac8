package console

import "testing"

func TestTyped(t *testing.T) {
	tests := []struct {
		line string
		by   string
		want typed
	}{
		{"hello", "", typed{text: "hello"}},
		{"@ann hello", "ann", typed{text: "hello"}},
		{"  @Élodie-2  #Gazco-Service\u00a0>12\thello", "élodie-2", typed{room: "gazco-service", reply: 12, text: "hello"}},
		{"@ann", "ann", typed{}},
		{"@", "", typed{text: "@"}},
		{"@ann, look", "", typed{text: "@ann, look"}},
		{"@ann@ben hello", "", typed{text: "@ann@ben hello"}},
		{"#team", "", typed{room: "team"}},
		{"# heading", "", typed{text: "# heading"}},
		{">12", "", typed{reply: 12}},
		{"> 12", "", typed{text: "> 12"}},
		{">0 x", "", typed{text: ">0 x"}},
		{">x y", "", typed{text: ">x y"}},
		{"#team >12x y", "", typed{room: "team", text: ">12x y"}},
		{"@ann #team /case list", "ann", typed{room: "team", text: "/case list"}},
	}
	for _, tt := range tests {
		by, rest := person(tt.line)
		if got := address(rest); by != tt.by || got != tt.want {
			t.Errorf("%q: @%s %+v, want @%s %+v", tt.line, by, got, tt.by, tt.want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain", `\[sic]`: "[sic]", `\.`: ".", `\12`: "12", `\\server`: `\server`, `\n`: `\n`, `\`: `\`,
		`\@ann`: "@ann", `\#1`: "#1", `\>1`: ">1", `\/cancel`: "/cancel", "\\é": "\\é",
	} {
		if got := unescape(text); got != want {
			t.Errorf("unescape(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	if got := nearest("Yess", []string{"No", "yes", "Yes"}); got != "yes" {
		t.Errorf("nearest = %q", got)
	}
	if got := nearest("x", nil); got != "" {
		t.Errorf("nearest of nothing = %q", got)
	}
	if got := nearestNumber(7, []int{12, 3, 9}); got != 9 {
		t.Errorf("nearestNumber = %d", got)
	}
}
