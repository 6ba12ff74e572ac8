package app_test

import (
	"io"
	"testing"

	"relance/bot/app"
	"relance/bot/story"
	"relance/config"
)

// elsewhere is a story with contacts on chat platforms, which nothing is sent to.
const elsewhere = `Contacts on Slack
Team: noor
-- story --
at 2026-03-02 10:00 UTC
@ann /case open org=Desk subject="The lamp" story="It is dark." consent=yes
< @ann: "Case $case is open"
< #team: "$case — Desk — The lamp"
< #press: "The lamp — case $case"
< @u0123456789: "The lamp — case $case"
< #team thread: "Step 1, ask: 2 contacts"
< #team thread: "Delivered: the room press"
< #team thread: "Delivered: u0123456789 (in private)"
-- config --
version: 1
rooms: {console: {team: team}, slack: {team: C0123456789}}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations:
  desk:
    name: Desk
    calendar: always
    contacts:
      - {address: "slack:#press", role: service, source: a sign}
      - {address: "slack:@U0123456789", role: service, source: a sign}
`

func TestAStoryPlaysContactsOfSlackInRooms(t *testing.T) {
	st, err := story.Parse("elsewhere", []byte(elsewhere))
	if err != nil {
		t.Fatal(err)
	}
	c, err := app.ConfigOf(st, func() (*config.Config, error) { return nil, io.EOF })
	if err != nil {
		t.Fatal(err)
	}
	stage, err := app.NewStage(t.Context(), app.StageOptions{Config: c, Story: st})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := story.Play(t.Context(), st, stage); err != nil {
		t.Error(err)
	}
	if err := stage.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
