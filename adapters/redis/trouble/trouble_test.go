package trouble_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"relance/adapters/redis/trouble"
)

// TestAForbiddenWay: what a socket's rights forbid a person has to mend; what a rule of
// the machine forbids may be allowed a moment later, when the rules are loaded.
func TestAForbiddenWay(t *testing.T) {
	for _, tt := range []struct {
		network string
		errno   syscall.Errno
		want    string
		mend    bool
	}{
		{"unix", syscall.EACCES, "unixsocketperm", true},
		{"tcp", syscall.EACCES, "a rule on this machine", false},
		{"tcp", syscall.EPERM, "a rule on this machine", false},
	} {
		err := trouble.Explain(fmt.Errorf("away: %w", &net.OpError{Op: "dial", Net: tt.network, Err: os.NewSyscallError("connect", tt.errno)}))
		if !strings.Contains(err.Error(), tt.want) || errors.Is(err, trouble.ErrMend) != tt.mend {
			t.Errorf("%s, %v: %v, to mend: %t", tt.network, tt.errno, err, errors.Is(err, trouble.ErrMend))
		}
	}
}

// TestSeveralErrorsAreOneSentence: sentinels are asked one after the other.
func TestSeveralErrorsAreOneSentence(t *testing.T) {
	refused := os.NewSyscallError("connect", syscall.ECONNREFUSED)
	if err := trouble.Explain(errors.Join(refused, refused)); strings.Contains(err.Error(), "\n") || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%q", err)
	}
}
