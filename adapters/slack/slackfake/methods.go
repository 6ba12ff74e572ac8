package slackfake

import "slices"

// method is one method of the Web API: what it needs, and what it does. do runs
// with the server locked.
type method struct {
	app    bool     // called with the app-level token
	scopes []string // any of them will do; nil: none is needed
	need   []string // arguments that must be there
	may    []string // arguments that may be there
	tier   tier
	do     func(*request) (object, error)
}

// methods are those that the fake knows: each on the page of its name under
// https://docs.slack.dev/reference/methods/
func methods() map[string]method {
	write := []string{"chat:write"}
	said := []string{"text", "blocks", "metadata", "parse", "link_names", "attachments"}
	posted := append(slices.Clone(said), "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "mrkdwn")
	page := []string{"cursor", "limit"}
	span := append(slices.Clone(page), "latest", "oldest", "inclusive", "include_all_metadata")
	list := append(slices.Clone(page), "types", "exclude_archived", "team_id")
	reads := []string{"channels:read", "groups:read", "im:read"}
	histories := []string{"channels:history", "groups:history", "im:history"}
	groups := []string{"usergroups:read"}
	return map[string]method{
		"auth.test":             {tier: special, do: authTest},
		"apps.connections.open": {app: true, tier: tier3, do: openConnection},

		"chat.postMessage":   {scopes: write, need: []string{"channel"}, may: posted, tier: posting, do: postMessage},
		"chat.postEphemeral": {scopes: write, need: []string{"channel", "user"}, may: posted, tier: tier4, do: postEphemeral},
		"chat.update":        {scopes: write, need: []string{"channel", "ts"}, may: append(slices.Clone(said), "reply_broadcast"), tier: tier3, do: updateMessage},
		"chat.delete":        {scopes: write, need: []string{"channel", "ts"}, tier: tier3, do: deleteMessage},
		"chat.getPermalink":  {need: []string{"channel", "message_ts"}, tier: special, do: getPermalink},

		"conversations.open":    {scopes: []string{"im:write"}, may: []string{"users", "channel", "return_im", "prevent_creation"}, tier: tier3, do: openConversation},
		"conversations.history": {scopes: histories, need: []string{"channel"}, may: span, tier: tier3, do: history},
		"conversations.replies": {scopes: histories, need: []string{"channel", "ts"}, may: span, tier: tier3, do: replies},
		"conversations.info":    {scopes: reads, need: []string{"channel"}, may: []string{"include_num_members", "include_locale"}, tier: tier3, do: conversationInfo},
		"conversations.list":    {scopes: reads, may: list, tier: tier2, do: listConversations},
		"conversations.members": {scopes: reads, need: []string{"channel"}, may: page, tier: tier4, do: listMembers},
		"conversations.join":    {scopes: []string{"channels:join"}, need: []string{"channel"}, tier: tier3, do: joinConversation},

		"users.info":            {scopes: []string{"users:read"}, need: []string{"user"}, may: []string{"include_locale"}, tier: tier4, do: userInfo},
		"users.list":            {scopes: []string{"users:read"}, may: append(slices.Clone(page), "include_locale", "team_id"), tier: tier2, do: listUsers},
		"users.conversations":   {scopes: reads, may: append(slices.Clone(list), "user"), tier: tier3, do: userConversations},
		"usergroups.list":       {scopes: groups, may: []string{"include_count", "include_disabled", "include_users", "team_id"}, tier: tier2, do: listGroups},
		"usergroups.users.list": {scopes: groups, need: []string{"usergroup"}, may: []string{"include_disabled", "team_id"}, tier: tier2, do: groupUsers},

		"views.open":    {need: []string{"trigger_id", "view"}, tier: tier4, do: openView},
		"views.push":    {need: []string{"trigger_id", "view"}, tier: tier4, do: pushView},
		"views.update":  {need: []string{"view"}, may: []string{"view_id", "external_id", "hash"}, tier: tier4, do: updateView},
		"views.publish": {need: []string{"user_id", "view"}, may: []string{"hash"}, tier: tier4, do: publishView},
	}
}

// knownScopes are the bot scopes that some method, event or file of the fake asks
// for.
// https://docs.slack.dev/reference/scopes/
func knownScopes() []string {
	return []string{
		"channels:history", "channels:join", "channels:read", "chat:write", "commands", "files:read", "groups:history",
		"groups:read", "im:history", "im:read", "im:write", "usergroups:read", "users:read",
	}
}

func authTest(q *request) (object, error) {
	return object{
		"url": "https://" + team + ".slack.com/", "team": "Fakers", "team_id": teamID,
		"user": q.workspace.users[botUser].Name, "user_id": botUser, "bot_id": botID, "is_enterprise_install": false,
	}, nil
}
