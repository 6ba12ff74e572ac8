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
// it writes.
func TestTheSecondSignalStopsAtOnce(t *testing.T) {
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
	<-time.After(time.Second) // until the pipe is full
	for _, want := range []bool{false, true} {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ended:
			if !want {
				t.Fatal("it was not stuck: the test shows nothing")
			}
			return
		case <-time.After(time.Second):
		}
	}
	t.Error("the second signal does not stop it")
}
