package chattest

import "testing"

// Run checks that a platform does what package chat says of every platform.
// subject makes a new one.
func Run(t *testing.T, subject func(t *testing.T) Subject) {
	tests := []struct {
		name string
		test func(*testing.T, *bot)
	}{
		{"name", testName},
		{"post", testPost},
		{"empty parts", testEmptyParts},
		{"places apart", testPlacesApart},
		{"thread", testThread},
		{"private", testPrivate},
		{"edit", testEdit},
		{"once-only key", testOnce},
		{"exact", testExact},
		{"long", testLong},
		{"hostile text", testHostile},
		{"together", testTogether},

		{"command", testCommand},
		{"click", testClick},
		{"select", testSelect},
		{"said", testSaid},
		{"acts have IDs of their own", testActIDs},
		{"redelivery", testRedelivery},
		{"heard", testHeard},
		{"heard in a thread", testHeardThread},

		{"answer", testAnswer},
		{"form", testForm},
		{"form from a click", testFormFromClick},
		{"form with initial answers", testFormInitial},
		{"form with wrong answers", testFormWrong},

		{"fits", testFits},
		{"names of commands", testCommander},
		{"find", testFind},
		{"find a long message", testFindLong},
		{"find after an unknown outcome", testFindAfterUnknown},
		{"resolve", testResolve},
		{"group", testGroup},
		{"search", testSearch},
		{"rows", testRows},
		{"shortcut", testShortcut},
		{"visit", testVisit},
		{"words that are changed", testRevise},

		{"no such place", testNoSuchPlace},
		{"no such message", testNoSuchMessage},
		{"failures", testFailures},
		{"ended context", testEndedContext},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, start(t, subject(t))) })
	}
}
