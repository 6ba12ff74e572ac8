package bot

import (
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// twoPlatforms serves a second platform.
func twoPlatforms(o *Options) {
	o.Platforms = append(o.Platforms, &quietPlatform{name: "other"})
}

func (h *house) person(platform, account string) person {
	h.t.Helper()
	p, err := h.bot.person(h.t.Context(), platform, chat.Person{Account: account})
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) typesOn(platform, who, text string) string {
	h.acts++
	return spoken(h.bot.On(platform).Handle(h.t.Context(), chat.Act{
		ID: "t" + string(rune('a'+h.acts)), At: h.now, By: chat.Person{Account: who, Name: who}, Deed: chat.Command{Name: "case", Text: text},
	}))
}

func TestLinkedIsKnownEverywhere(t *testing.T) {
	if p := newHouse(t).person("console", "ann"); !p.Linked || p.ID != "console:ann" {
		t.Errorf("on the only platform: %+v", p.Person)
	}
	h := newHouse(t, twoPlatforms, func(o *Options) { o.Roles.Links = [][]string{{"console:tom", "other:thomas"}} })
	if p := h.person("console", "ann"); p.Linked {
		t.Error("an account on one of two platforms counts as linked")
	}
	p := h.person("other", "thomas")
	if !p.Linked || p.ID != "console:tom" || !p.roles.has(roleTeam) {
		t.Errorf("linked in the configuration: %+v, roles %v", p.Person, p.roles)
	}
}

// code finds the link code in an answer.
func linkCode(t *testing.T, answer string) string {
	t.Helper()
	_, after, ok := strings.Cut(answer, "/case link ")
	if !ok {
		t.Fatalf("no code in %q", answer)
	}
	code, _, _ := strings.Cut(strings.TrimSpace(after), ".")
	return strings.Fields(code)[0]
}

func TestLinkByCode(t *testing.T) {
	h := newHouse(t, twoPlatforms)
	h.typesOn("other", "annie", openMeter)
	code := linkCode(t, h.typesOn("console", "ann", "link"))
	if got := h.typesOn("console", "ann", "link "+code); !strings.Contains(got, "already") {
		t.Errorf("the code on the same account: %q", got)
	}
	if got := h.typesOn("other", "annie", "link "+strings.ToLower(code)); !strings.Contains(got, "linked") {
		t.Errorf("the code: %q", got)
	}
	if got := h.typesOn("other", "eve", "link "+code); !strings.Contains(got, "not valid") {
		t.Errorf("the code a second time: %q", got)
	}
	p := h.person("other", "annie")
	if p.ID != "console:ann" || !p.Linked {
		t.Errorf("linked by code: %+v", p.Person)
	}
	if got := h.typesOn("console", "ann", "list"); !strings.Contains(got, "meter") {
		t.Errorf("the case opened by the other account is not among one's own: %q", got)
	}
	h.typesOn("console", "ann", "withdraw")
	cases := h.of("ann")
	if len(cases) != 1 || cases[0].Closed != escalation.ClosedWithdrawn {
		t.Errorf("the requester's other account could not withdraw")
	}
}

func TestACodeExpires(t *testing.T) {
	h := newHouse(t, twoPlatforms)
	code := linkCode(t, h.typesOn("console", "ann", "link"))
	h.now = h.now.Add(codeLife + time.Second)
	if got := h.typesOn("other", "annie", "link "+code); !strings.Contains(got, "not valid") {
		t.Errorf("after its time: %q", got)
	}
}

func TestLinkingGroupsJoinsThemWhole(t *testing.T) {
	h := newHouse(t, twoPlatforms, func(o *Options) { o.Roles.Links = [][]string{{"console:tom", "other:thomas"}} })
	first := linkCode(t, h.typesOn("console", "tim", "link"))
	h.typesOn("other", "thomas", "link "+first)
	for _, account := range [][2]string{{"console", "tom"}, {"other", "thomas"}, {"console", "tim"}} {
		if p := h.person(account[0], account[1]); p.ID != "console:tim" || len(p.accounts) != 3 || !p.roles.has(roleTeam) {
			t.Errorf("%v is %s with %v and %v", account, p.ID, p.accounts, p.roles)
		}
	}
}
