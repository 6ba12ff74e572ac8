package main

import (
	"crypto/x509"
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// inEmptySystem makes the test one of a machine without certificates.
const inEmptySystem = "RELANCE_TEST_EMPTY_SYSTEM"

// TestTheProgramBringsItsRoots: where the machine has no certificates of
// authorities, as an image from scratch, TLS works all the same.
func TestTheProgramBringsItsRoots(t *testing.T) {
	if os.Getenv(inEmptySystem) == "" {
		if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
			t.Skip("left out: the system verifies certificates here, not the program")
		}
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), inEmptySystem+"=1", "SSL_CERT_FILE=/nowhere", "SSL_CERT_DIR=/nowhere")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		t.Fatal(err)
	}
	if pool.Equal(x509.NewCertPool()) {
		t.Error("no roots")
	}
}
