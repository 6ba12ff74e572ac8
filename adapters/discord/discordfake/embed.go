package discordfake

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// embeds checks the embeds of a message and returns them as Discord keeps them:
// white space around texts is trimmed before it is counted.
// https://docs.discord.com/developers/resources/message#embed-object-embed-limits
func (f *form) embeds(path string, list []embed) []embed {
	if len(list) > maxEmbeds {
		f.wrong(path, "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %d or fewer in length.", maxEmbeds))
	}
	total := 0
	kept := make([]embed, len(list))
	for i, e := range list {
		at := fmt.Sprintf("%s.%d", path, i)
		f.embed(at, &e)
		total += e.characters()
		kept[i] = e
	}
	if total > maxEmbedText {
		f.wrong(path, "MAX_EMBED_SIZE_EXCEEDED", fmt.Sprintf("Embed size exceeds maximum size of %d", maxEmbedText))
	}
	return kept
}

func (f *form) embed(at string, e *embed) {
	e.Type = "rich"
	e.Title, e.Description = strings.TrimSpace(e.Title), strings.TrimSpace(e.Description)
	f.length(at+".title", e.Title, 0, maxEmbedTitle)
	f.length(at+".description", e.Description, 0, maxEmbedDescription)
	f.between(at+".color", e.Color, 0, 0xffffff)
	f.address(at+".url", e.URL)
	if _, err := time.Parse(time.RFC3339, e.Timestamp); err != nil && e.Timestamp != "" {
		f.wrong(at+".timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse "+e.Timestamp+". Should be ISO8601.")
	}
	if e.Footer != nil {
		foot := *e.Footer
		foot.Text = strings.TrimSpace(foot.Text)
		f.length(at+".footer.text", foot.Text, 0, maxEmbedFooter)
		e.Footer = &foot
	}
	if e.Author != nil {
		author := *e.Author
		author.Name = strings.TrimSpace(author.Name)
		f.length(at+".author.name", author.Name, 1, maxEmbedAuthor)
		f.address(at+".author.url", author.URL)
		e.Author = &author
	}
	if len(e.Fields) > maxEmbedFields {
		f.wrong(at+".fields", "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %d or fewer in length.", maxEmbedFields))
	}
	e.Fields = slices.Clone(e.Fields)
	for i := range e.Fields {
		field := &e.Fields[i]
		field.Name, field.Value = strings.TrimSpace(field.Name), strings.TrimSpace(field.Value)
		f.length(fmt.Sprintf("%s.fields.%d.name", at, i), field.Name, 1, maxEmbedFieldName)
		f.length(fmt.Sprintf("%s.fields.%d.value", at, i), field.Value, 1, maxEmbedFieldValue)
	}
	if e.characters() == 0 && e.Image == nil && e.Thumbnail == nil {
		f.wrong(at+".description", "BASE_TYPE_REQUIRED", "This field is required")
	}
}

// characters is what counts against the limit of all embeds.
func (e embed) characters() int {
	texts := []string{e.Title, e.Description}
	if e.Footer != nil {
		texts = append(texts, e.Footer.Text)
	}
	if e.Author != nil {
		texts = append(texts, e.Author.Name)
	}
	for _, field := range e.Fields {
		texts = append(texts, field.Name, field.Value)
	}
	n := 0
	for _, t := range texts {
		n += utf8.RuneCountInString(t)
	}
	return n
}

// address checks a link; empty is none.
func (f *form) address(path, link string) {
	u, err := url.Parse(link)
	if link != "" && (err != nil || !slices.Contains([]string{"http", "https", "discord", "attachment"}, u.Scheme) || u.Host == "") {
		f.wrong(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
	}
}
