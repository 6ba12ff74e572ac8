package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"strings"
)

// scene is a message or a form as a walk of bot/e2e keeps it, with where it is seen:
// what is the same on every platform.
type scene struct {
	Where string // "#team", "@ann", "only @ann"; empty: a form
	By    string // who speaks, where it is not the bot
	Time  string
	Text  string
	Title string // of a form
}

// scenes lays out the scenes of the files that are given, in their order: place is the
// heading of where something is seen, lay makes one scene of its content. The page says
// at its end how high it is, for whoever takes its picture.
func scenes(style string, place func(where string) string, lay func(content []byte) (string, error)) {
	fmt.Print("<!doctype html><meta charset=\"utf-8\"><style>" + style + "</style>")
	where := ""
	for _, file := range os.Args[1:] {
		content, err := os.ReadFile(file)
		if err != nil {
			stop(err)
		}
		var s scene
		if err := json.Unmarshal(content, &s); err != nil {
			stop(fmt.Errorf("%s: %w", file, err))
		}
		if s.Where != where {
			where = s.Where
			fmt.Printf("<h2>%s</h2>", html.EscapeString(place(where)))
		}
		out, err := lay(content)
		if err != nil {
			stop(fmt.Errorf("%s: %w", file, err))
		}
		fmt.Print(out)
	}
	fmt.Println(`<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>`)
}

func stop(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// speaker is how whoever speaks is called, and what stands in the place of their
// picture; bot: it is the bot.
func (s scene) speaker() (name, face string, bot bool) {
	if s.By == "" {
		return "Relance", "R", true
	}
	return s.By, strings.ToUpper(s.By[:1]), false
}

// alone tells of a message that only one person sees.
func (s scene) alone() bool { return strings.HasPrefix(s.Where, "only ") }

// heading is how a place is called.
func heading(where string) string {
	if person, found := strings.CutPrefix(where, "only "); found {
		return "what only " + person + " sees"
	}
	if strings.HasPrefix(where, "@") {
		return "Relance, a direct message to " + where
	}
	return where
}

// lines is a text with its line breaks.
func lines(text string) string { return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") }
