package escalation

import (
	"slices"
	"testing"
	"time"
)

// published is a case whose post is out in the room "console:public".
func published(t *testing.T) *play {
	t.Helper()
	p := atPost(t)
	approve(p)
	p.lands(p.takesPost(), Card{Room: "console:public", Ref: "7"})
	p.wantState(StatePublished, 3)
	p.deliver()
	p.sent = nil
	return p
}

// takesPost takes the post that is on its way out of the outbox.
func (p *play) takesPost() Notice {
	p.t.Helper()
	i := slices.IndexFunc(p.out, func(n Notice) bool { return n.Kind == NoticePost })
	if i < 0 {
		p.t.Fatal("no post is on its way")
	}
	n := p.out[i]
	p.out = slices.Delete(p.out, i, i+1)
	return n
}

func (p *play) lands(n Notice, where Card) {
	p.t.Helper()
	p.must(theBot(), Delivered{Notice: n.Key, Kind: n.Kind, Proof: "https://public.example/7", Where: where})
}

func TestACorrectionTakesThePlaceOfThePost(t *testing.T) {
	p := published(t)
	first := *p.c.Post.Out
	p.refused(CodeSameText, requester(), Drafted{Text: first.Text})
	p.refused(CodeEmpty, requester(), Drafted{Text: " "})
	p.refused(CodeCaseOver, theBot(), Drafted{Text: "A late proposal."})
	p.must(requester(), Drafted{Text: "GazCo has answered in part."})
	p.wantState(StateAwaitingApproval, 3)
	p.deliver()
	if got := p.kinds(NoticePost, NoticeTakeDown, NoticeConsent); !slices.Equal(got, []string{"consent"}) {
		t.Fatalf("before anybody has agreed: %q", got)
	}
	if *p.c.Post.Out != first {
		t.Errorf("what is out has changed: %+v", p.c.Post.Out)
	}
	approve(p)
	n := p.takesPost()
	if n.Text != "GazCo has answered in part." {
		t.Errorf("the text is %q", n.Text)
	}
	p.lands(n, Card{})
	p.wantState(StatePublished, 3)
	p.wantEntry(EntryPostCorrected, "hash", n.Hash, "earlier", first.Hash, "link", "https://public.example/7")
	out := *p.c.Post.Out
	if out.Room != first.Room || out.Ref != first.Ref || out.Text != n.Text || out.Hash != n.Hash || p.c.Post.Link == "" {
		t.Errorf("out is %+v", out)
	}
	p.refused(CodeUnknownNotice, theBot(), Delivered{Notice: n.Key, Kind: NoticePost})
}

func TestAnAnswerDuringACorrection(t *testing.T) {
	p := published(t)
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	p.reply(ClassAnswer, Detail{})
	p.deliver()
	p.wantState(StateHeld, 3)
	if got := p.kinds(NoticePost); len(got) > 0 || p.c.Post.Out == nil || p.c.Post.Text != "" {
		t.Fatalf("said %q, the post is %+v", got, p.c.Post)
	}
	p.must(requester(), Verdict{Solved: true})
	p.wantState(StateAnswered, 3)
	if p.c.Post.Out == nil || p.c.Post.Link == "" {
		t.Error("it is forgotten that the post is out")
	}
	p.must(requester(), PostWithdrawn{})
	p.wantState(StateAnswered, 3)
}

func TestThePostIsTakenBack(t *testing.T) {
	p := published(t)
	p.refused(CodeNotModerator, team(), PostWithdrawn{Reason: "wrong"})
	p.refused(CodeReasonMissing, moderator("mia"), PostWithdrawn{})
	p.must(moderator("mia"), PostWithdrawn{Reason: "names a clerk"})
	p.wantState(StateClosed, 3)
	p.refused(CodePostWithdrawn, requester(), PostWithdrawn{})
	p.wantEntry(EntryPostWithdrawn, "hash", p.c.Post.Out.Hash)
	i := slices.IndexFunc(p.out, func(n Notice) bool { return n.Kind == NoticeTakeDown })
	if i < 0 || !p.c.Wants(p.out[i]) {
		t.Fatal("nothing takes the post away")
	}
	n := p.out[i]
	p.must(theBot(), Delivered{Notice: n.Key, Kind: n.Kind})
	p.wantEntry(EntryPostReplaced)
	if p.c.Wants(n) {
		t.Error("it is taken away again and again")
	}
	// Reopened: the next text takes the place of the sentence.
	p.must(requester(), Reopened{Reason: "corrected"})
	p.deliver()
	approve(p)
	p.lands(p.takesPost(), Card{})
	p.wantState(StatePublished, 3)
	if out := p.c.Post.Out; out.Withdrawn != nil || out.Replaced || out.Ref != "7" {
		t.Errorf("out is %+v", out)
	}
}

func TestAWithdrawalGoesBeforeACorrection(t *testing.T) {
	p := published(t)
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	sent := p.takesPost()
	p.must(requester(), PostWithdrawn{})
	p.wantState(StateAwaitingApproval, 3)
	if p.c.Wants(sent) || p.c.Post.Consent != nil || !hasTask(p.c, TaskPost) {
		t.Fatalf("the correction goes on: %+v", p.c.Post)
	}
	p.lands(sent, Card{}) // it was on its way
	p.wantState(StateAwaitingApproval, 3)
	last := p.out[len(p.out)-1]
	for _, n := range p.out {
		if n.Kind == NoticeTakeDown {
			last = n
		}
	}
	if out := p.c.Post.Out; last.Kind != NoticeTakeDown || !p.c.Wants(last) || out.Hash != sent.Hash || out.Withdrawn == nil {
		t.Errorf("the corrected text stays: %+v, %+v", out, last)
	}
}

func hasTask(c Case, kind TaskKind) bool {
	return slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Kind == kind })
}

func TestAPostThatIsGoneIsNotSaidAnew(t *testing.T) {
	p := published(t)
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	p.must(theBot(), DeliveryFailed{Notice: p.takesPost().Key, Kind: NoticePost, Why: "message_not_found", Dead: true})
	p.wantState(StateAwaitingApproval, 3)
	p.wantEntry(EntryPostMissing, "link", "https://public.example/7")
	if p.c.Post.Out != nil || p.c.Post.Link != "" || !hasTask(p.c, TaskPost) {
		t.Fatalf("the post is %+v, tasks %+v", p.c.Post, p.c.Tasks)
	}
	p.refused(CodeNoConsent, moderator("mia"), Approved{Hash: p.c.Post.Hash})
	p.refused(CodeNotPublished, requester(), PostWithdrawn{})
	approve(p)
	p.lands(p.takesPost(), Card{Room: "console:public", Ref: "9"})
	p.wantState(StatePublished, 3)
	if p.c.Post.Out.Ref != "9" {
		t.Errorf("out is %+v", p.c.Post.Out)
	}
}

func TestAPostThatAPersonFoundIsCorrectedByAPerson(t *testing.T) {
	p := atPost(t)
	approve(p)
	p.must(theBot(), OutcomeUnknown{Notice: p.takesPost().Key})
	p.postTask(OutcomeDone)
	p.wantState(StatePublished, 3)
	p.must(requester(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	p.deliver()
	if got := p.kinds(NoticePost); len(got) > 0 {
		t.Fatalf("said at a place that nobody knows: %q", got)
	}
	p.postTask(OutcomeDone)
	p.wantState(StatePublished, 3)
	p.wantEntry(EntryPostCorrected, "hash", TextHash("Another text."))
	p.must(requester(), PostWithdrawn{})
	p.wantEntry(EntryPostStays, "why", "place_unknown")
}

func (p *play) postTask(outcome TaskOutcome) {
	p.t.Helper()
	for _, task := range p.c.Tasks {
		if task.Kind == TaskPost {
			p.must(team(), TaskDone{Task: task.ID, Outcome: outcome, Proof: "https://public.example/by-hand"})
			return
		}
	}
	p.t.Fatalf("no task about the post: %+v", p.c.Tasks)
}

func TestAPostOfAnEarlierVersionIsKnownToBeOut(t *testing.T) {
	p := published(t)
	p.c.Post.Out = nil
	p.must(requester(), Drafted{Text: "Another text."})
	if p.c.Post.Out == nil || p.c.Post.Link == "" {
		t.Errorf("the post is %+v", p.c.Post)
	}
}

func TestWordsUnderThePostAreKept(t *testing.T) {
	p := published(t)
	p.refused(CodeEmpty, Actor{Role: ActorPublic}, Commented{Text: " "})
	p.must(Actor{ID: "console:zoe", Name: "Zoe", Role: ActorPublic}, Commented{Text: "Same with me.", Link: "https://public.example/8"})
	p.wantState(StatePublished, 3)
	p.wantEntry(EntryComment, "link", "https://public.example/8")
	if !slices.Contains(p.c.Terms(), TermPost+"console:public/7") {
		t.Errorf("the case is not found by the place of its post: %q", p.c.Terms())
	}
}

func TestALetterThatWaitsIsSaidInTheTrail(t *testing.T) {
	p := newPlay(t).open()
	key := p.c.Climb.Letters[0].Key
	p.must(theBot(), Postponed{Notice: key, Until: day(time.March, 9, 9)})
	p.wantEntry(EntryPostponed, "address", "room:service", "until", stamp(day(time.March, 9, 9)))
	p.wantState(StateOpen, 0)
	if _, running := p.c.Timer(TimerClimb); running {
		t.Error("the clock runs before the delivery")
	}
	p.deliver()
	p.refused(CodeUnknownNotice, theBot(), Postponed{Notice: key})
}
