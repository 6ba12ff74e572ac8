//go:build unix

package main

import (
	"os"
	"slices"
	"syscall"
	"testing"
	"time"
)

// TestTheSecondSignalStopsAtOnce ends a program that is stuck: nobody reads what
// it writes. How long it takes until the pipe is full depends on the machine, so
// a program that was not stuck yet is started again and given more time.
func TestTheSecondSignalStopsAtOnce(t *testing.T) {
	for _, filling := range []time.Duration{time.Second, 5 * time.Second, 20 * time.Second} {
		if stuck := signalTwice(t, filling); stuck {
			return
		}
	}
	t.Error("it was never stuck: the test shows nothing")
}

// signalTwice says whether the program was stuck at the first signal; then the
// second must have ended it.
func signalTwice(t *testing.T, filling time.Duration) (stuck bool) {
	const first = "../../e2e/testdata/story/00-climb.txtar"
	cmd := command(t, append([]string{"simulate"}, slices.Repeat([]string{first}, 50)...)...)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	cmd.Stdout = write
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if _, err := read.Read(make([]byte, 1)); err != nil { // it has begun, and listens to signals
		t.Fatal(err)
	}
	<-time.After(filling)
	patience := 2 * time.Second // not stuck, it ends at the first signal at once
	// What a script starts in its background ignores SIGINT unless it listens to it,
	// so the second signal is another.
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ended:
			return s == syscall.SIGTERM
		case <-time.After(patience):
			patience = time.Minute
		}
	}
	t.Error("the second signal does not stop it")
	return true
}
