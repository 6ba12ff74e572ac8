package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"relance/adapters/chat"
)

// Check asks Slack whether the token is good and granted all that the bot needs.
// The error says what is missing and what to do about it.
func (p *Platform) Check(ctx context.Context) error {
	_, granted, err := p.authTest(ctx)
	if err != nil {
		return unusable(err)
	}
	var missing []string
	for _, scope := range Scopes() {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 && len(granted) > 0 {
		return fmt.Errorf("slack: the bot token lacks the scopes %s: add them under \"OAuth & Permissions\" of the app (or paste the manifest again) and reinstall the app to the workspace", strings.Join(missing, ", "))
	}
	return nil
}

// tokenRemedies are the refusals of a bot token, with what mends each.
// https://docs.slack.dev/reference/methods/auth.test#errors
var tokenRemedies = map[string]string{
	"invalid_auth":           "copy the Bot User OAuth Token again and whole, from \"Install App\" of the app",
	"not_authed":             "set the Bot User OAuth Token, which begins with xoxb-, from \"Install App\" of the app",
	"account_inactive":       "install the app in the workspace again, and copy its new Bot User OAuth Token",
	"token_revoked":          "install the app in the workspace again, and copy its new Bot User OAuth Token",
	"token_expired":          "leave token rotation off in the app, install it again, and copy its new Bot User OAuth Token",
	"not_allowed_token_type": "set the Bot User OAuth Token, which begins with xoxb-, in place of the one that is set",
}

// unusable says in a sentence why the bot token is of no use now.
func unusable(err error) error {
	e, is := errors.AsType[*chat.Error](err)
	switch {
	case is && tokenRemedies[e.Code] != "":
		return fmt.Errorf("slack: the bot token cannot be used (%s): %s", e.Code, tokenRemedies[e.Code])
	case is && e.Code == codeNoWay:
		return fmt.Errorf("slack cannot be reached, look at the network (and at slack.api_url, where it is set): %w", err)
	}
	return fmt.Errorf("slack: the bot token cannot be used: %w", err)
}

// authTest asks who the bot is and what it is granted. Slack lists the scopes in a
// header (https://docs.slack.dev/authentication/installing-with-oauth#x-oauth-scopes);
// a server that does not list any leaves it empty.
func (p *Platform) authTest(ctx context.Context) (identity, []string, error) {
	var me identity
	var granted []string
	err := p.call(ctx, methodAuthTest, "", func(ctx context.Context) error {
		answer, err := p.api.AuthTestContext(ctx)
		switch {
		case err != nil:
			return err
		case answer.UserID == "" || answer.TeamID == "":
			return errNoAnswer
		}
		me = identity{user: answer.UserID, bot: answer.BotID, team: answer.TeamID, url: answer.URL}
		granted = strings.FieldsFunc(answer.Header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
		return nil
	})
	if err != nil {
		return identity{}, nil, err
	}
	p.me.set(me)
	return me, granted, nil
}
