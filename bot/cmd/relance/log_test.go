package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"relance/config"
)

// TestLengthsOfTimeInTheLog are written in the same way in both formats.
func TestLengthsOfTimeInTheLog(t *testing.T) {
	for format, want := range map[config.LogFormat]string{config.LogText: "wait=1.2s ", config.LogJSON: `"wait":"1.2s",`} {
		var out bytes.Buffer
		p := &program{errors: &out}
		p.logger(&config.Config{Log: config.Log{Format: format}}).Info("later", "wait", 1200*time.Millisecond, "tries", 3)
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: %q is not in %s", format, want, &out)
		}
	}
}
