// Package e2e holds what looks at the whole of Relance: the stories of
// testdata/story, which the program carries and the tests play through the
// finished bot, kills and benchmarks of the whole, and the rules of the house, kept
// by parsing the source.
package e2e
