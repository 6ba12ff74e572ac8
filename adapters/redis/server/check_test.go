package server

import "testing"

func TestOlder(t *testing.T) {
	for version, want := range map[string]bool{
		"6.2.14": true, "7.0.15": false, "8.2.1": false, "10.0.0": false, "255.255.255": false, "unknown": false,
	} {
		if older(version, 7) != want {
			t.Errorf("older(%q) is %v", version, !want)
		}
	}
}
