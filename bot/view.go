package bot

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/escalation"
)

// view is a case as one reader sees it: the words of their language, the dates
// of their zone. Every message is made from one.
type view struct {
	locale.Speaker
	c     escalation.Case
	rules escalation.Rules
	zone  *time.Location
	at    time.Time // now, for what counts up to it
	// public is the room that a post would stand in; empty where the configuration has
	// nothing but its ID, which says nothing to anybody.
	public string
}

// view returns the case for a reader of a language; people read dates in the
// bot's zone. A case whose rules are missing comes with [escalation.ErrNoRules].
func (b *Bot) view(ctx context.Context, c escalation.Case, s locale.Speaker, at time.Time) (view, error) {
	rules, missing := b.Rulebook.For(ctx, c)
	if missing != nil && !errors.Is(missing, escalation.ErrNoRules) {
		return view{}, missing
	}
	v := view{Speaker: s, c: c, rules: rules, zone: b.Zone, at: at}
	if p, place, ok := b.publicPlace(c); ok {
		if _, ids := chat.As[chat.Resolver](p); !ids || strings.HasPrefix(place.Room, "#") {
			v.public = "#" + strings.TrimPrefix(place.Room, "#")
		}
	}
	return v, missing
}

// forOrganisation is the same case for the organisation it concerns: in its
// language and zone.
func (v view) forOrganisation(b *Bot) view {
	v.Speaker = b.speaker(v.c.Organisation.Language)
	if zone := v.rules.Calendar.Zone; zone != nil {
		v.zone = zone
	}
	return v
}

// speaker speaks the language, or the bot's own where none was chosen.
func (b *Bot) speaker(lang string) locale.Speaker { return b.Texts.For(cmp.Or(lang, b.Language)) }

// languageOf is what a person chose, else what their platform reported.
func (b *Bot) languageOf(ctx context.Context, p escalation.Person) (string, error) {
	chosen, err := b.Book.Get(ctx, shelfLanguages, p.ID)
	if err != nil {
		return "", err
	}
	return cmp.Or(string(chosen), p.Language, b.Language), nil
}

func (v view) date(t time.Time) string     { return v.Date(t, v.zone) }
func (v view) dateTime(t time.Time) string { return v.DateTime(t, v.zone) }

// rung is a rung of the ladder; the zero Rung where there is none.
func (v view) rung(i int) escalation.Rung {
	if i < 0 || i >= len(v.rules.Ladder.Rungs) {
		return escalation.Rung{}
	}
	return v.rules.Ladder.Rungs[i]
}

// rungName is the name of a rung in the reader's language.
func (v view) rungName(i int) string { return v.Name(v.rung(i).Name) }

// contact is the contact of an address; only the address is known where it has
// been removed.
func (v view) contact(address string) escalation.Contact { return contactIn(v.c, address) }

func (v view) reply(n int) (escalation.Reply, bool) {
	for _, r := range v.c.Replies {
		if r.N == n {
			return r, true
		}
	}
	return escalation.Reply{}, false
}

func (v view) task(id string) (escalation.Task, bool) {
	for _, t := range v.c.Tasks {
		if t.ID == id {
			return t, true
		}
	}
	return escalation.Task{}, false
}

// addressLine is an address as people read it: "e-mail to desk@example.org".
func addressLine(s locale.Speaker, uri string) string {
	scheme, rest := escalation.SplitAddress(uri)
	if account, is := strings.CutPrefix(rest, atPerson); is {
		return s.Say("address.person", "Address", account)
	}
	if key := "address." + scheme; s.Has(key) {
		return s.Say(key, "Address", rest)
	}
	return uri
}

// button is an action of the case; what it is called stands in the language
// file under its ID.
func (v view) button(id, detail string, style chat.Style) chat.Action {
	return chat.Action{ID: id, Value: target(v.c.ID, detail), Label: v.Say("button." + id), Style: style}
}

// says is a paragraph of one sentence.
func (v view) says(key string, pairs ...any) chat.Paragraph {
	return chat.Paragraph(v.Say(key, pairs...))
}

// message begins a message about the case.
func (v view) message(n escalation.Notice, title string, blocks ...chat.Block) chat.Message {
	return chat.Message{Key: n.Key, Title: title, Blocks: blocks}
}

// link is the address of a message that a person may want to open.
func (v view) link(address string) chat.Field {
	return chat.Field{Label: v.Say("label.link"), Value: address, Link: true}
}

// valued leaves out those that have no value.
func valued(all ...chat.Field) chat.Fields {
	var kept chat.Fields
	for _, f := range all {
		if f.Value != "" {
			kept = append(kept, f)
		}
	}
	return kept
}
