package slack

// Scopes are what the bot token must be granted
// (https://docs.slack.dev/reference/scopes). The app manifest asks for these.
func Scopes() []string {
	return []string{
		"channels:history", // look into the threads of public channels
		"channels:join",    // enter a public channel that it is told to speak in
		"channels:read",    // find channels by name, tell who is in one
		"chat:write",       // speak
		"commands",         // the slash command and the shortcuts
		"files:read",       // tell name and size of files that people add
		"groups:history",   // the same in private channels that it is invited to
		"groups:read",      // find them by name, tell who is in one
		"im:history",       // hear what people write to it in private
		"im:read",          // tell a private conversation from a channel
		"im:write",         // write to people in private
		"usergroups:read",  // roles for user groups
		"users:read",       // names, languages
	}
}
