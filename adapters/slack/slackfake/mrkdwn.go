package slackfake

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// How a text is treated before it is shown.
// https://docs.slack.dev/messaging/formatting-message-text/
type parsing struct {
	links  bool // bare addresses become links
	names  bool // @here and #channel become mentions
	styles bool // *bold*, `code`, > quotation, :emoji:
}

// sequences are Slack's control sequences: <!here>, <@U…>, <https://…|label>.
var (
	sequences = regexp.MustCompile(`<([^<>]*)>`)
	addresses = regexp.MustCompile(`\bhttps?://[^\s<>|]+`)
	names     = regexp.MustCompile(`(^|[\s(])(@(?:here|channel|everyone)|#[a-z0-9_-]+)`)
	emoji     = regexp.MustCompile(`:[a-z0-9_+'-]+:`)
	styles    = []struct {
		name string
		mark *regexp.Regexp
	}{
		{"code block", regexp.MustCompile("(?s)```.+?```")},
		{"code", regexp.MustCompile("`[^`\n]+`")},
		{"bold", regexp.MustCompile(`(^|[^\w*])\*[^\s*]([^*\n]*[^\s*])?\*($|[^\w*])`)},
		{"italic", regexp.MustCompile(`(^|[^\w_])_[^\s_]([^_\n]*[^\s_])?_($|[^\w_])`)},
		{"strike", regexp.MustCompile(`(^|[^\w~])~[^\s~]([^~\n]*[^\s~])?~($|[^\w~])`)},
		{"quotation", regexp.MustCompile(`(?m)^(&gt;){1,3}`)},
	}
)

// mrkdwn returns what a text in Slack's markup reads, and what in it is live.
func mrkdwn(text string, p parsing) (read string, effects []string) {
	plain := sequences.ReplaceAllStringFunc(text, func(s string) string {
		label, effect := sequence(s[1 : len(s)-1])
		effects = append(effects, effect)
		return label
	})
	if p.links {
		for _, a := range addresses.FindAllString(plain, -1) {
			effects = append(effects, "link "+a)
		}
	}
	if p.names {
		for _, n := range names.FindAllStringSubmatch(plain, -1) {
			effects = append(effects, "mention "+n[2])
		}
	}
	if p.styles {
		for _, s := range styles {
			if s.mark.MatchString(plain) {
				effects = append(effects, s.name)
			}
		}
		for _, e := range emoji.FindAllString(plain, -1) {
			effects = append(effects, "emoji "+e)
		}
	}
	return unescape(plain), effects
}

// sequence reads what stands between < and >: what is shown of it, and what it
// does.
func sequence(inside string) (label, effect string) {
	target, label, labelled := strings.Cut(inside, "|")
	if !labelled {
		label = target
	}
	if strings.HasPrefix(target, "!") || strings.HasPrefix(target, "@") || strings.HasPrefix(target, "#") {
		return label, "mention <" + target + ">"
	}
	return label, "link " + target
}

// unescape undoes Slack's three entities, once.
func unescape(text string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(text)
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// hidden are the characters of a text that a person cannot see, or that change
// the order of what can be seen.
func hidden(text string) []string {
	var found []string
	for _, r := range text {
		switch {
		case r == '\n' || r == '\t' || r == 0xfe0e || r == 0xfe0f:
		case !unicode.IsGraphic(r), unicode.Is(unicode.Variation_Selector, r),
			unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
			found = append(found, fmt.Sprintf("%U", r))
		}
	}
	return found
}
