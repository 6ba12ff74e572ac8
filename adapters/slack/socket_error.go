package slack

import (
	"errors"
	"fmt"
	"net/http"

	slackgo "github.com/slack-go/slack"
)

// remedies are the refusals that waiting does not mend, with what does.
// https://docs.slack.dev/reference/methods/apps.connections.open#errors
var remedies = map[string]string{
	"invalid_auth":           "copy the app-level token again, from \"Basic Information\" of the app",
	"not_authed":             "set the app-level token, which begins with xapp-",
	"account_inactive":       "install the app in the workspace again and copy its new tokens",
	"token_revoked":          "make a new app-level token, under \"Basic Information\" of the app",
	"token_expired":          "make a new app-level token, under \"Basic Information\" of the app, and leave token rotation off",
	"missing_scope":          "make an app-level token with the scope connections:write",
	"not_allowed_token_type": "set an app-level token, which begins with xapp-, in place of the one that is set",
	codeNotFound:             "correct the address of the Web API: nothing that speaks Socket Mode is there",
}

// codeNotFound stands for an address at which there is nothing.
const codeNotFound = "http_404"

// codeOf is the code of a refusal.
func codeOf(err error) string {
	if refusal, is := errors.AsType[slackgo.SlackErrorResponse](err); is {
		return refusal.Err
	}
	if status, is := errors.AsType[slackgo.StatusCodeError](err); is && status.Code == http.StatusNotFound {
		return codeNotFound
	}
	return ""
}

// hopeless is the error that ends Run.
func hopeless(err error) error {
	if remedy := remedies[codeOf(err)]; remedy != "" {
		return fmt.Errorf("slack: Socket Mode is refused (%s): %s", codeOf(err), remedy)
	}
	return fmt.Errorf("slack: Socket Mode ended: %w", err)
}
