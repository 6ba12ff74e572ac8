package config

import "testing"

// TestMonitorBesideTheDoors: another port, or another address of the machine, is
// another place.
func TestMonitorBesideTheDoors(t *testing.T) {
	const slack = "rooms: {slack: {team: C0123456789}}\nslack: {bot_token_env: XOXB, "
	for _, text := range []string{
		slack + "signing_secret_env: WITNESS, listen: '127.0.0.1:8080'}\nmonitor: {listen: '127.0.0.1:9464'}\n",
		slack + "signing_secret_env: WITNESS, listen: '192.0.2.1:8080'}\nmonitor: {listen: '127.0.0.1:8080'}\n",
		slack + "app_token_env: XAPP, listen: '127.0.0.1:8080'}\nmonitor: {listen: '127.0.0.1:8080'}\n", // nobody listens there
	} {
		if c := parse(t, minimal+text); c.Monitor.Listen == "" {
			t.Error("the address is not read")
		}
	}
	if c := parse(t, minimal); c.Monitor.Listen != "" {
		t.Errorf("without the section: %q", c.Monitor.Listen)
	}
}

func TestMonitorIsAskedOnItsOwnMachine(t *testing.T) {
	for listen, want := range map[string]string{
		"127.0.0.1:9464": "127.0.0.1:9464", ":9464": "127.0.0.1:9464", "0.0.0.0:9464": "127.0.0.1:9464",
		"[::]:9464": "[::1]:9464", "192.0.2.7:9464": "192.0.2.7:9464", "bot.example:9464": "bot.example:9464", "": "",
	} {
		if got := (Monitor{Listen: listen}).Reach(); got != want {
			t.Errorf("%q is asked at %q, want %q", listen, got, want)
		}
	}
}
