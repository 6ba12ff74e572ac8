// Package locale has every sentence that people read, one file per language.
//
// A file is a flat list of keys in YAML, so that a key found in the source is
// found in the file by searching for it. A sentence is a text/template over the
// named arguments of [Speaker.Say]; one that counts has a form for each plural
// of its language (one, other, …), chosen by the argument Count. The names of
// months and days and the order of a date are sentences too: a new language is
// one new file, and the tests say what it lacks.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

//go:embed *.yaml
var files embed.FS

// source is the language that the others are translated from, and the one a
// sentence falls back to.
var source = language.English

// Texts are the sentences of all languages. It is safe for concurrent use.
type Texts struct {
	bundle   *i18n.Bundle
	tags     []language.Tag // the source language first
	matcher  language.Matcher
	parser   template.Parser
	messages map[language.Tag]map[string]*i18n.Message
}

// Load reads the sentences that are built into the program.
func Load() (*Texts, error) { return load(files) }

func load(dir fs.FS) (*Texts, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("locale: %w", err)
	}
	t := newTexts(source)
	for _, name := range names {
		content, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		file, err := i18n.ParseMessageFileBytes(content, path.Base(name), map[string]i18n.UnmarshalFunc{"yaml": yaml.Unmarshal})
		if err != nil {
			return nil, fmt.Errorf("locale: %s: %w", name, err)
		}
		if err := t.add(file.Tag, file.Messages); err != nil {
			return nil, fmt.Errorf("locale: %s: %w", name, err)
		}
	}
	if len(t.messages[source]) == 0 {
		return nil, fmt.Errorf("locale: no sentences in the language %q", source)
	}
	return t, nil
}

func newTexts(tag language.Tag) *Texts {
	return &Texts{
		bundle:   i18n.NewBundle(tag),
		tags:     []language.Tag{tag},
		matcher:  language.NewMatcher([]language.Tag{tag}),
		parser:   &template.TextParser{Option: "missingkey=error"},
		messages: map[language.Tag]map[string]*i18n.Message{},
	}
}

func (t *Texts) add(tag language.Tag, messages []*i18n.Message) error {
	if err := t.bundle.AddMessages(tag, messages...); err != nil {
		return err
	}
	byKey := make(map[string]*i18n.Message, len(messages))
	for _, m := range messages {
		byKey[m.ID] = m
	}
	t.messages[tag] = byKey
	if !slices.Contains(t.tags, tag) {
		t.tags = append(t.tags, tag)
		t.matcher = language.NewMatcher(t.tags)
	}
	return nil
}

// For returns who speaks the language, a BCP 47 tag, or the nearest there is.
func (t *Texts) For(lang string) Speaker {
	tag := t.tags[0]
	if wanted, err := language.Parse(lang); err == nil {
		if _, i, confidence := t.matcher.Match(wanted); confidence > language.No {
			tag = t.tags[i]
		}
	}
	return Speaker{texts: t, tag: tag, localizer: i18n.NewLocalizer(t.bundle, tag.String())}
}

// Languages are the tags of all languages, the source language first.
func (t *Texts) Languages() []string {
	var tags []string
	for _, tag := range t.tags {
		tags = append(tags, tag.String())
	}
	return tags
}

// Speaks returns the tag of the language that lang asks for, when there are
// sentences in it: "fr" for "fr-CA".
func (t *Texts) Speaks(lang string) (tag string, ok bool) {
	wanted, err := language.Parse(lang)
	if err != nil {
		return "", false
	}
	_, i, confidence := t.matcher.Match(wanted)
	return t.tags[i].String(), confidence >= language.High
}
