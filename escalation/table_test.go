package escalation

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of doc.go again")

// column is a state of the table: how a case gets there.
type column struct {
	name string
	play func(t *testing.T) *play
}

func columns() []column {
	opened := func(t *testing.T) *play { p := newPlay(t).open(); p.deliver(); return p }
	with := func(class Class) func(t *testing.T) *play {
		return func(t *testing.T) *play { p := opened(t); p.reply(class, Detail{}); return p }
	}
	return []column{
		{"draft", func(t *testing.T) *play {
			p := newPlay(t)
			o := opening()
			o.Contacts, o.Organisation.Key = nil, ""
			p.must(requester(), o)
			return p
		}},
		{"open", opened},
		{"held: requester", with(ClassNeedsInfo)},
		{"held: verdict", with(ClassAnswer)},
		{"held: snoozed", func(t *testing.T) *play {
			p := opened(t)
			p.must(team(), Snoozed{Until: p.now.AddDate(0, 0, 9)})
			return p
		}},
		{"held: blocked", func(t *testing.T) *play {
			p := opened(t)
			p.must(team(), ContactDied{Address: "room:service", Why: "gone"})
			return p
		}},
		{"awaiting", func(t *testing.T) *play {
			p := atPost(t)
			p.must(requester(), Consented{Hash: p.c.Post.Hash})
			p.must(moderator("mia"), Approved{Hash: p.c.Post.Hash})
			return p
		}},
		{"answered", func(t *testing.T) *play {
			p := with(ClassAnswer)(t)
			p.must(requester(), Verdict{Solved: true})
			return p
		}},
		{"published", func(t *testing.T) *play { p := atPost(t); approve(p); p.deliver(); return p }},
		{"closed", func(t *testing.T) *play { p := opened(t); p.must(requester(), Withdrawn{}); return p }},
	}
}

// row is a fact of the table, as the person who may cause it would.
type row struct {
	name string
	fact func(p *play) (Actor, Fact)
}

func rows() []row {
	fixed := func(by Actor, f Fact) func(*play) (Actor, Fact) {
		return func(*play) (Actor, Fact) { return by, f }
	}
	said := func(class Class) func(*play) (Actor, Fact) {
		return func(p *play) (Actor, Fact) {
			return team(), Replied{From: "room:service", Text: "…", Class: class, Detail: Detail{Promised: p.now.AddDate(0, 0, 3), Owner: "billing"}}
		}
	}
	hash := func(f func(hash string) Fact, by Actor) func(*play) (Actor, Fact) {
		return func(p *play) (Actor, Fact) { return by, f(p.c.Post.Hash) }
	}
	return []row{
		{"OrganisationAdded", fixed(moderator("mia"), OrganisationAdded{Organisation: Organisation{Key: "gazco", Name: "GazCo"}, Contacts: testContacts()})},
		{"ContactAdded", fixed(moderator("mia"), ContactAdded{Contact{Address: "room:new", Role: "service"}})},
		{"ContactDied (the only one)", fixed(theBot(), ContactDied{Address: "room:service", Why: "gone"})},
		{"TimeCame: all that is due in a year", func(p *play) (Actor, Fact) { p.now = p.now.AddDate(1, 0, 0); return theBot(), TimeCame{} }},
		{"Replied, not classed", said("")},
		{"Replied: auto_reply", said(ClassAutoReply)},
		{"Replied: acknowledgement", said(ClassAcknowledgement)},
		{"Replied: transmitted", said(ClassTransmitted)},
		{"Replied: needs_info", said(ClassNeedsInfo)},
		{"Replied: promise", said(ClassPromise)},
		{"Replied: wrong_body", said(ClassWrongBody)},
		{"Replied: refusal, answer", said(ClassAnswer)},
		{"Verdict: yes", fixed(requester(), Verdict{Solved: true})},
		{"Verdict: no", fixed(requester(), Verdict{})},
		{"Informed", fixed(requester(), Informed{Text: "…"})},
		{"Snoozed", func(p *play) (Actor, Fact) { return team(), Snoozed{Until: p.now.AddDate(0, 0, 3)} }},
		{"Resumed", fixed(team(), Resumed{Reason: "…"})},
		{"ClimbAsked", fixed(team(), ClimbAsked{Reason: "…"})},
		{"ClimbAsked by a contact", fixed(Actor{ID: "room:service", Role: ActorContact}, ClimbAsked{Reason: "…"})},
		{"Drafted", fixed(team(), Drafted{Text: "Another text."})},
		{"Consented", hash(func(h string) Fact { return Consented{h} }, requester())},
		{"Approved, completing the quorum", hash(func(h string) Fact { return Approved{h} }, moderator("max"))},
		{"Denied", hash(func(h string) Fact { return Denied{h, "…"} }, moderator("max"))},
		{"Delivered: the post, after its quorum", func(p *play) (Actor, Fact) {
			if p.c.State == StateAwaitingApproval {
				p.must(moderator("max"), Approved{Hash: p.c.Post.Hash})
			}
			return theBot(), Delivered{Notice: p.c.Post.Notice, Kind: NoticePost, Proof: "link"}
		}},
		{"CorrectionDropped", fixed(team(), CorrectionDropped{})},
		{"PostWithdrawn", fixed(requester(), PostWithdrawn{})},
		{"Withdrawn", fixed(requester(), Withdrawn{})},
		{"ClosedByTeam", fixed(team(), ClosedByTeam{Reason: "…"})},
		{"Reopened", fixed(requester(), Reopened{Reason: "…"})},
		{"Quarantined", fixed(theBot(), Quarantined{Why: "…"})},
		{"Noted, Logged, references, files", fixed(team(), Noted{Text: "…"})},
	}
}

func where(c Case) string {
	s := string(c.State)
	if c.State == StateAwaitingApproval {
		s = "awaiting"
	}
	if c.State == StateHeld {
		s += ": " + string(c.Hold.Reason)
	}
	if c.State == StateOpen && c.Climb.Rung > 0 {
		s = "next rung"
	}
	return s
}

// TestStateTable keeps the table in doc.go true: for every fact and state the
// next state, "=" where it stays, or the refusal's code in parentheses.
func TestStateTable(t *testing.T) {
	cols := columns()
	var b strings.Builder
	for _, r := range rows() {
		fmt.Fprintf(&b, "//\t%s\n", r.name)
		groups := map[string][]string{}
		var order []string
		for _, col := range cols {
			p := col.play(t)
			before := where(p.c)
			by, f := r.fact(p)
			cell := ""
			if err := p.try(by, f); err != nil {
				cell = "(" + string(CodeOf(err)) + ")"
			} else if cell = where(p.c); cell == before {
				cell = "="
			}
			if groups[cell] == nil {
				order = append(order, cell)
			}
			groups[cell] = append(groups[cell], col.name)
		}
		for _, cell := range order {
			names := strings.Join(groups[cell], ", ")
			if len(groups[cell]) == len(cols) {
				names = "every state"
			}
			fmt.Fprintf(&b, "//\t    %-24s from %s\n", cell, names)
		}
	}
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "// # State × event\n//\n", "// # Open doubts"
	before, rest, ok := strings.Cut(string(source), begin)
	if !ok {
		t.Fatal("doc.go has no table of states")
	}
	intro, rest, _ := strings.Cut(rest, "//\tOrganisationAdded\n")
	_, after, ok := strings.Cut("//\tOrganisationAdded\n"+rest, end)
	if !ok {
		t.Fatal("doc.go: the table has no end")
	}
	want := before + begin + intro + b.String() + "//\n" + end + after
	if *update {
		if err := os.WriteFile("doc.go", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(source) {
		t.Errorf("the table in doc.go is not what Apply does; go test -run TestStateTable -update ./escalation writes it:\n%s", b.String())
	}
}
