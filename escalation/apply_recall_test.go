package escalation

import (
	"slices"
	"testing"
	"time"
)

// recalls takes the bot's own look at what was taken back out of the outbox.
func (p *play) recalls() Notice {
	p.t.Helper()
	i := slices.IndexFunc(p.out, func(n Notice) bool { return n.Kind == NoticeRecall && p.c.Wants(n) })
	if i < 0 {
		p.t.Fatalf("nobody asks what became of %+v", p.c.Post.Recalled)
	}
	n := p.out[i]
	p.out = slices.Delete(p.out, i, i+1)
	return n
}

// second is a case whose first post was taken back on its way, and whose second
// text is approved.
func second(t *testing.T) (p *play, first Notice) {
	t.Helper()
	p = atPost(t)
	approve(p)
	first = p.takesPost()
	p.must(moderator("mia"), Denied{Hash: p.c.Post.Hash, Reason: "no"})
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	p.wantEntry(EntryPostWaits, "hash", TextHash("Another text."), "earlier", first.Hash)
	if slices.ContainsFunc(p.out, func(n Notice) bool { return n.Kind == NoticePost }) {
		t.Fatal("a second post leaves while the first may land")
	}
	return p, first
}

func TestASecondPostWaitsForTheFirst(t *testing.T) {
	where := Card{Room: "console:public", Ref: "7"}
	t.Run("it has landed: its place is taken", func(t *testing.T) {
		p, first := second(t)
		p.recalls()
		p.lands(first, where)
		p.wantState(StateAwaitingApproval, 3)
		p.lands(p.takesPost(), Card{})
		p.wantState(StatePublished, 3)
		p.wantEntry(EntryPostCorrected, "earlier", first.Hash)
		if out := p.c.Post.Out; out.Text != "Another text." || out.Ref != "7" {
			t.Errorf("out is %+v", out)
		}
	})
	t.Run("it certainly has not", func(t *testing.T) {
		p, first := second(t)
		p.recalls()
		p.must(theBot(), DeliveryFailed{Notice: first.Key, Kind: NoticeRecall, Why: "taken_back"})
		p.lands(p.takesPost(), where)
		p.wantState(StatePublished, 3)
		if p.c.Post.Out.Text != "Another text." {
			t.Errorf("out is %+v", p.c.Post.Out)
		}
	})
	t.Run("nobody can tell: a person looks, and it is not there", func(t *testing.T) {
		p, first := second(t)
		p.recalls()
		p.must(theBot(), OutcomeUnknown{Notice: first.Key, Kind: NoticeRecall})
		p.postTask(OutcomeSkipped)
		p.lands(p.takesPost(), where)
		p.wantState(StatePublished, 3)
	})
	t.Run("the second is denied meanwhile: the team is asked for a text again", func(t *testing.T) {
		p, first := second(t)
		p.recalls()
		p.must(theBot(), OutcomeUnknown{Notice: first.Key, Kind: NoticeRecall})
		p.must(moderator("mia"), Denied{Hash: p.c.Post.Hash, Reason: "no"})
		p.postTask(OutcomeSkipped)
		if !hasTask(p.c, TaskPost) || p.c.Post.Unknown {
			t.Errorf("tasks %+v, post %+v", p.c.Tasks, p.c.Post)
		}
	})
}

func TestWhatAPersonFindsIsKeptWhateverCameBetween(t *testing.T) {
	for name, between := range map[string]func(p *play){
		"a denial":  func(p *play) { p.must(moderator("zed"), Denied{Hash: p.c.Post.Hash, Reason: "no"}) },
		"an answer": func(p *play) { p.reply(ClassAnswer, Detail{}) },
	} {
		t.Run(name, func(t *testing.T) {
			p := atPost(t)
			approve(p)
			p.must(theBot(), OutcomeUnknown{Notice: p.takesPost().Key, Kind: NoticePost})
			between(p)
			p.postTask(OutcomeDone)
			p.wantState(StatePublished, 3)
			if p.c.Post.Out == nil || p.c.Post.Unknown || p.c.Post.Recalled != nil {
				t.Errorf("the post is %+v", p.c.Post)
			}
			p.must(team(), Drafted{Text: "Another text."})
			p.wantState(StateAwaitingApproval, 3)
		})
	}
	t.Run("another text", func(t *testing.T) {
		p := atPost(t)
		approve(p)
		p.must(theBot(), OutcomeUnknown{Notice: p.takesPost().Key, Kind: NoticePost})
		p.must(team(), Drafted{Text: "Another text."})
		p.postTask(OutcomeDone)
		p.wantState(StateAwaitingApproval, 3)
		if p.c.Post.Out == nil || p.c.Post.Text != "Another text." {
			t.Errorf("the post is %+v", p.c.Post)
		}
	})
}

func TestTheEndOfACaseWhosePostMayBeOut(t *testing.T) {
	p := atPost(t)
	approve(p)
	p.must(theBot(), OutcomeUnknown{Notice: p.takesPost().Key, Kind: NoticePost})
	p.must(team(), ClosedByTeam{Reason: "spam"})
	p.deliver()
	if got := p.kinds(NoticePostStays); len(got) != 1 {
		t.Errorf("the team is told %q", got)
	}
	p.must(requester(), Reopened{Reason: "it is not"})
	if !hasTask(p.c, TaskPost) {
		t.Fatalf("nobody looks: %+v", p.c.Tasks)
	}
	p.postTask(OutcomeDone)
	p.wantState(StatePublished, 3)
}

func TestAPostThatLandsAfterTheWithdrawalIsTakenAway(t *testing.T) {
	p := atPost(t)
	approve(p)
	n := p.takesPost()
	p.must(requester(), Withdrawn{})
	p.lands(n, Card{Room: "console:public", Ref: "7"})
	p.wantState(StateClosed, 3)
	if by := p.c.Post.Out.Withdrawn; by == nil || by.Role != ActorRequester {
		t.Errorf("out is %+v", p.c.Post.Out)
	}
	p.deliver()
	if got := p.kinds(NoticeTakeDown, NoticeLanded); !slices.Equal(got, []string{"take_down", "landed"}) {
		t.Errorf("said %q", got)
	}
}

func TestAWithdrawalVoidsWhatWasAgreedBefore(t *testing.T) {
	p := published(t)
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	p.must(requester(), Consented{Hash: p.c.Post.Hash})
	p.must(moderator("mia"), Approved{Hash: p.c.Post.Hash})
	p.must(requester(), PostWithdrawn{})
	p.refused(CodeNoConsent, moderator("max"), Approved{Hash: p.c.Post.Hash})
	if !hasTask(p.c, TaskPost) {
		t.Errorf("tasks %+v", p.c.Tasks)
	}
}

func TestSilenceOnACorrectionGivesItUp(t *testing.T) {
	p := published(t)
	first := *p.c.Post.Out
	p.must(team(), Drafted{Text: "Another text."})
	p.after(60 * 24 * time.Hour)
	p.wantState(StatePublished, 3)
	p.wantEntry(EntryTurnAnnounced, "then", string(TurnDrop))
	p.wantEntry(EntryCorrectionDropped, "hash", TextHash("Another text."))
	if *p.c.Post.Out != first || p.c.Post.Hash != first.Hash {
		t.Errorf("the post is %+v", p.c.Post)
	}
}

func TestACorrectionIsGivenUp(t *testing.T) {
	p := atPost(t)
	p.refused(CodeNotPublished, team(), CorrectionDropped{})
	p = published(t)
	p.refused(CodeCaseOver, team(), CorrectionDropped{})
	first := *p.c.Post.Out
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	sent := p.takesPost() // on its way
	p.must(requester(), CorrectionDropped{Reason: "it was right"})
	p.wantState(StatePublished, 3)
	if n := p.recalls(); n.Text != sent.Key || *p.c.Post.Out != first {
		t.Errorf("%+v, the post is %+v", n, p.c.Post)
	}
	p = published(t) // what was withdrawn stays withdrawn
	p.must(requester(), PostWithdrawn{})
	p.must(requester(), Reopened{Reason: "better"})
	p.deliver()
	p.must(requester(), CorrectionDropped{})
	p.wantState(StateClosed, 3)
	if p.c.Closed != ClosedPostWithdrawn {
		t.Errorf("closed: %s", p.c.Closed)
	}
}

func TestASentenceForAPostThatIsGone(t *testing.T) {
	p := published(t)
	p.must(requester(), PostWithdrawn{})
	p.must(theBot(), DeliveryFailed{Notice: "x", Kind: NoticeTakeDown, Why: "message_not_found", Dead: true})
	p.wantEntry(EntryPostMissing)
	p.deliver()
	if got := p.kinds(NoticePostStays); len(got) > 0 || p.c.Post.Out != nil {
		t.Errorf("people are asked to take away what is gone: %q, %+v", got, p.c.Post.Out)
	}
}

func TestAnEditThatIsRefusedForgetsNothing(t *testing.T) {
	p := published(t)
	p.must(team(), Drafted{Text: "Another text."})
	p.deliver()
	approve(p)
	sent := p.takesPost()
	p.must(theBot(), DeliveryFailed{Notice: "K7M-4QZ-X/1", Kind: NoticePost, Why: "late"})
	if p.c.Post.Notice != sent.Key {
		t.Error("the failure of another post stops this one")
	}
	p.must(theBot(), DeliveryFailed{Notice: sent.Key, Kind: NoticePost, Why: "is_archived"})
	if p.c.Post.Out == nil || !hasTask(p.c, TaskPost) {
		t.Errorf("the post is %+v, tasks %+v", p.c.Post, p.c.Tasks)
	}
}

func TestALetterThatFailedWhileTheCaseWasHeld(t *testing.T) {
	p := newPlay(t).open()
	p.must(team(), Snoozed{Until: p.now.AddDate(0, 0, 2)})
	p.must(theBot(), DeliveryFailed{Notice: p.c.Climb.Letters[0].Key, Kind: NoticeLetter, Why: "too_long"})
	p.reach(OutcomeSkipped)
	p.must(team(), Resumed{})
	p.wantState(StateOpen, 1) // nobody is left to ask on this rung
}
