package app_test

import (
	"fmt"
	"net"
	"os"
	"syscall"
	"testing"

	"relance/bot/app"
)

// TestWhatARuleOfTheMachineForbids: a firewall may be loaded after the bot; the right to
// a file, or to a port, does not come by itself.
func TestWhatARuleOfTheMachineForbids(t *testing.T) {
	dial := func(op, network string) error {
		return fmt.Errorf("start: %w", &net.OpError{Op: op, Net: network, Err: os.NewSyscallError("connect", syscall.EACCES)})
	}
	for _, tt := range []struct {
		err  error
		mend bool
	}{
		{dial("dial", "tcp"), false},
		{dial("dial", "unix"), true},
		{dial("listen", "tcp"), true},
		{&os.PathError{Op: "open", Path: "/state", Err: syscall.EACCES}, true},
	} {
		if got := app.NeedsMending(tt.err); got != tt.mend {
			t.Errorf("%v: to mend %t, want %t", tt.err, got, tt.mend)
		}
	}
}
