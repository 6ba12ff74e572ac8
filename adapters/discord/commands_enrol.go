package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"relance/adapters/chat"
)

const (
	// enrolWithin is how long the start waits until Discord knows the commands, and
	// enrolPause how long until it is told again. Ours.
	enrolWithin = 10 * time.Second
	enrolPause  = 30 * time.Second
)

// enrol makes the commands those that Discord has, and returns how long to wait
// before it is tried again; 0: it is done, or hopeless.
func (p *Platform) enrol(ctx context.Context) time.Duration {
	ctx, stop := context.WithTimeout(ctx, enrolWithin)
	defer stop()
	changed, err := p.enrolled(ctx)
	e, _ := errors.AsType[*chat.Error](err)
	switch {
	case err == nil:
		if changed {
			p.log.Info("discord: the commands are registered anew")
		}
		return 0
	case e != nil && (e.Failure == chat.Gone || e.Failure == chat.TooLong):
		p.log.Error("discord: the commands are refused; invite the bot again with the scope applications.commands", "error", err)
		return 0
	case e != nil:
		p.log.Warn("discord: the commands are not registered yet", "error", err)
		return max(e.After, enrolPause)
	}
	return enrolPause
}

// enrolLater tries again until it is done.
func (p *Platform) enrolLater(ctx context.Context, wait time.Duration) {
	for wait > 0 && pause(ctx, wait) {
		wait = p.enrol(ctx)
	}
}

// enrolled compares what Discord has with what it should have, and tells it only of
// what differs: it counts the commands that are made in a day. What stands elsewhere,
// from a time when the commands were for another server or for all, would be offered
// twice: it goes.
// https://docs.discord.com/developers/interactions/application-commands#registering-a-command
func (p *Platform) enrolled(ctx context.Context) (changed bool, err error) {
	if len(p.inbound.menu.wire) == 0 {
		return false, nil
	}
	a, err := p.application(ctx)
	if err != nil {
		return false, err
	}
	here := scope{a.ID, p.options.Guild}
	there, err := p.commandsIn(ctx, here)
	if err != nil {
		return false, err
	}
	if !sameCommands(wires(there), p.inbound.menu.wire) {
		if err := p.rest.do(ctx, here.request(http.MethodPut, "", p.inbound.menu.wire)); err != nil {
			return false, err
		}
		changed = true
	}
	gone, err := p.leave(ctx, a, here)
	return changed || gone, err
}

// sameCommands compares commands without regard to their order.
func sameCommands(a, b []wireCommand) bool { return bytes.Equal(canonical(a), canonical(b)) }

// canonical is JSON in which equal commands are equal.
func canonical(all []wireCommand) []byte {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b wireCommand) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name))
	})
	raw, _ := json.Marshal(all) // strings and figures
	return raw
}
