package discord

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"relance/adapters/chat"
)

// scope is where commands are registered: in one server, or, without one, everywhere
// (https://docs.discord.com/developers/interactions/application-commands#registering-a-command).
type scope struct{ application, guild string }

// request is one about the commands of the scope, or about the one with an ID.
func (s scope) request(method, command string, body any) request {
	q := request{method: method, route: "/applications/{application.id}/commands", ids: []string{s.application}, body: body}
	if s.guild != "" {
		q.route, q.ids = "/applications/{application.id}/guilds/{guild.id}/commands", append(q.ids, s.guild)
	}
	if command != "" {
		q.route, q.ids = q.route+"/{command.id}", append(q.ids, command)
	}
	return q
}

// enrolledCommand is a command as Discord has it.
type enrolledCommand struct {
	ID string `json:"id"`
	wireCommand
}

// wires are the commands without what Discord gave them.
func wires(all []enrolledCommand) []wireCommand {
	var plain []wireCommand
	for _, c := range all {
		plain = append(plain, c.wireCommand)
	}
	return plain
}

// commandsIn are the commands that stand in a scope.
func (p *Platform) commandsIn(ctx context.Context, s scope) ([]enrolledCommand, error) {
	var all []enrolledCommand
	q := s.request(http.MethodGet, "", nil)
	q.query, q.into = url.Values{"with_localizations": {"true"}}, &all
	return all, p.rest.ask(ctx, q)
}

// leave takes the bot's own commands out of every scope but one, and tells whether
// there were any. What else the application has stays.
func (p *Platform) leave(ctx context.Context, a application, here scope) (gone bool, err error) {
	servers, err := p.memberships(ctx)
	if err != nil {
		return false, err
	}
	others := []scope{{application: a.ID}}
	for _, m := range servers {
		others = append(others, scope{a.ID, m.ID})
	}
	for _, s := range slices.DeleteFunc(others, func(s scope) bool { return s == here }) {
		all, err := p.commandsIn(ctx, s)
		if isFailure(err, chat.Gone) {
			continue // it was added to that server without commands
		}
		if err != nil {
			return gone, err
		}
		for _, c := range all {
			if !p.inbound.menu.has(c.wireCommand) {
				continue
			}
			if err := p.rest.ask(ctx, s.request(http.MethodDelete, c.ID, nil)); err != nil && !isFailure(err, chat.Gone) {
				return gone, err
			}
			gone = true
		}
	}
	return gone, nil
}

// has tells of a command that is one of these, in whichever language it is called.
func (m menu) has(c wireCommand) bool {
	return slices.ContainsFunc(m.wire, func(own wireCommand) bool {
		called := append(slices.Collect(maps.Values(own.NameIn)), own.Name)
		return own.Type == c.Type && slices.Contains(called, c.Name)
	})
}
