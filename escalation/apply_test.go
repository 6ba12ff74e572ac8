package escalation

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

func TestSilenceClimbsToThePost(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	p.wantState(StateOpen, 0)
	p.wantDue(TimerClimb, day(time.March, 9, 10)) // five working days from Monday's delivery
	p.wantDue(TimerPreview, day(time.March, 8, 10))

	p.until(day(time.March, 9, 9).Add(59 * time.Minute))
	p.wantState(StateOpen, 0) // just before: nothing
	p.until(day(time.March, 9, 10))
	p.wantState(StateOpen, 1)
	p.wantEntry(EntrySilence, "name", "service")

	p.until(day(time.March, 12, 10)) // the press desk is silent: the spokesperson, on the same rung
	p.wantState(StateOpen, 1)
	p.until(day(time.March, 17, 10))
	p.wantState(StateOpen, 2)
	p.reach(OutcomeDone) // the director's letter is posted by hand
	p.until(day(time.March, 20, 10))
	p.wantState(StateAwaitingApproval, 3)

	want := []string{"letter room:service", "letter room:service #1", "preview room:press-a", "letter room:press-a", "preview room:press-b",
		"letter room:press-b", "preview", "task", "preview"}
	if got := p.kinds(NoticeLetter, NoticePreview, NoticeTask); !slices.Equal(got, want) {
		t.Errorf("sent\n%q\nwant\n%q", got, want)
	}
	if _, err := VerifyTrail(p.c.ID, p.trail); err != nil {
		t.Error(err)
	}
}

func approve(p *play) {
	p.must(requester(), Consented{Hash: p.c.Post.Hash})
	p.must(moderator("mia"), Approved{Hash: p.c.Post.Hash})
	p.must(moderator("max"), Approved{Hash: p.c.Post.Hash})
}

func atPost(t *testing.T) *play {
	p := newPlay(t).open()
	p.deliver()
	for p.c.State != StateAwaitingApproval {
		if p.hasReachTask() {
			p.reach(OutcomeDone)
		}
		p.must(team(), ClimbAsked{Reason: "in a hurry"})
	}
	p.deliver()
	return p
}

func (p *play) hasReachTask() bool {
	return slices.ContainsFunc(p.c.Tasks, func(t Task) bool { return t.Kind == TaskReach })
}

func TestApproval(t *testing.T) {
	t.Run("consent then quorum publishes exactly the text", func(t *testing.T) {
		p := atPost(t)
		p.refused(CodeNoConsent, moderator("mia"), Approved{Hash: p.c.Post.Hash})
		p.refused(CodeNotRequester, moderator("mia"), Consented{Hash: p.c.Post.Hash})
		p.refused(CodeStaleText, requester(), Consented{Hash: "other"})
		approve(p)
		p.refused(CodeVotedAlready, moderator("mia"), Approved{Hash: p.c.Post.Hash})
		p.deliver()
		p.wantState(StatePublished, 3)
		last := p.sent[len(p.sent)-1]
		i := slices.IndexFunc(p.sent, func(n Notice) bool { return n.Kind == NoticePost })
		if i < 0 || p.sent[i].Text != "GazCo has been silent." {
			t.Errorf("posted %+v, last %s", p.sent[max(i, 0)], last.Kind)
		}
	})
	t.Run("the requester cannot approve", func(t *testing.T) {
		p := atPost(t)
		p.must(requester(), Consented{Hash: p.c.Post.Hash})
		own := requester()
		own.Role = ActorModerator
		p.refused(CodeOwnVote, own, Approved{Hash: p.c.Post.Hash})
	})
	t.Run("an edit voids both", func(t *testing.T) {
		p := atPost(t)
		hash := p.c.Post.Hash
		p.must(requester(), Consented{Hash: hash})
		p.must(moderator("mia"), Approved{Hash: hash})
		p.must(team(), Drafted{Text: "GazCo is still silent."})
		p.refused(CodeStaleText, moderator("max"), Approved{Hash: hash})
		p.refused(CodeNoConsent, moderator("max"), Approved{Hash: p.c.Post.Hash})
	})
	t.Run("one denial sends it back, even after the quorum", func(t *testing.T) {
		p := atPost(t)
		approve(p)
		p.must(moderator("moe"), Denied{Hash: p.c.Post.Hash, Reason: "names a clerk"})
		p.deliver()
		p.wantState(StateAwaitingApproval, 3)
		if got := p.kinds(NoticePost); len(got) > 0 {
			t.Errorf("posted after a denial: %q", got)
		}
		p.refused(CodeStaleText, moderator("mia"), Approved{Hash: p.c.Post.Hash})
	})
	t.Run("the requester's no counts before and after their yes", func(t *testing.T) {
		p := atPost(t)
		hash := p.c.Post.Hash
		p.refused(CodeReasonMissing, requester(), Denied{Hash: hash})
		p.must(requester(), Denied{Hash: hash, Reason: "my neighbours would know"})
		p.refused(CodeStaleText, requester(), Consented{Hash: hash})
		p.refused(CodeStaleText, requester(), Denied{Hash: hash, Reason: "again"})
		p.after(90 * 24 * time.Hour)
		p.wantState(StateAwaitingApproval, 3) // their turn is over: the rule for silent requesters does not close the case
		p.must(team(), Drafted{Text: "GazCo is still silent."})
		approve(p)
		p.must(requester(), Denied{Hash: p.c.Post.Hash, Reason: "second thoughts"})
		p.deliver()
		p.wantState(StateAwaitingApproval, 3)
		if got := p.kinds(NoticePost); len(got) > 0 {
			t.Errorf("posted against the requester's no: %q", got)
		}
	})
	t.Run("silence never publishes and is said aloud", func(t *testing.T) {
		p := atPost(t)
		p.must(requester(), Consented{Hash: p.c.Post.Hash})
		p.must(moderator("mia"), Approved{Hash: p.c.Post.Hash})
		p.after(90 * 24 * time.Hour)
		p.wantState(StateAwaitingApproval, 3)
		if got := p.kinds(NoticeNoQuorum); len(got) < 10 {
			t.Errorf("said %d times that moderators are missing", len(got))
		}
	})
	t.Run("an unknown outcome waits for a person", func(t *testing.T) {
		p := atPost(t)
		approve(p)
		i := slices.IndexFunc(p.out, func(n Notice) bool { return n.Kind == NoticePost })
		n := p.out[i]
		p.out = slices.Delete(p.out, i, i+1)
		p.must(theBot(), OutcomeUnknown{Notice: n.Key})
		p.after(24 * time.Hour)
		if len(p.kinds(NoticePost)) > 0 {
			t.Fatal("posted again without a person")
		}
		i = slices.IndexFunc(p.c.Tasks, func(t Task) bool { return t.Kind == TaskPost })
		p.must(team(), TaskDone{Task: p.c.Tasks[i].ID, Outcome: OutcomeDone, Proof: "https://public.example/1"})
		p.wantState(StatePublished, 3)
	})
}

func TestCountVotes(t *testing.T) {
	v := func(person string, linked bool) Vote { return Vote{Person: person, Linked: linked} }
	for _, tc := range []struct {
		name      string
		votes     []Vote
		requester string
		linked    bool
		want      int
	}{
		{"two of one platform", []Vote{v("slack:a", false), v("slack:b", false)}, "slack:r", false, 2},
		{"unlinked of two platforms may be one person", []Vote{v("slack:a", false), v("discord:b", false)}, "slack:r", true, 1},
		{"linked of two platforms", []Vote{v("slack:a", true), v("discord:b", true)}, "slack:r", true, 2},
		{"one linked, one not", []Vote{v("slack:a", true), v("discord:b", false)}, "slack:r", true, 2},
		{"twice the same", []Vote{v("slack:a", true), v("slack:a", true)}, "slack:r", true, 1},
		{"the requester's own", []Vote{v("slack:r", false), v("slack:b", false)}, "slack:r", false, 1},
		{"may be the requester's other account", []Vote{v("discord:x", false), v("slack:b", false)}, "slack:r", false, 1},
	} {
		if got := CountVotes(tc.votes, tc.requester, tc.linked); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}

func (p *play) reply(class Class, d Detail) {
	p.t.Helper()
	p.must(team(), Replied{From: "room:service", Text: "They said something.", Class: class, Detail: d})
}

func TestReplyClasses(t *testing.T) {
	running := func(t *testing.T) *play {
		p := newPlay(t).open()
		p.until(day(time.March, 4, 10)) // two of five working days are over
		return p
	}
	due := day(time.March, 9, 10)
	t.Run("auto_reply does nothing", func(t *testing.T) {
		p := running(t)
		p.reply(ClassAutoReply, Detail{})
		p.wantDue(TimerClimb, due)
	})
	t.Run("transmitted names an owner and the clock runs", func(t *testing.T) {
		p := running(t)
		p.reply(ClassTransmitted, Detail{Owner: "the subscription service"})
		p.wantDue(TimerClimb, due)
		p.wantEntry(EntryPassedOn, "owner", "the subscription service")
	})
	t.Run("acknowledgement extends once", func(t *testing.T) {
		p := running(t)
		p.reply(ClassAcknowledgement, Detail{})
		p.wantDue(TimerClimb, day(time.March, 11, 10))
		p.reply(ClassAcknowledgement, Detail{})
		p.wantDue(TimerClimb, day(time.March, 11, 10))
	})
	t.Run("needs_info holds and resumes with what was left", func(t *testing.T) {
		p := running(t)
		p.reply(ClassNeedsInfo, Detail{Asked: "the serial number"})
		p.wantState(StateHeld, 0)
		p.until(day(time.March, 5, 10))
		p.refused(CodeNotRequester, team(), Informed{Text: "SN 1"})
		p.must(requester(), Informed{Text: "SN 1"})
		p.wantState(StateOpen, 0)
		p.wantDue(TimerClimb, day(time.March, 10, 10)) // one working day later
		p.deliver()
		if got := p.kinds(NoticeInfo); !slices.Equal(got, []string{"info room:service"}) {
			t.Errorf("passed on: %q", got)
		}
	})
	t.Run("promise re-arms, is not kept, and the ladder goes on", func(t *testing.T) {
		p := running(t)
		date := day(time.March, 13, 12)
		p.reply(ClassPromise, Detail{Promised: date})
		p.wantDue(TimerPromise, date)
		p.until(date.Add(-time.Second))
		p.wantState(StateOpen, 0)
		p.until(date)
		p.wantState(StateOpen, 1)
		p.wantEntry(EntryPromiseBroken, "date", stamp(date))
	})
	t.Run("a promise beyond the cap is not called broken before its date", func(t *testing.T) {
		p := running(t)
		date := p.now.AddDate(1, 0, 0)
		p.reply(ClassPromise, Detail{Promised: date})
		limit := p.rules.Calendar.Add(p.now, workingDays(20))
		p.until(limit)
		p.wantState(StateOpen, 1)
		p.wantEntry(EntryPromiseBroken, "date", stamp(date), "until", stamp(limit))
	})
	t.Run("promises cannot stall beyond the cap", func(t *testing.T) {
		p := running(t)
		for range 20 {
			if p.c.Climb.Rung > 0 {
				break
			}
			p.reply(ClassPromise, Detail{Promised: p.now.AddDate(0, 0, 10)})
			p.after(9 * 24 * time.Hour)
		}
		limit := p.rules.Calendar.Add(day(time.March, 4, 10), workingDays(20))
		i := slices.IndexFunc(p.trail, func(e Entry) bool { return e.Kind == EntryClimbed })
		if i < 0 || p.trail[i].At.After(limit) {
			t.Errorf("stalled beyond the cap, %s", limit)
		}
	})
	t.Run("a promise in the past is refused", func(t *testing.T) {
		p := running(t)
		p.refused(CodePromiseDate, team(), Replied{From: "x", Text: "soon", Class: ClassPromise, Detail: Detail{Promised: p.now}})
	})
	t.Run("wrong_body asks the contact they name on the same rung", func(t *testing.T) {
		p := running(t)
		p.reply(ClassWrongBody, Detail{Contact: &Contact{Address: "room:ireland", Name: "Ireland", Source: "the service line"}})
		p.deliver()
		p.wantState(StateOpen, 0)
		p.wantEntry(EntryHandedOver, "to", "room:ireland")
		p.wantDue(TimerClimb, day(time.March, 11, 10)) // a whole wait from the new delivery
		if p.c.Lost != 48*time.Hour {
			t.Errorf("lost %s", p.c.Lost)
		}
	})
	t.Run("wrong_body may name a contact of another rung, who stays one", func(t *testing.T) {
		p := running(t)
		p.reply(ClassWrongBody, Detail{Contact: &Contact{Address: "mailto:director@gazco.example", Source: "the service line"}})
		p.deliver()
		p.wantState(StateOpen, 0)
		p.wantEntry(EntryHandedOver, "to", "mailto:director@gazco.example")
		for _, c := range p.c.Contacts {
			if c.Address == "mailto:director@gazco.example" && c.Role != "director" {
				t.Errorf("the director is %s now", c.Role)
			}
		}
	})
	t.Run("wrong_body sends nobody to a telephone who cannot phone", func(t *testing.T) {
		p := newPlay(t)
		o := opening()
		o.Requester.CannotPhone = true
		p.must(requester(), o)
		p.deliver()
		line := Detail{Contact: &Contact{Address: "tel:+33000000001", Source: "the service line"}}
		p.refused(CodeCannotPhone, team(), Replied{From: "x", Text: "call them", Class: ClassWrongBody, Detail: line})
		p.wantState(StateOpen, 0)
	})
	t.Run("the answer's delay counts from the first message of all", func(t *testing.T) {
		p := running(t)
		p.must(team(), ClimbAsked{})
		p.deliver()
		p.after(90 * time.Minute)
		p.reply(ClassAnswer, Detail{})
		p.must(requester(), Verdict{Solved: true})
		p.wantEntry(EntryVerdictYes, "wait", "2 days 2h")
	})
	t.Run("an answer in the same call took no time", func(t *testing.T) {
		p := newPlay(t).open()
		p.deliver()
		p.reply(ClassAnswer, Detail{})
		p.must(requester(), Verdict{Solved: true})
		p.wantEntry(EntryVerdictYes, "wait", "0s")
		if w, err := ParseWait("0s"); err != nil || !w.IsZero() {
			t.Errorf("ParseWait: %v, %v", w, err)
		}
	})
	t.Run("wrong_body with nobody left climbs", func(t *testing.T) {
		p := running(t)
		p.reply(ClassWrongBody, Detail{})
		p.wantState(StateOpen, 1)
	})
	t.Run("answer: yes ends it", func(t *testing.T) {
		p := running(t)
		p.reply(ClassAnswer, Detail{})
		p.wantState(StateHeld, 0)
		p.refused(CodeNotRequester, team(), Verdict{Solved: true})
		p.must(requester(), Verdict{Solved: true})
		p.wantState(StateAnswered, 0)
		p.wantEntry(EntryVerdictYes, "wait", "2 days")
	})
	t.Run("refusal: no climbs at once", func(t *testing.T) {
		p := running(t)
		p.reply(ClassRefusal, Detail{})
		p.must(requester(), Verdict{})
		p.wantState(StateOpen, 1)
	})
	t.Run("a class is corrected", func(t *testing.T) {
		p := running(t)
		p.reply(ClassAnswer, Detail{})
		p.must(team(), Classed{Reply: 1, Class: ClassTransmitted, Detail: Detail{Owner: "billing"}})
		p.wantState(StateOpen, 0)
		p.wantDue(TimerClimb, due)
		p.wantEntry(EntryCorrected, "was", "answer", "class", "transmitted")
		p.refused(CodeSameClass, team(), Classed{Reply: 1, Class: ClassTransmitted})
		p.refused(CodeUnknownReply, team(), Classed{Reply: 2, Class: ClassAnswer})
		p.refused(CodeUnknownClass, team(), Classed{Reply: 1, Class: "maybe"})
	})
	t.Run("a corrected promise counts from the delivery again", func(t *testing.T) {
		p := running(t)
		p.reply(ClassPromise, Detail{Promised: day(time.March, 20, 10)})
		p.must(team(), Classed{Reply: 1, Class: ClassAutoReply})
		p.wantDue(TimerClimb, due)
	})
}

func TestUnclassedReplyHoldsTheClimb(t *testing.T) {
	p := newPlay(t).open()
	p.until(day(time.March, 9, 9))
	p.must(Actor{ID: "room:service", Role: ActorContact}, Replied{From: "room:service", Text: "We are looking into it."})
	p.until(day(time.March, 9, 10))
	p.wantState(StateOpen, 0)
	p.wantDue(TimerClimb, day(time.March, 9, 13)) // four working hours after the reply
	p.until(day(time.March, 9, 13))
	p.wantState(StateOpen, 1)

	p = newPlay(t).open()
	p.until(day(time.March, 9, 9))
	p.must(Actor{ID: "room:service", Role: ActorContact}, Replied{From: "room:service", Text: "I am away.", Proposed: ClassAutoReply})
	p.until(day(time.March, 9, 10))
	p.wantState(StateOpen, 1) // an automatic one never holds
}

func TestLookThatFails(t *testing.T) {
	p := newPlay(t).open()
	p.looks = "room unreachable"
	p.until(day(time.March, 9, 12))
	p.wantState(StateOpen, 0)
	p.wantEntry(EntryLookFailed, "tries", "3")
	p.looks = ""
	p.until(day(time.March, 10, 12))
	p.wantState(StateOpen, 0) // asked the team; it does not climb blindly
	i := slices.IndexFunc(p.c.Tasks, func(t Task) bool { return t.Kind == TaskLook })
	p.must(team(), TaskDone{Task: p.c.Tasks[i].ID, Outcome: OutcomeDone})
	p.wantState(StateOpen, 1)
}

func TestOneRungAfterAnOutage(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	p.now = day(time.May, 30, 11) // a Saturday, three months later
	p.must(theBot(), TimeCame{})
	p.deliver()
	p.wantState(StateOpen, 1)
	if got := p.kinds(NoticeLetter); !slices.Equal(got, []string{"letter room:service"}) {
		t.Errorf("sent on a Saturday: %q", got)
	}
	p.until(day(time.June, 1, 9))
	if got := p.kinds(NoticeLetter); !slices.Equal(got, []string{"letter room:service", "letter room:press-a"}) {
		t.Errorf("sent: %q", got)
	}
	p.wantDue(TimerClimb, day(time.June, 4, 9))
}

func TestSnoozeAndResume(t *testing.T) {
	p := newPlay(t).open()
	p.until(day(time.March, 4, 10))
	p.must(team(), Snoozed{Until: day(time.March, 18, 10), Reason: "holidays"})
	p.wantState(StateHeld, 0)
	p.until(day(time.March, 18, 10))
	p.wantState(StateOpen, 0)
	p.wantDue(TimerClimb, day(time.March, 23, 10)) // three working days were left
	p.refused(CodeNotHeld, team(), Resumed{})
	p.refused(CodeDatePast, team(), Snoozed{Until: p.now})
}

func TestALetterWaitsForTheEndOfASnooze(t *testing.T) {
	p := newPlay(t)
	p.now = day(time.March, 7, 12) // Saturday: the letter waits
	p.open()
	p.deliver()
	p.must(team(), Snoozed{Until: day(time.March, 10, 10)})
	p.until(day(time.March, 9, 12))
	if got := p.kinds(NoticeLetter); len(got) > 0 {
		t.Fatalf("sent while held: %q", got)
	}
	p.until(day(time.March, 10, 12))
	if got := p.kinds(NoticeLetter); !slices.Equal(got, []string{"letter room:service"}) {
		t.Errorf("sent %q", got)
	}
	p.wantDue(TimerClimb, day(time.March, 17, 10))
}

func TestSilentRequester(t *testing.T) {
	p := newPlay(t).open()
	p.until(day(time.March, 4, 10))
	p.reply(ClassNeedsInfo, Detail{})
	p.after(60 * 24 * time.Hour)
	p.wantState(StateClosed, 0)
	if p.c.Closed != ClosedNoNews {
		t.Errorf("closed: %s", p.c.Closed)
	}
	p.wantEntry(EntryTurnAnnounced, "then", "close")
	if got := p.kinds(NoticeTurn); len(got) != 4 {
		t.Errorf("asked %q", got)
	}

	p = newPlay(t)
	p.rules.Ladder.Turn.Then = TurnClimb
	p.open()
	p.until(day(time.March, 4, 10))
	p.reply(ClassAnswer, Detail{})
	p.after(20 * 24 * time.Hour)
	if p.c.Climb.Rung == 0 {
		t.Error("the ladder's rule says climb")
	}
}

func TestWithdrawCancelsEverything(t *testing.T) {
	p := newPlay(t)
	p.now = day(time.March, 7, 12)
	p.open() // Saturday: the letter waits for Monday
	p.refused(CodeNotRequester, team(), Withdrawn{})
	p.must(requester(), Withdrawn{Reason: "solved otherwise"})
	p.after(90 * 24 * time.Hour)
	for _, n := range p.sent {
		if n.Kind != NoticeCard && n.Kind != NoticeLog {
			t.Errorf("sent after withdrawal: %+v", n)
		}
	}
	p.refused(CodeNotRequester, team(), Reopened{Reason: "wait"})
	p.refused(CodeReasonMissing, requester(), Reopened{})
	p.must(requester(), Reopened{Reason: "it is not solved"})
	p.wantState(StateOpen, 0)
}

func TestStartingRung(t *testing.T) {
	p := newPlay(t)
	o := opening()
	for range 3 {
		o.Tried = append(o.Tried, Attempt{At: monday.AddDate(0, 0, -61), Channel: "phone", Person: "a clerk"})
	}
	p.must(requester(), o)
	p.wantState(StateOpen, 1)
	p.wantEntry(EntryStarted, "name", "communications")
	if got := p.c.Counter(monday); got.Times != 3 || got.People != 1 || got.Days != 61 {
		t.Errorf("counter %+v", got)
	}
}

func TestCounterCountsDaysOfTheCalendar(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	c := Case{Tried: []Attempt{
		{At: time.Date(2026, 3, 2, 12, 0, 0, 0, paris), Channel: "phone", Person: "a clerk"},
		{At: time.Date(2026, 3, 3, 12, 0, 0, 0, paris), Channel: "phone", Person: "the director", Vain: true},
	}}
	for at, want := range map[time.Time]int{
		time.Date(2026, 3, 2, 23, 0, 0, 0, paris):   0,
		time.Date(2026, 3, 3, 8, 0, 0, 0, paris):    1,
		time.Date(2026, 3, 30, 10, 0, 0, 0, paris):  28, // the clock went forward on the day before
		time.Date(2026, 3, 30, 22, 30, 0, 0, paris): 28, // the 30th in UTC too
	} {
		if got := c.Counter(at); got != (Counter{Times: 1, People: 1, Days: want}) {
			t.Errorf("at %s: %+v, want %d days", at, got, want)
		}
	}
}

func TestReferencesOfAttempts(t *testing.T) {
	p := newPlay(t)
	o := opening()
	o.References = []Reference{{Number: "FR 77", Issuer: "the letter"}}
	then := monday.AddDate(0, 0, -9)
	o.Tried = []Attempt{
		{At: then, Channel: "phone", Person: "a clerk", Reference: "fr-77"},
		{At: then, Channel: "visit", Person: "a technician", Reference: "V-1"},
	}
	p.must(requester(), o)
	want := []Reference{{Number: "FR 77", Issuer: "the letter", At: then}, {Number: "V-1", Issuer: "a technician", At: then}}
	if !reflect.DeepEqual(p.c.References, want) {
		t.Errorf("references %+v", p.c.References)
	}
	p.wantEntry(EntryReference, "number", "V-1", "issuer", "a technician")
}

func TestDraft(t *testing.T) {
	p := newPlay(t)
	o := opening()
	o.Contacts, o.Organisation = nil, Organisation{Name: "Nowhere Ltd"}
	p.must(requester(), o)
	p.deliver()
	p.wantState(StateDraft, 0)
	p.refused(CodeDraft, team(), ClimbAsked{})
	p.after(5 * 24 * time.Hour)
	if got := p.kinds(NoticeTask, NoticeEscalated); len(got) < 3 {
		t.Errorf("nobody was reminded: %q", got)
	}
	p.refused(CodeContactMissing, moderator("mia"), OrganisationAdded{Organisation: Organisation{Name: "Nowhere"}})
	p.must(moderator("mia"), OrganisationAdded{Organisation: Organisation{Key: "nowhere", Name: "Nowhere"}, Contacts: testContacts()[:1]})
	p.until(day(time.March, 9, 9))
	p.wantState(StateOpen, 0)
	p.wantDue(TimerClimb, day(time.March, 16, 9)) // Saturday's letter goes on Monday
}

func TestRungsWithoutContacts(t *testing.T) {
	t.Run("empty is skipped at once and says so", func(t *testing.T) {
		p := newPlay(t)
		o := opening()
		o.Contacts = o.Contacts[1:]
		p.must(requester(), o)
		p.wantState(StateOpen, 1)
		p.wantEntry(EntryRungSkipped, "why", "empty")
	})
	t.Run("dead is blocked, a new contact resumes it", func(t *testing.T) {
		p := newPlay(t).open()
		p.deliver()
		p.must(team(), ContactDied{Address: "room:service", Why: "archived"})
		p.wantState(StateHeld, 0)
		p.refused(CodeContactMissing, team(), Resumed{})
		p.must(moderator("mia"), ContactAdded{Contact{Address: "room:helpdesk", Role: "service", Source: "their website"}})
		p.deliver()
		p.wantState(StateOpen, 0)
		p.wantDue(TimerClimb, day(time.March, 9, 10))
	})
	t.Run("the preview does not announce people who are not there", func(t *testing.T) {
		p := newPlay(t)
		o := opening()
		o.Contacts = o.Contacts[:1] // the service line, and nobody above it
		p.must(requester(), o)
		p.deliver()
		p.rules.Ladder.Rungs = p.rules.Ladder.Rungs[:2]
		p.after(30 * 24 * time.Hour)
		p.wantEntry(EntryPreview, "rung", "")
		p.wantEntry(EntryClimbed, "to", "communications")
		p.wantState(StateHeld, 1)
	})
	t.Run("who cannot phone is not sent to a telephone", func(t *testing.T) {
		p := newPlay(t)
		o := opening()
		o.Requester.CannotPhone = true
		o.Contacts = append([]Contact{{Address: "tel:+33000000001", Role: "service"}}, o.Contacts[1:]...)
		p.must(requester(), o)
		p.wantState(StateOpen, 1)
		p.wantEntry(EntryRungSkipped, "why", "cannot_phone")
	})
	t.Run("a letter that our own fault stops is sent by hand, and nothing climbs", func(t *testing.T) {
		p := newPlay(t).open()
		l := p.c.Climb.Letters[0]
		p.must(theBot(), DeliveryFailed{Notice: l.Key, Kind: NoticeLetter, Why: "msg_blocks_too_long"})
		p.wantState(StateOpen, 0)
		p.wantEntry(EntryNotDelivered, "why", "msg_blocks_too_long")
		if e, is := p.has(EntrySilence); is || len(p.c.Tasks) != 1 || p.c.Tasks[0].Kind != TaskReach || p.c.Tasks[0].Letter != l.Key {
			t.Fatalf("entry %+v, tasks %+v", e, p.c.Tasks)
		}
		p.must(team(), TaskDone{Task: p.c.Tasks[0].ID, Outcome: OutcomeDone})
		p.wantDue(TimerClimb, day(time.March, 9, 10))
		p.must(theBot(), DeliveryFailed{Notice: l.Key, Kind: NoticeLetter, Why: "msg_blocks_too_long"})
		if len(p.c.Tasks) != 0 {
			t.Errorf("what has arrived is asked for again: %+v", p.c.Tasks)
		}
	})
	t.Run("a letter that waits for long is for a person, or goes by itself", func(t *testing.T) {
		p := newPlay(t).open()
		l := p.c.Climb.Letters[0]
		p.must(theBot(), Postponed{Notice: l.Key, Until: p.now.Add(time.Hour), Why: "missing_scope"})
		p.wantEntry(EntryPostponed, "why", "missing_scope")
		lines := len(p.trail)
		p.must(theBot(), Postponed{Notice: l.Key, Until: p.now.Add(time.Hour), Why: "missing_scope", ByHand: true})
		if len(p.c.Tasks) != 1 || p.c.Tasks[0].Kind != TaskReach || len(p.trail) != lines+1 {
			t.Fatalf("tasks %+v, %d lines", p.c.Tasks, len(p.trail)-lines)
		}
		p.deliver()
		if len(p.c.Tasks) != 0 || p.c.Climb.Letters[0].Delivered.IsZero() {
			t.Errorf("it has gone, tasks %+v, letter %+v", p.c.Tasks, p.c.Climb.Letters[0])
		}
	})
	t.Run("a refused letter goes to the next contact", func(t *testing.T) {
		p := newPlay(t).open()
		p.must(team(), ClimbAsked{})
		l := p.c.Climb.Letters[len(p.c.Climb.Letters)-1]
		p.must(theBot(), DeliveryFailed{Notice: l.Key, Kind: NoticeLetter, Why: "gone", Dead: true})
		p.deliver()
		if got := p.kinds(NoticeLetter); !slices.Contains(got, "letter room:press-b") {
			t.Errorf("sent %q", got)
		}
		p.wantState(StateOpen, 1)
	})
}

func TestTasksByHand(t *testing.T) {
	director := func(t *testing.T) *play {
		p := newPlay(t).open()
		p.must(team(), ClimbAsked{})
		p.must(team(), ClimbAsked{})
		p.wantState(StateOpen, 2)
		return p
	}
	t.Run("done counts from when it was done", func(t *testing.T) {
		p := director(t)
		p.until(day(time.March, 4, 16))
		p.must(team(), TaskDone{Task: p.c.Tasks[0].ID, Outcome: OutcomeDone, At: day(time.March, 4, 11), Proof: "1A 2"})
		p.wantDue(TimerClimb, day(time.March, 9, 11))
	})
	t.Run("nobody does it: reminded, then asked aloud, never silent", func(t *testing.T) {
		p := director(t)
		p.after(10 * 24 * time.Hour)
		if got := p.kinds(NoticeEscalated); len(got) < 3 || len(got) > 6 {
			t.Errorf("asked %d times", len(got))
		}
		p.reach(OutcomeSkipped)
		p.wantState(StateAwaitingApproval, 3)
	})
	t.Run("a recorded message is an auto_reply, never an answer", func(t *testing.T) {
		p := director(t)
		p.must(team(), TaskDone{Task: p.c.Tasks[0].ID, Outcome: OutcomeRecorded, Text: "Please see our website."})
		if len(p.c.Replies) != 1 || p.c.Replies[0].Class != ClassAutoReply {
			t.Errorf("replies %+v", p.c.Replies)
		}
		p.wantState(StateAwaitingApproval, 3)
	})
	t.Run("no answer is an attempt and the task stays", func(t *testing.T) {
		p := director(t)
		p.reach(OutcomeNoAnswer)
		if len(p.c.Tried) != 1 || !p.c.Tried[0].Vain || !p.hasReachTask() {
			t.Errorf("tried %+v, tasks %+v", p.c.Tried, p.c.Tasks)
		}
	})
	t.Run("a requester who is not reached is no attempt at the organisation", func(t *testing.T) {
		p := newPlay(t).open()
		p.deliver()
		p.reply(ClassNeedsInfo, Detail{Asked: "the bill"})
		for range 30 {
			if slices.ContainsFunc(p.c.Tasks, func(k Task) bool { return k.Kind == TaskRequester }) {
				break
			}
			p.after(24 * time.Hour)
		}
		p.must(team(), TaskDone{Task: p.c.Tasks[0].ID, Outcome: OutcomeNoAnswer})
		if len(p.c.Tried) != 0 {
			t.Errorf("tried %+v", p.c.Tried)
		}
	})
	t.Run("what they say at once has its effect", func(t *testing.T) {
		p := director(t)
		p.must(team(), TaskDone{Task: p.c.Tasks[0].ID, Outcome: OutcomeDone,
			Reply: &Replied{Text: "Come back in a week.", Class: ClassPromise, Detail: Detail{Promised: monday.AddDate(0, 0, 7)}}})
		p.wantDue(TimerPromise, monday.AddDate(0, 0, 7))
		if p.c.Replies[0].From != "mailto:director@gazco.example" {
			t.Errorf("from %q", p.c.Replies[0].From)
		}
	})
}

func TestDeadlineWarnsEvenWhenHeld(t *testing.T) {
	p := newPlay(t)
	o := opening()
	o.Deadline = &Deadline{At: monday.AddDate(0, 0, 30), What: "contest the bill"}
	p.must(requester(), o)
	p.must(team(), Snoozed{Until: monday.AddDate(0, 0, 60)})
	p.after(40 * 24 * time.Hour)
	if got := p.kinds(NoticeDeadline); len(got) != 4 { // a week and a day before, to requester and team
		t.Errorf("warned %q", got)
	}
}

func TestLateHolidayMovesOpenDates(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	p.refused(CodeNothingDue, theBot(), CalendarChanged{Version: "same"})
	p.rules.Calendar.Holidays[Date{2026, time.March, 5}] = "a strike"
	p.must(theBot(), CalendarChanged{Version: "2"})
	p.wantDue(TimerClimb, day(time.March, 10, 10))
	p.wantDue(TimerPreview, day(time.March, 9, 10))
}

func TestAnswersAfterTheEndAreAttached(t *testing.T) {
	p := atPost(t)
	approve(p)
	p.deliver()
	p.must(Actor{Role: ActorContact}, Replied{From: "GazCo", Text: "We answer publicly."})
	p.wantState(StatePublished, 3)
	p.refused(CodeCaseOver, team(), Snoozed{Until: p.now.AddDate(0, 0, 1)})
}

func TestAnAnswerStopsThePost(t *testing.T) {
	p := atPost(t)
	approve(p)
	p.reply(ClassAnswer, Detail{})
	p.deliver()
	p.wantState(StateHeld, 3)
	if got := p.kinds(NoticePost); len(got) > 0 {
		t.Fatalf("posted although an answer came: %q", got)
	}
	p.must(requester(), Verdict{})
	p.deliver()
	p.wantState(StateAwaitingApproval, 3)
	if p.c.Post.Consent != nil {
		t.Error("the old consent still stands")
	}
}

func TestQuarantineHoldsEverything(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	p.must(theBot(), Quarantined{Why: "decision failed"})
	p.after(30 * 24 * time.Hour)
	p.wantState(StateHeld, 0)
	p.refused(CodeQuarantined, team(), ClimbAsked{})
	p.must(moderator("mia"), Resumed{Reason: "mended"})
	p.wantState(StateOpen, 0)
	p.wantDue(TimerClimb, p.rules.Calendar.Add(p.now, workingDays(5)))
}

func TestErasedContentStillVerifies(t *testing.T) {
	p := newPlay(t).open()
	p.deliver()
	for i := range p.trail {
		p.trail[i] = p.trail[i].Erase()
	}
	head, err := VerifyTrail(p.c.ID, p.trail)
	if err != nil || head != p.c.Head {
		t.Errorf("head %s, want %s: %v", head, p.c.Head, err)
	}
	p = newPlay(t).open()
	p.trail[0].Text = "Another story."
	if _, err := VerifyTrail(p.c.ID, p.trail); err == nil {
		t.Error("a rewrite was not seen")
	}
	if _, err := VerifyTrail(p.c.ID, slices.Delete(p.trail, 0, 1)); err == nil {
		t.Error("a gap was not seen")
	}
}

func TestAPostThatLandsAfterItWasRecalled(t *testing.T) {
	p := atPost(t)
	approve(p)
	i := slices.IndexFunc(p.out, func(n Notice) bool { return n.Kind == NoticePost })
	sent := p.out[i]
	p.out = slices.Delete(p.out, i, i+1) // on its way
	p.must(team(), Drafted{Text: "Another text."})
	p.must(requester(), Consented{Hash: p.c.Post.Hash})
	p.must(theBot(), Delivered{Notice: sent.Key, Kind: NoticePost, Proof: "https://public.example/1", Where: Card{Room: "console:public", Ref: "1"}})
	p.wantState(StateAwaitingApproval, 3)
	p.wantEntry(EntryPublished, "hash", sent.Hash)
	if p.c.Post.Out.Text != sent.Text || p.c.Post.Text != "Another text." {
		t.Errorf("the case says that %q is out", p.c.Post.Out.Text)
	}
	p.deliver()
	if got := p.kinds(NoticePost, NoticeLanded); !slices.Equal(got, []string{"landed"}) {
		t.Errorf("said %q", got)
	}
	p.must(moderator("mia"), Approved{Hash: p.c.Post.Hash})
	p.must(moderator("max"), Approved{Hash: p.c.Post.Hash}) // it takes the place of the first
	p.deliver()
	p.wantState(StatePublished, 3)
	p.wantEntry(EntryPostCorrected, "hash", TextHash("Another text."), "earlier", sent.Hash)
}

func TestQuarantineKeepsTheClock(t *testing.T) {
	p := newPlay(t)
	o := opening()
	o.Deadline = &Deadline{At: monday.AddDate(0, 0, 10), What: "contest the bill"}
	p.must(requester(), o)
	p.until(day(time.March, 4, 10))
	p.must(theBot(), Quarantined{Why: "a defect"})
	p.reply(ClassPromise, Detail{Promised: p.now.AddDate(0, 0, 3)})
	p.until(day(time.March, 5, 10)) // the outside date warns all the same
	p.wantState(StateHeld, 0)
	if got := p.kinds(NoticeDeadline); len(got) != 2 {
		t.Errorf("warned %q", got)
	}
	p.must(moderator("mia"), Resumed{Reason: "mended"})
	p.wantDue(TimerClimb, day(time.March, 10, 10)) // one working day later
}

func TestAnswerThatCannotBePassedOnBecomesATask(t *testing.T) {
	p := newPlay(t).open()
	p.until(day(time.March, 4, 10))
	p.reply(ClassNeedsInfo, Detail{})
	p.must(requester(), Informed{Text: "SN 1"})
	i := slices.IndexFunc(p.out, func(n Notice) bool { return n.Kind == NoticeInfo })
	n := p.out[i]
	p.out = slices.Delete(p.out, i, i+1)
	p.must(theBot(), DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "gone", Dead: true, Address: n.Address, Reply: n.Reply})
	if !p.hasReachTask() {
		t.Errorf("nobody is asked to pass it on: %+v", p.c.Tasks)
	}
	if c := p.c.Contacts[len(p.c.Contacts)-1]; !slices.ContainsFunc(p.c.Contacts, func(c Contact) bool { return c.Dead }) {
		t.Errorf("the contact is still alive: %+v", c)
	}
}

func TestAContactDiesWhileTheCaseIsHeld(t *testing.T) {
	p := newPlay(t).open()
	p.until(day(time.March, 4, 10))
	p.must(team(), Snoozed{Until: day(time.March, 6, 10)})
	p.must(theBot(), ContactDied{Address: "room:service", Why: "archived"})
	p.until(day(time.March, 6, 10))
	p.wantState(StateHeld, 0)
	if p.c.Hold.Reason != HoldBlocked {
		t.Errorf("held for %s", p.c.Hold.Reason)
	}
}

func TestALateReplyCanBeClassed(t *testing.T) {
	p := newPlay(t).open()
	p.must(requester(), Withdrawn{})
	p.must(Actor{Role: ActorContact}, Replied{From: "room:service", Text: "Here you are."})
	p.must(team(), Classed{Reply: 1, Class: ClassAnswer})
	p.wantState(StateClosed, 0)
}

func TestWrongBodyFromSomebodyNotReachedYet(t *testing.T) {
	p := newPlay(t)
	o := opening()
	o.Contacts = append(o.Contacts, Contact{Address: "tel:+33000000001", Role: "service", Name: "Hotline"})
	p.must(requester(), o)
	p.deliver()
	p.must(team(), Replied{From: "tel:+33000000001", Text: "Not us.", Class: ClassWrongBody})
	if p.hasReachTask() {
		t.Errorf("somebody is still asked to phone them: %+v", p.c.Tasks)
	}
	p.wantState(StateOpen, 0)
	p.wantDue(TimerClimb, day(time.March, 9, 10)) // the other one has the file
}
