package bot

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// file is everything that is known of the case, so that nobody has to tell it
// again. The letter of the notice key is left out of what was tried: it is the
// one that carries the file.
func (v view) file(letter string) []chat.Block {
	c := v.c
	blocks := []chat.Block{
		valued(
			chat.Field{Label: v.Say("label.case"), Value: string(c.ID)},
			chat.Field{Label: v.Say("label.requester"), Value: c.Requester.Name},
			chat.Field{Label: v.Say("label.organisation"), Value: c.Organisation.Name},
			chat.Field{Label: v.Say("label.subject"), Value: c.Subject},
			chat.Field{Label: v.Say("label.references"), Value: v.numbers()},
			chat.Field{Label: v.Say("label.deadline"), Value: v.deadlineValue()},
			chat.Field{Label: v.Say("label.lost"), Value: v.lost()},
		),
		v.says("file.story"),
		chat.Quote{Text: c.Story, By: c.Requester.Name},
	}
	section := func(heading string, items []string) {
		if len(items) > 0 {
			blocks = append(blocks, v.says(heading), chat.Items(items))
		}
	}
	section("file.tried", v.tried(letter))
	if told := v.counter(); told != "" {
		blocks = append(blocks, v.says("file.counter", "Counter", told))
	}
	section("file.references", v.references())
	section("file.attachments", v.attachments())
	return blocks
}

// numbers are all reference numbers, as they go into a subject line.
func (v view) numbers() string {
	var all []string
	for _, r := range v.c.References {
		all = append(all, r.Number)
	}
	return strings.Join(all, ", ")
}

func (v view) deadlineValue() string {
	if v.c.Deadline == nil {
		return ""
	}
	return v.Say("deadline.value", "Date", v.date(v.c.Deadline.At), "What", v.c.Deadline.What)
}

// counter is "5 times, to 5 people, in 61 days, 3 references"; empty when nothing
// has been told yet.
func (v view) counter() string {
	n := v.c.Counter(v.at.In(v.zone))
	if n.Times == 0 {
		return ""
	}
	some := func(key string, count int) string {
		if count == 0 {
			return ""
		}
		return v.Say(key, "Count", count)
	}
	return v.Say("counter", "Times", v.Say("count.times", "Count", n.Times), "People", v.Say(v.hearers(), "Count", n.People),
		"Days", some("count.days", n.Days), "References", some("count.references", n.References))
}

// hearers is the word for those who were told: people where the requester has named
// them all, else it may have been a desk.
func (v view) hearers() string {
	desk := slices.ContainsFunc(v.c.Tried, func(a escalation.Attempt) bool { return !a.Vain && a.Person == "" }) ||
		slices.ContainsFunc(v.c.Climb.Letters, func(l escalation.Letter) bool { return l.Reminder == 0 && !l.Delivered.IsZero() })
	if desk {
		return "count.hearers"
	}
	return "count.people"
}

// tried lists what was tried, by the requester and by letters, and what the
// organisation said, the oldest first.
func (v view) tried(letter string) []string {
	type line struct {
		at   time.Time
		text string
	}
	var lines []line
	for _, a := range v.c.Tried {
		if a.Vain {
			a.Result = cmp.Or(a.Result, v.Word("outcome", string(escalation.OutcomeNoAnswer)))
		}
		lines = append(lines, line{a.At, v.Say("file.attempt",
			"Date", v.date(a.At), "Channel", v.Word("channel", a.Channel), "Person", v.who(a.Person),
			"Reference", a.Reference, "Result", a.Result)})
	}
	for _, l := range v.c.Climb.Letters {
		if l.Delivered.IsZero() || l.Key == letter {
			continue
		}
		lines = append(lines, line{l.Delivered, v.Say("file.letter",
			"Date", v.date(l.Delivered), "Reminder", l.Reminder, "Rung", cmp.Or(v.rungName(l.Rung), v.who(l.Address)), "Proof", l.Proof)})
	}
	for _, r := range v.c.Replies {
		lines = append(lines, line{r.At, v.Say("file.reply",
			"Date", v.date(r.At), "From", v.who(r.From), "Class", v.class(r), "Text", r.Text)})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.at.Compare(b.at) })
	var items []string
	for _, l := range lines {
		items = append(items, l.text)
	}
	return items
}

// who is a person as they were named, or the address in words.
func (v view) who(name string) string {
	if name == "" || !strings.Contains(name, ":") {
		return name
	}
	if c := v.contact(name); c.Name != "" {
		return c.Name
	}
	return addressLine(v.Speaker, name)
}

// class is what a reply is worth, as far as that is known.
func (v view) class(r escalation.Reply) string {
	if r.Class != "" {
		return v.Word("class", string(r.Class))
	}
	return v.Say("class.unconfirmed", "Class", v.Word("class", string(r.Proposed)))
}

func (v view) references() []string {
	var items []string
	for _, r := range v.c.References {
		var missed []string
		for _, m := range r.NotFound {
			missed = append(missed, v.Say("file.not_found", "By", m.By, "Date", v.date(m.At)))
		}
		date := ""
		if !r.At.IsZero() {
			date = v.date(r.At)
		}
		items = append(items, v.Say("file.reference",
			"Number", r.Number, "Issuer", r.Issuer, "Date", date, "NotFound", v.List(missed...)))
	}
	return items
}

func (v view) attachments() []string {
	var items []string
	for _, a := range v.c.Attachments {
		items = append(items, v.Say("file.attachment",
			"Name", a.Name, "Size", v.Size(a.Size), "Digest", a.Hash, "Link", a.Link))
	}
	return items
}

// seal is the line that ties a message to the trail.
func (v view) seal() chat.Block {
	return v.says("file.trail", "Entries", v.Say("count.entries", "Count", v.c.Entries), "Head", v.c.Head.Short(), "Seal", shortSeal(v.c))
}

// shortSeal is enough of the seal to compare by eye.
func shortSeal(c escalation.Case) string { return c.Seal[:min(len(c.Seal), 8)] }
