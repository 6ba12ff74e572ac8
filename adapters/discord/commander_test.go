package discord

import (
	"testing"
)

// A command is called as people find it: in its group where there is one.
func TestCommandIsCalledWhereItStands(t *testing.T) {
	about := Text{Text: "does it"}
	keep := Command{Words: "ref", Group: "keep", About: about}
	few := append(someCommands(3, ""), keep)
	many := append(someCommands(24, ""), keep, Command{Words: "attach", Group: "keep", About: about})
	for _, tt := range []struct {
		commands []Command
		words    string
		want     string
	}{
		{few, "ref", "/dossier ref"},
		{many, "ref", "/dossier keep ref"},
		{many, "do3", "/dossier do3"},
		{many, "unheard", "/dossier unheard"},
	} {
		p, err := New(Options{
			Token: "t", APIURL: "http://discord.invalid/", Words: testWords(), Command: "dossier",
			Commands: tt.commands, CommandTexts: CommandTexts{About: about},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Command(tt.words); got != tt.want {
			t.Errorf("%d commands: %q is called %q, want %q", len(tt.commands), tt.words, got, tt.want)
		}
	}
	if got := (&Platform{}).Option("ref", "FR-2"); got != "ref:FR-2" {
		t.Errorf("an option is told as %q", got)
	}
}
