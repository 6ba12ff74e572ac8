// Package chattest holds what every chat platform must do, as tests. A
// platform's own tests give [Run] the platform beside a strict fake of it, and
// people who see and do on the fake what people see and do on the real one:
//
//	func TestConformance(t *testing.T) {
//		chattest.Run(t, func(t *testing.T) chattest.Subject { … })
//	}
//
// A fake tells in [Seen.Effects] what a message does beyond being read. That is
// how the suite knows that nothing a person wrote mentions, links or formats.
// [Listener] is where a fake listens.
package chattest
