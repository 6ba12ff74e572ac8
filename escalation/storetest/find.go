package storetest

import (
	"fmt"
	"slices"

	"relance/escalation"
)

func (s *suite) find(q escalation.Query) []escalation.CaseID {
	s.Helper()
	found, err := s.store.Find(s.ctx, q)
	if err != nil {
		s.Fatalf("find %+v: %v", q, err)
	}
	slices.Sort(found)
	return found
}

func testFind(s *suite) {
	for n, terms := range map[int][]string{
		1: {"w:boiler", "w:school", "r:ab12"},
		2: {"w:boil", "w:été", "r:ab123"},
		3: {"w:boiler", "w:z", "r:\x00odd"},
	} {
		ch := opening(newCase(n, noon))
		ch.Index = terms
		s.commit(ch)
	}
	for _, test := range []struct {
		term   string
		prefix bool
		want   []escalation.CaseID
	}{
		{"w:boiler", false, sortedIDs(1, 3)},
		{"w:boil", false, sortedIDs(2)}, // not what only begins so
		{"w:boil", true, sortedIDs(1, 2, 3)},
		{"w:boile", false, nil},
		{"w:ét", true, sortedIDs(2)},
		{"w:é", true, sortedIDs(2)},
		{"w:été", false, sortedIDs(2)},
		{"r:ab12", false, sortedIDs(1)},
		{"r:ab12", true, sortedIDs(1, 2)},
		{"r:\x00odd", false, sortedIDs(3)},
		{"w:", true, sortedIDs(1, 2, 3)}, // each case once
		{"x:", true, nil},
		{"w:z", true, sortedIDs(3)},
	} {
		if got := s.find(escalation.Query{Term: test.term, Prefix: test.prefix, Limit: 10}); !slices.Equal(got, test.want) {
			s.Errorf("find %q (prefix %v): %v, want %v", test.term, test.prefix, got, test.want)
		}
	}
}

func testFindUnindexed(s *suite) {
	ch := opening(newCase(1, noon))
	ch.Index = []string{"s:open", "w:boiler"}
	s.commit(ch)
	other := opening(newCase(2, noon))
	other.Index = []string{"s:open"}
	s.commit(other)

	closed := next(ch.Case, "close")
	closed.Index, closed.Unindex = []string{"s:closed"}, []string{"s:open", "w:never"}
	s.commit(closed)
	for term, want := range map[string][]escalation.CaseID{
		"s:open": sortedIDs(2), "s:closed": sortedIDs(1), "w:boiler": sortedIDs(1), "w:never": nil,
	} {
		if got := s.find(escalation.Query{Term: term, Limit: 10}); !slices.Equal(got, want) {
			s.Errorf("find %q: %v, want %v", term, got, want)
		}
	}
}

func testFindLimit(s *suite) {
	const cases = 400
	var changes []escalation.Change
	for n := range cases {
		ch := opening(newCase(n, noon))
		ch.Index = []string{"s:open"}
		for i := range 20 { // many terms of one case under one prefix
			ch.Index = append(ch.Index, fmt.Sprintf("w:%03d-%02d", n, i))
		}
		changes = append(changes, ch)
	}
	s.commit(changes...)
	for _, limit := range []int{1, 17, 399, 400, 1000} {
		for _, q := range []escalation.Query{{Term: "s:open"}, {Term: "w:", Prefix: true}} {
			q.Limit = limit
			got := s.find(q)
			if want := min(limit, cases); len(slices.Compact(got)) != want {
				s.Errorf("find %+v: %d different cases, want %d", q, len(got), want)
			}
		}
	}
}
