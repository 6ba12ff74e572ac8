// Package e2e holds the tests that look at the whole of Relance: the stories of
// testdata/story, played through the finished bot, and the rules of the house,
// kept by parsing the source.
//
// The rules are in the files architecture*_test.go. They read the source
// themselves: a test that asked the go command for the imports would be served
// from the test cache although a rule had been broken since.
package e2e
