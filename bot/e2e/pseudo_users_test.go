package e2e_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/bot/story"
	"relance/escalation"
)

// users are the words that people typed and configured, the longest first: they
// are shown as they are.
type users struct{ strings []string }

// usersOf collects the words of a story's people and of its configuration, the
// holidays of its calendars and the abbreviations of the time zone.
func usersOf(t *testing.T, st story.Story, r story.Record) users {
	t.Helper()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := collector{has: texts.For("").Has, options: texts.Languages()}
	for _, class := range escalation.Classes() {
		c.options = append(c.options, string(class))
	}
	for _, month := range []time.Month{time.January, time.July} {
		zone, _ := time.Date(st.Start.Year(), month, 1, 0, 0, 0, 0, st.Start.Location()).Zone()
		c.add(zone)
	}
	c.add("UTC") // of an export
	for _, b := range r.Story.Blocks {
		if act, ok := b.Do.(story.Act); ok {
			c.typed(act.Text)
		}
	}
	for _, calendar := range configOf(t, st).Calendars() {
		for _, name := range calendar.Holidays { // each country has its own, in its language
			c.add(name)
		}
	}
	source := st.Config
	if source == nil {
		source = exampleConfig(t)
	}
	var config yaml.Node
	if err := yaml.Unmarshal(source, &config); err != nil {
		t.Fatal(err)
	}
	c.configured("", &config)
	slices.SortFunc(c.strings, func(a, b string) int { return len(b) - len(a) })
	return users{slices.Compact(c.strings)}
}

type collector struct {
	strings []string
	has     func(key string) bool // of the language files
	options []string              // values that forms offer; people see other words for them
}

func (c *collector) add(text string) {
	if text = hideGiven(strings.TrimSpace(text)); strings.ContainsFunc(text, unicode.IsLetter) && !slices.Contains(c.options, text) {
		c.strings = append(c.strings, text)
	}
}

var caseName = regexp.MustCompile(`\$\pL[\pL\d_]*`)

var typedForm = regexp.MustCompile(`^@(\S+)\s*(?:#(\S+)\s*)?(?:>\d+\s*)?(\[[^\]]+\]|/\S+)?\s*(.*)$`)

// typed collects the words of a line. What chooses (a button, a case, an option)
// is not what is shown for it.
func (c *collector) typed(line string) {
	m := typedForm.FindStringSubmatch(caseName.ReplaceAllString(line, "·"))
	if m == nil {
		return
	}
	c.add(m[1])
	c.add(m[2])
	rest := m[4]
	if m[3] == "" {
		c.add(rest)
		return
	}
	args, _ := chat.ParseArgs(rest)
	for key, value := range args.Named {
		if m[3] == "/fill" {
			c.add(key)
		}
		c.add(key + "=")       // an answer shows how a command is written,
		c.add("“" + key + "”") // or quotes what was written instead
		switch key {
		case "outcome", "class", "role", "found", "language", "format", "switch", "cannot_phone", "consent":
		case "tried":
			for attempt := range strings.SplitSeq(value, "|") {
				for i, part := range strings.Split(attempt, ";") {
					if part = strings.TrimSpace(part); i < 5 && !(i == 1 && c.has("channel."+part)) {
						c.add(part)
					}
				}
			}
		case "ref":
			for reference := range strings.SplitSeq(value, "|") {
				number, issuer, _ := strings.Cut(strings.TrimSpace(reference), " ")
				c.add(number)
				c.add(issuer)
			}
		default:
			c.add(value)
			c.address(value)
		}
	}
	if strings.HasPrefix(m[3], "[") {
		return
	}
	// Behind the subcommand: words, each by itself, or all of them to the end.
	for i, word := range args.Words {
		if (i > 0 || !c.has("help."+word)) && word != "notfound" && !c.has("channel."+word) {
			c.add(word)
			c.address(word)
		}
	}
	c.add(args.Rest)
	if _, behind, ok := strings.Cut(args.Rest, " "); ok {
		c.add(behind)
	}
}

// address collects what is shown of an address: what stands behind its scheme.
func (c *collector) address(text string) {
	if scheme, rest, ok := strings.Cut(text, ":"); ok && slices.Contains(escalation.Schemes(), scheme) {
		c.add(rest)
	}
}

// configured collects the values of a configuration, and the names of what it
// lists: calendars, ladders and organisations. Values that the program knows are
// shown in words of their own.
func (c *collector) configured(path string, n *yaml.Node) {
	switch n.Kind {
	case yaml.DocumentNode, yaml.SequenceNode:
		for _, child := range n.Content {
			c.configured(path, child)
		}
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if path == "calendars" || path == "ladders" || path == "organisations" {
				c.add(key)
			}
			c.configured(key, n.Content[i+1])
		}
	case yaml.ScalarNode:
		switch {
		case slices.Contains([]string{"kind", "order", "then", "mode", "language", "country", "zone", "level"}, path):
		case path == "role" && c.has("role."+n.Value), path == "name" && c.has(n.Value):
		default:
			c.add(n.Value)
			c.address(n.Value)
		}
	}
}

// given are the names that the program gives: IDs of cases and tasks, hashes, and
// how a command is typed.
var given = regexp.MustCompile(`/case(?: (?:[a-z_]+=…|[a-z-]+\b|\[[^]⟧]*\]|[A-Z_]+…?))*|\b(?:[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]|t[0-9]+|[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{64})\b`)

func hideGiven(text string) string { return given.ReplaceAllString(text, "·") }

// without is a text without what is the users'. It keeps its places.
func (u users) without(text string) string {
	text = hideGiven(strings.Join(strings.Fields(text), " "))
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	var b strings.Builder
	before := ' '
	for text != "" {
		i := -1
		if !inWord(before) {
			i = slices.IndexFunc(u.strings, func(s string) bool {
				if !strings.HasPrefix(text, s) {
					return false
				}
				last, _ := utf8.DecodeLastRuneInString(s)
				after, _ := utf8.DecodeRuneInString(text[len(s):])
				return !inWord(last) || !inWord(after)
			})
		}
		if i >= 0 {
			b.WriteRune('·')
			text, before = text[len(u.strings[i]):], '·'
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		b.WriteRune(r)
		text, before = text[size:], r
	}
	return b.String()
}

var plainWords = regexp.MustCompile(`[\pL\pM]*[A-Za-z][\pL\pM]*(?: [\pL\pM]*[A-Za-z][\pL\pM]*)*`)

// plain are the words with plain letters that are not the users'.
func (u users) plain(text string) []string { return plainWords.FindAllString(u.without(text), -1) }

var unmarkedWords = regexp.MustCompile(`\pL[\pL\pM]*(?: \pL[\pL\pM]*)*`)

// unmarked are the words that are not the users' and stand outside of all marks
// or have a plain letter.
func (u users) unmarked(text string) []string {
	text = u.without(text)
	var outside strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '⟦':
			depth++
		case r == '⟧':
			depth--
		case depth == 0:
			outside.WriteRune(r)
			continue
		}
		outside.WriteRune('|')
	}
	found := unmarkedWords.FindAllString(outside.String(), -1)
	for _, words := range plainWords.FindAllString(text, -1) {
		if !slices.Contains(found, words) {
			found = append(found, words)
		}
	}
	return found
}
