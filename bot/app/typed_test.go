package app_test

import (
	"context"
	"strings"
	"testing"

	"relance/bot/app"
	"relance/config"
)

// TestASlipOfTheHandIsNoCommand: what is typed is the bot's command, or is said to be
// none; and where the time is real that is said.
func TestASlipOfTheHandIsNoCommand(t *testing.T) {
	o, err := app.Reading()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Default(o)
	if err != nil {
		t.Fatal(err)
	}
	c.Redis.Mode = config.RedisMemory
	out := &screen{}
	a, err := app.New(t.Context(), app.Options{
		Config: c, Data: t.TempDir(), Out: out,
		In: strings.NewReader("/cas list\n/xyzzyq\n/time +1d\n/case open\n/case list\n/cancel\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	out.await(t, "The form was left")
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	for _, want := range []string{
		"no command “/cas”. Did you mean /case?", "no command “/xyzzyq”. /case help", "the time is real", "/case is a command: it was not taken as an answer",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not shown:\n%s", want, out.String())
		}
	}
}
