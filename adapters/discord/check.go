package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Flags of an application that was granted the privileged intent MESSAGE_CONTENT; the
// second is that of one that few servers use
// (https://docs.discord.com/developers/resources/application#application-object-application-flags).
const (
	flagContent        = 1 << 18
	flagContentLimited = 1 << 19
)

// application is what Discord says of the bot's application.
type application struct {
	ID        string `json:"id"`
	VerifyKey string `json:"verify_key"`
	Flags     int    `json:"flags"`
}

// membership is a server that the bot was added to, with its rights there.
type membership struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Permissions int64  `json:"permissions,string"`
}

// lacks are the names of the rights that the bot needs in a server and has not.
func (m membership) lacks() []string {
	if m.Permissions&discordgo.PermissionAdministrator != 0 {
		return nil
	}
	var names []string
	for _, p := range Permissions() {
		if m.Permissions&p.Bit == 0 {
			names = append(names, p.Name)
		}
	}
	return names
}

// Invite is the address that adds the bot to a server. It asks Discord who the bot
// is.
func (p *Platform) Invite(ctx context.Context) (string, error) {
	a, err := p.application(ctx)
	if err != nil {
		return "", err
	}
	return InviteURL(a.ID), nil
}

// Check asks Discord whether the token is good, what the application was granted,
// and whether the bot was added to its server with the rights it needs. The error
// says what is missing and what to do about it. Without Options.Guild one server with
// the rights is enough: anybody may have added the bot to another. What a channel
// denies is not looked at.
func (p *Platform) Check(ctx context.Context) error {
	a, err := p.application(ctx)
	if err != nil {
		return unusable(err)
	}
	var wrong []error
	if key := p.options.PublicKey; key != "" && !strings.EqualFold(key, a.VerifyKey) {
		wrong = append(wrong, errors.New("discord: the public key is not that of the token's application: copy it again from the page General Information"))
	}
	if p.options.MessageContent && a.Flags&(flagContent|flagContentLimited) == 0 {
		wrong = append(wrong, errors.New("discord: the application was not granted the Message Content intent: switch it on in the page Bot, or off in the configuration"))
	}
	return errors.Join(append(wrong, p.checkServers(ctx, a))...)
}

// unusable says in a sentence why the bot cannot work now.
func unusable(err error) error {
	switch codeOf(err) {
	case codeNoWay:
		return fmt.Errorf("discord cannot be reached, look at the network (and at discord.api_url, where it is set): %w", err)
	case codeUnauthorized:
		return fmt.Errorf("discord: the token cannot be used: %w", err)
	}
	return fmt.Errorf("discord cannot be asked about the bot: %w", err)
}

// checkServers checks the rights of the bot in its servers.
func (p *Platform) checkServers(ctx context.Context, a application) error {
	all, err := p.memberships(ctx)
	if err != nil {
		return err
	}
	if p.options.Guild != "" {
		all = slices.DeleteFunc(all, func(m membership) bool { return m.ID != p.options.Guild })
	}
	if len(all) == 0 {
		return fmt.Errorf("discord: the bot is not in its server: add it with %s", InviteURL(a.ID))
	}
	var wrong []error
	for _, m := range all {
		if names := m.lacks(); len(names) > 0 {
			wrong = append(wrong, fmt.Errorf("discord: in the server %q the bot lacks %s: add it again with %s", m.Name, strings.Join(names, ", "), InviteURL(a.ID)))
		}
	}
	if p.options.Guild == "" && len(wrong) < len(all) {
		for _, err := range wrong {
			p.log.Warn("discord: a server the bot cannot work in", "error", err)
		}
		return nil
	}
	return errors.Join(wrong...)
}

func (p *Platform) application(ctx context.Context) (application, error) {
	var a application
	err := p.rest.do(ctx, request{method: http.MethodGet, route: "/applications/@me", into: &a})
	return a, err
}

// memberships are the servers that the bot was added to.
func (p *Platform) memberships(ctx context.Context) ([]membership, error) {
	var all []membership
	err := p.rest.do(ctx, request{method: http.MethodGet, route: "/users/@me/guilds", into: &all})
	return all, err
}
