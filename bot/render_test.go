package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/escalation"
)

// neutral is a message with everything that is in it, as text.
func neutral(m chat.Message) string {
	var b strings.Builder
	b.WriteString(plainText(m))
	for _, a := range m.Actions {
		fmt.Fprintf(&b, "\n[%s] (%s %s)", a.Label, a.ID, a.Value)
		for _, o := range a.Options {
			fmt.Fprintf(&b, "\n    %s: %s", o.Value, o.Label)
		}
	}
	if m.Exact {
		b.WriteString("\n(exact)")
	}
	return strings.TrimLeft(b.String(), "\n") + "\n"
}

// example is one message of each kind, made from the meter's case.
type example struct {
	name string
	make func(v view, b *Bot) chat.Message
}

func with(v view, change func(c *escalation.Case)) view {
	change(&v.c)
	return v
}

func hold(v view, reason escalation.HoldReason, reply int) view {
	return with(v, func(c *escalation.Case) {
		c.State, c.Hold = escalation.StateHeld, escalation.Hold{Reason: reason, Reply: reply, Since: day(3, 17, 12),
			Left: []escalation.Left{{Kind: escalation.TimerClimb, Wait: escalation.Wait{Time: 50 * time.Hour, Working: true}}}}
		c.Timers = nil
	})
}

func awaiting(v view) view {
	return with(v, func(c *escalation.Case) {
		text := "Gazco, please answer."
		c.State, c.Climb.Rung, c.Timers = escalation.StateAwaitingApproval, 3, nil
		c.Post = escalation.Post{Text: text, Hash: escalation.TextHash(text), Consent: &escalation.Vote{Person: "console:ann", Name: "Ann Example", At: day(3, 24, 8)},
			Votes: []escalation.Vote{{Person: "console:mia", Name: "Mia", Linked: true}}}
	})
}

func task(v view, t escalation.Task) view {
	t.ID, t.Opened = "t4", day(3, 20, 9)
	return with(v, func(c *escalation.Case) { c.Tasks = append(slices.Clone(c.Tasks), t) })
}

func work(v view, b *Bot, n escalation.Notice) chat.Message {
	t, _ := v.task(n.Task)
	return v.work(n, t, v.forOrganisation(b))
}

// doubtful is a case with a text that was taken back and may be out.
func doubtful(v view) view {
	return with(v, func(c *escalation.Case) {
		c.Post.Unknown, c.Post.Recalled = true, &escalation.Recalled{Notice: "K7M-4QZ-X/40", Text: "Gazco, answer.", Since: day(3, 23, 9)}
	})
}

// lands is what the requester reads of the text that is out.
func lands(v view) chat.Message {
	return v.landed(escalation.Notice{Hash: v.c.Post.Out.Hash, Text: "Gazco, answer."})
}

func examples() []example {
	first := escalation.Notice{Key: "K7M-4QZ-X/3", Kind: escalation.NoticeLetter, Address: "room:gazco-service"}
	t4 := escalation.Notice{Kind: escalation.NoticeTask, Task: "t4"}
	fresh := func(v view) view {
		return with(v, func(c *escalation.Case) { c.Climb, c.Timers, c.Replies = escalation.Climb{}, nil, nil })
	}
	at := func(f func(v view) chat.Message) func(view, *Bot) chat.Message {
		return func(v view, _ *Bot) chat.Message { return f(v) }
	}
	return []example{
		{"letter", func(v view, _ *Bot) chat.Message { return fresh(v).letter(first) }},
		{"letter_reminder", func(v view, _ *Bot) chat.Message {
			n := first
			n.Key, n.Reminder = "K7M-4QZ-X/9", 2
			return v.letter(n)
		}},
		{"letter_before_post", at(func(v view) chat.Message {
			return v.letter(escalation.Notice{Key: "K7M-4QZ-X/11", Address: "letter:Director, 1 Example Street", Rung: 2})
		})},
		{"info", at(func(v view) chat.Message {
			return v.info(escalation.Notice{Reply: 2, Address: "mailto:press@gazco.example"}, "Here is the photo.")
		})},
		{"task_reach", func(v view, b *Bot) chat.Message { return work(v, b, escalation.Notice{Task: "t1"}) }},
		{"task_reach_info", func(v view, b *Bot) chat.Message {
			return work(task(v, escalation.Task{Kind: escalation.TaskReach, Address: "tel:+33-555-0100", Reply: 2}), b, t4)
		}},
		{"task_class", func(v view, b *Bot) chat.Message {
			return work(task(v, escalation.Task{Kind: escalation.TaskClass, Reply: 2}), b, t4)
		}},
		{"task_look", func(v view, b *Bot) chat.Message {
			n := t4
			n.Reminder = 1
			return work(task(v, escalation.Task{Kind: escalation.TaskLook, Assignee: "Tom"}), b, n)
		}},
		{"task_organisation", func(v view, b *Bot) chat.Message {
			return work(task(v, escalation.Task{Kind: escalation.TaskOrganisation}), b, t4)
		}},
		{"task_contact", func(v view, b *Bot) chat.Message {
			return work(task(v, escalation.Task{Kind: escalation.TaskContact}), b, t4)
		}},
		{"task_requester", func(v view, b *Bot) chat.Message {
			v = with(hold(v, escalation.HoldRequester, 2), func(c *escalation.Case) {
				c.Timers = []escalation.Timer{{Kind: escalation.TimerTurn, At: day(3, 30, 9)}}
			})
			return work(task(v, escalation.Task{Kind: escalation.TaskRequester}), b, t4)
		}},
		{"task_post_unknown", func(v view, b *Bot) chat.Message {
			v = with(awaiting(v), func(c *escalation.Case) { c.Post.Unknown = true })
			return work(task(v, escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"task_post_denied", func(v view, b *Bot) chat.Message {
			v = with(awaiting(v), func(c *escalation.Case) {
				c.Post.Denial = &escalation.Vote{Name: "Mia", Reason: "Names a person."}
			})
			return work(task(v, escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"task_post_failed", func(v view, b *Bot) chat.Message {
			return work(task(awaiting(v), escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"escalated", func(v view, b *Bot) chat.Message {
			return work(v, b, escalation.Notice{Kind: escalation.NoticeEscalated, Task: "t1"})
		}},
		{"preview", at(func(v view) chat.Message { return v.preview(escalation.Notice{Rung: 1, At: day(3, 16, 9)}) })},
		{"preview_post", at(func(v view) chat.Message { return v.preview(escalation.Notice{Rung: 3, At: day(4, 16, 9)}) })},
		{"turn", at(func(v view) chat.Message {
			return hold(v, escalation.HoldRequester, 2).turn(escalation.Notice{Reply: 2, Reminder: 3, At: day(3, 30, 9)})
		})},
		{"verdict_answer", at(func(v view) chat.Message {
			return hold(v, escalation.HoldVerdict, 1).verdict(escalation.Notice{Reply: 1})
		})},
		{"verdict_refusal", at(func(v view) chat.Message {
			v = with(v, func(c *escalation.Case) {
				c.Replies = slices.Clone(c.Replies)
				c.Replies[0].Class = escalation.ClassRefusal
			})
			return hold(v, escalation.HoldVerdict, 1).verdict(escalation.Notice{Reply: 1, Reminder: 1})
		})},
		{"consent", at(func(v view) chat.Message { return awaiting(v).consent(escalation.Notice{}) })},
		{"approval", at(func(v view) chat.Message {
			return awaiting(v).approval(escalation.Notice{Hash: escalation.TextHash("Gazco, please answer."), Reminder: 1})
		})},
		{"no_quorum", at(func(v view) chat.Message { return awaiting(v).noQuorum(escalation.Notice{}) })},
		{"approval_voted", at(func(v view) chat.Message { return moderated(awaiting(v)) })},
		{"approval_denied", at(func(v view) chat.Message {
			return moderated(with(awaiting(v), func(c *escalation.Case) {
				c.Post.Denial, c.Post.Consent, c.Post.Votes = &escalation.Vote{Name: "Moe", Reason: "Names a person."}, nil, nil
			}), escalation.EntryDenied)
		})},
		{"approval_replaced", at(func(v view) chat.Message {
			return moderated(with(awaiting(v), func(c *escalation.Case) {
				c.Post = escalation.Post{Text: "Another text.", Hash: escalation.TextHash("Another text.")}
			}), escalation.EntryDrafted, escalation.EntryNote)
		})},
		{"approval_published", at(func(v view) chat.Message {
			return moderated(with(awaiting(v), func(c *escalation.Case) {
				c.State, c.Post.Link, c.Post.Approved = escalation.StatePublished, "https://console.example/p/1", day(3, 24, 8)
				c.Post.Out = &escalation.Out{Room: "console:public", Ref: "1", Text: c.Post.Text, Hash: c.Post.Hash}
			}), escalation.EntryQuorum, escalation.EntryPublished)
		})},
		{"approval_withdrawn", at(func(v view) chat.Message {
			return moderated(with(awaiting(v), func(c *escalation.Case) { c.State, c.Closed = escalation.StateClosed, escalation.ClosedWithdrawn }),
				escalation.EntryWithdrawn, escalation.EntryReopened)
		})},
		{"approval_moved", at(func(v view) chat.Message { return v.movedOn("k") })},
		{"consent_correction", at(func(v view) chat.Message { return corrects(awaiting(v)).consent(escalation.Notice{}) })},
		{"approval_correction", at(func(v view) chat.Message {
			return corrects(awaiting(v)).approval(escalation.Notice{Hash: escalation.TextHash("Gazco, please answer.")})
		})},
		{"task_post_by_hand", func(v view, b *Bot) chat.Message {
			v = with(corrects(awaiting(v)), func(c *escalation.Case) { c.Post.Unknown, c.Post.Out.Room = true, "" })
			return work(task(v, escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"task_post_recalled", func(v view, b *Bot) chat.Message {
			return work(task(doubtful(awaiting(v)), escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"task_post_correction_denied", func(v view, b *Bot) chat.Message {
			v = with(corrects(awaiting(v)), func(c *escalation.Case) {
				c.Post.Denial = &escalation.Vote{Name: "Mia", Reason: "Names a person."}
			})
			return work(task(v, escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"consent_correction_last", at(func(v view) chat.Message {
			return corrects(awaiting(v)).consent(escalation.Notice{Reminder: 3, At: day(3, 30, 9)})
		})},
		{"stays_unknown", at(func(v view) chat.Message {
			return over(doubtful(awaiting(v)), escalation.StateClosed, escalation.ClosedTeam).postStays(escalation.Notice{})
		})},
		{"landed_before_another", at(func(v view) chat.Message { return lands(corrects(awaiting(v))) })},
		{"landed_after_withdrawal", at(func(v view) chat.Message {
			return lands(over(takenBack(v), escalation.StateClosed, escalation.ClosedWithdrawn))
		})},
		{"landed_after_the_end", at(func(v view) chat.Message {
			return lands(over(corrects(awaiting(v)), escalation.StateAnswered, ""))
		})},
		{"task_post_again", func(v view, b *Bot) chat.Message {
			v = with(awaiting(v), func(c *escalation.Case) { c.Post.Consent, c.Post.Votes = nil, nil })
			return work(task(v, escalation.Task{Kind: escalation.TaskPost}), b, t4)
		}},
		{"post_withdrawn", at(func(v view) chat.Message { return takenBack(v).takenDown(escalation.Notice{}) })},
		{"post_stays", at(func(v view) chat.Message { return takenBack(v).postStays(escalation.Notice{}) })},
		{"state_post_withdrawn", at(func(v view) chat.Message {
			return over(takenBack(v), escalation.StateClosed, escalation.ClosedPostWithdrawn).state(escalation.Notice{})
		})},
		{"denied", at(func(v view) chat.Message {
			v = with(awaiting(v), func(c *escalation.Case) { c.Post.Denial = &escalation.Vote{Name: "Mia"} })
			return v.denied(escalation.Notice{Text: "Names a person."})
		})},
		{"post_draft", at(func(v view) chat.Message {
			return chat.Message{Blocks: []chat.Block{chat.Paragraph(v.compose())}}
		})},
		{"deadline", at(func(v view) chat.Message { return v.deadline(escalation.Notice{At: day(4, 15, 20)}) })},
		{"blocked", at(func(v view) chat.Message { return v.blocked(escalation.Notice{Rung: 1}) })},
		{"broken", at(func(v view) chat.Message { return v.broken(escalation.Notice{}) })},
		{"unreachable", at(func(v view) chat.Message { return v.inStead(awaiting(v).consent(escalation.Notice{})) })},
		{"state_answered", at(func(v view) chat.Message { return over(v, escalation.StateAnswered, "").state(escalation.Notice{}) })},
		{"state_published", at(func(v view) chat.Message { return over(v, escalation.StatePublished, "").state(escalation.Notice{}) })},
		{"state_closed", at(func(v view) chat.Message {
			return over(v, escalation.StateClosed, escalation.ClosedNoNews).state(escalation.Notice{})
		})},
		{"state_open", at(func(v view) chat.Message { return v.state(escalation.Notice{}) })},
		{"card_open", at(func(v view) chat.Message { return v.card(wholeTrail()[4]) })},
		{"card_draft", at(func(v view) chat.Message {
			return with(fresh(v), func(c *escalation.Case) { c.State, c.Organisation.Key = escalation.StateDraft, "" }).card(wholeTrail()[1])
		})},
		{"card_verdict", at(func(v view) chat.Message { return hold(v, escalation.HoldVerdict, 1).card(wholeTrail()[4]) })},
		{"card_blocked", at(func(v view) chat.Message { return hold(v, escalation.HoldBlocked, 0).card(wholeTrail()[4]) })},
		{"card_snoozed", at(func(v view) chat.Message { return hold(v, escalation.HoldSnoozed, 0).card(wholeTrail()[4]) })},
		{"card_turn", at(func(v view) chat.Message { return hold(v, escalation.HoldRequester, 2).card(wholeTrail()[4]) })},
		{"card_approval", at(func(v view) chat.Message { return awaiting(v).card(wholeTrail()[4]) })},
		{"card_closed", at(func(v view) chat.Message {
			return over(v, escalation.StateClosed, escalation.ClosedWithdrawn).card(wholeTrail()[4])
		})},
		{"log", at(func(v view) chat.Message {
			return v.log(escalation.Notice{First: 1, Last: len(wholeTrail())}, wholeTrail())
		})},
		{"why_open", at(func(v view) chat.Message { return v.why() })},
		{"why_held", at(func(v view) chat.Message { return hold(v, escalation.HoldVerdict, 1).why() })},
		{"why_team", at(func(v view) chat.Message { return fresh(v).why() })},
		{"why_undelivered", at(func(v view) chat.Message {
			return with(fresh(v), func(c *escalation.Case) { c.Tasks = nil }).why()
		})},
		{"why_approval", at(func(v view) chat.Message { return awaiting(v).why() })},
		{"why_over", at(func(v view) chat.Message { return over(v, escalation.StateAnswered, "").why() })},
	}
}

// moderated is the message about the awaited text after the requester and one
// moderator have decided, and what has happened since.
func moderated(v view, since ...escalation.EntryKind) chat.Message {
	text := "Gazco, please answer."
	hash := escalation.TextHash(text)
	var trail []escalation.Entry
	add := func(kind escalation.EntryKind, by, said string, fields map[string]string) {
		trail = append(trail, escalation.Entry{N: len(trail) + 1, At: day(3, 24, 8).Add(time.Duration(len(trail)) * time.Minute), Kind: kind,
			Actor: escalation.Actor{Role: escalation.ActorModerator, Name: by}, Text: said, Fields: fields})
	}
	add(escalation.EntryConsented, "Ann Example", "", map[string]string{"hash": "0000"}) // of an earlier text
	add(escalation.EntryDrafted, "Ann Example", text, map[string]string{"hash": hash})
	add(escalation.EntryConsented, "Ann Example", "", map[string]string{"hash": hash})
	add(escalation.EntryNote, "Tom", "a note", nil)
	add(escalation.EntryApproved, "Mia", "", map[string]string{"hash": hash, "votes": "1", "quorum": "2"})
	for _, kind := range since {
		fields := map[string]string{"hash": hash, "votes": "2", "quorum": "2"}
		if kind == escalation.EntryDrafted {
			fields["hash"] = escalation.TextHash("Another text.")
		}
		if kind == escalation.EntryPublished {
			fields["link"] = "https://console.example/p/1"
		}
		add(kind, "Moe", "Names a person.", fields)
	}
	return v.moderation(escalation.Notice{Key: "K7M-4QZ-X/30", Hash: hash}, trail)
}

// corrects is a case whose text would take the place of another that is out.
func corrects(v view) view {
	return with(v, func(c *escalation.Case) {
		c.Post.Link = "https://console.example/p/1"
		c.Post.Out = &escalation.Out{Room: "console:public", Ref: "1", Text: "Gazco, answer.", Hash: escalation.TextHash("Gazco, answer.")}
	})
}

func takenBack(v view) view {
	return with(corrects(v), func(c *escalation.Case) {
		c.Post.Out.Withdrawn = &escalation.Vote{Person: "console:mia", Name: "Mia", Role: escalation.ActorModerator, At: day(3, 24, 8), Reason: "wrong"}
	})
}

func over(v view, state escalation.State, why string) view {
	return with(v, func(c *escalation.Case) {
		c.State, c.Closed, c.Timers, c.Tasks, c.Taken = state, why, nil, nil, nil
		if state == escalation.StatePublished {
			c.Post.Link = "https://console.example/p/1"
		}
	})
}

// wholeTrail has one entry of each kind, with all its fields.
func wholeTrail() []escalation.Entry {
	values := map[string]string{
		"address": "mailto:press@gazco.example", "again": "2026-03-23T10:30:00Z", "assignee": "Tom", "at": "2026-03-23T09:30:00Z", "attempts": "3",
		"by": "Ms Elm", "cancelled": "1", "channel": "phone", "class": "promise", "contacts": "2", "date": "2026-03-29T21:30:00Z",
		"due": "2026-04-07T09:30:00Z", "earlier": "1a2b3c4d", "from": "room:gazco-service", "hash": "9f86d081", "issuer": "Gazco", "kind": "reach", "left": "7 days",
		"link": "https://console.example/m/9", "lost": "26h", "name": "rung.communications", "not_before": "2026-03-24T08:00:00Z", "number": "GZ/2026/118",
		"obeyed": "2026-03-29T21:30:00Z", "organisation": "Gazco", "outcome": "no_answer", "owner": "Billing", "person": "Mr Oak", "proof": "P-77",
		"proposed": "transmitted", "quorum": "2", "reference": "R-1", "reminder": "1", "reply": "2", "role": "communications", "rung": "2",
		"since": "2026-03-16T09:30:00Z", "size": "184000", "source": "gazco.example/press", "subject": "Meter that does not communicate", "task": "t1",
		"then": "close", "times": "2", "to": "rung.director", "tries": "1", "twice": "yes", "until": "2026-03-26T09:30:00Z", "version": "7c1e",
		"votes": "1", "wait": "10 working days", "was": "answer", "what": "last day to contest the bill", "why": "blocked",
	}
	var entries []escalation.Entry
	for i, kind := range escalation.EntryKinds() {
		e := escalation.Entry{N: i + 1, At: day(3, 2, 9).Add(time.Duration(i) * time.Hour), Kind: kind, Text: "As it was said.", Fields: values}
		switch i % 3 {
		case 0:
			e.Actor = escalation.Actor{Role: escalation.ActorBot}
		case 1:
			e.Actor = escalation.Actor{ID: "console:tom", Name: "Tom", Role: escalation.ActorTeam}
		case 2:
			e.Actor = escalation.Actor{ID: "room:gazco-service", Role: escalation.ActorContact}
		}
		entries = append(entries, e)
	}
	erased := entries[0].Erase()
	erased.N = len(entries) + 1
	return append(entries, erased)
}

func exampleView(t *testing.T, texts *locale.Texts, lang string) (view, *Bot) {
	t.Helper()
	r := rules(t)
	b := &Bot{Options: Options{Texts: texts, Language: "en"}}
	return view{Speaker: texts.For(lang), c: meter(), rules: r, zone: r.People.Zone, at: day(3, 24, 9)}, b
}

func TestGolden(t *testing.T) {
	texts := mustTexts(t)
	for _, lang := range texts.Languages() {
		for _, e := range examples() {
			t.Run(lang+"/"+e.name, func(t *testing.T) {
				v, b := exampleView(t, texts, lang)
				got := neutral(e.make(v, b))
				if strings.ContainsAny(got, "⟪⟫") || strings.Contains(got, "<no value>") {
					t.Errorf("a sentence is missing or lacks an argument:\n%s", got)
				}
				golden(t, e.name+"."+lang+".txt", got)
			})
		}
	}
}

// TestPseudo finds words that did not come from a language file: in a language
// in which every letter has an accent, plain letters are a user's or a mistake.
func TestPseudo(t *testing.T) {
	texts, err := locale.Pseudo()
	if err != nil {
		t.Fatal(err)
	}
	word := regexp.MustCompile(`[A-Za-z]+`)
	users := map[string]bool{"CET": true, "CEST": true, "SHA": true}
	data := fmt.Sprint(meter(), rules(t), awaiting(view{c: meter()}).c.Post, wholeTrail()) +
		" Here is the photo f 2 p 1 Moe Mia Names a person hash"
	for _, w := range word.FindAllString(data, -1) {
		users[w] = true
	}
	for _, e := range examples() {
		v, b := exampleView(t, texts, "en-XA")
		m := e.make(v, b)
		labels := ""
		for _, a := range m.Actions {
			labels += "\n" + a.Label
			for _, o := range a.Options {
				labels += "\n" + o.Label
			}
		}
		for _, w := range word.FindAllString(plainText(m)+labels, -1) {
			if !users[w] {
				t.Errorf("%s: %q is in no language file", e.name, w)
			}
		}
	}
}

// TestPublicPostNamesNobody: roles, never people, and nothing of the requester.
func TestPublicPostNamesNobody(t *testing.T) {
	texts := mustTexts(t)
	for _, lang := range texts.Languages() {
		v, _ := exampleView(t, texts, lang)
		text := v.compose()
		for _, private := range []string{"Ann", "Oak", "Elm", "Service line", "Press desk", "The director", "GZ/2026/118", "silent", "console", "press@", "+33"} {
			if strings.Contains(text, private) {
				t.Errorf("%s: the post says %q:\n%s", lang, private, text)
			}
		}
		for _, needed := range []string{"Gazco", string(v.c.ID), v.c.Head.Short()} {
			if !strings.Contains(text, needed) {
				t.Errorf("%s: the post does not say %q:\n%s", lang, needed, text)
			}
		}
	}
}

// TestLetterHasTheWholeFile: nobody has to tell it again.
func TestLetterHasTheWholeFile(t *testing.T) {
	texts := mustTexts(t)
	for _, lang := range texts.Languages() {
		v, _ := exampleView(t, texts, lang)
		m := v.letter(escalation.Notice{Key: "K7M-4QZ-X/9", Address: "room:gazco-service", Reminder: 1})
		text := plainText(m)
		for _, needed := range []string{
			string(v.c.ID), "Meter that does not communicate", "The meter is silent since autumn.", "Mr Oak", "Ms Elm", "will call back",
			"GZ/2026/118", "R-1", "bill.pdf", "9f86d081884c7d65", "https://console.example/f/1", "last day to contest the bill",
			"a1b2c3d4", "5eed5eed", "We have passed it on.",
		} {
			if !strings.Contains(text, needed) {
				t.Errorf("%s: the letter does not say %q:\n%s", lang, needed, text)
			}
		}
		for _, number := range []string{"GZ/2026/118", "R-1"} {
			if !strings.Contains(m.Title, number) {
				t.Errorf("%s: the subject %q does not quote %s", lang, m.Title, number)
			}
		}
	}
}
