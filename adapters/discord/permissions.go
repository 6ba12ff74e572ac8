package discord

import (
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Permission is a right that the bot uses.
type Permission struct {
	Name string // as Discord's documents have it
	Bit  int64
	Why  string // in English
}

// Permissions are the rights that the bot uses, and nothing more
// (https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
func Permissions() []Permission {
	return []Permission{
		{"VIEW_CHANNEL", discordgo.PermissionViewChannel, "to see the channels it works in"},
		{"SEND_MESSAGES", discordgo.PermissionSendMessages, "to write in them, to post in a forum, and to publish its own messages in an announcement channel"},
		{"EMBED_LINKS", discordgo.PermissionEmbedLinks, "all its messages are embeds"},
		{"READ_MESSAGE_HISTORY", discordgo.PermissionReadMessageHistory, "to look for what was said while it was away, and for its own messages"},
		{"CREATE_PUBLIC_THREADS", discordgo.PermissionCreatePublicThreads, "every card has its thread"},
		{"SEND_MESSAGES_IN_THREADS", discordgo.PermissionSendMessagesInThreads, "to write in it"},
	}
}

// Scopes are what an invitation asks for
// (https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes).
func Scopes() []string { return []string{"bot", "applications.commands"} }

// inviteURL is from https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow.
const inviteURL = "https://discord.com/oauth2/authorize"

// InviteURL is the address that adds an application's bot to a server, with the
// rights that it uses.
func InviteURL(application string) string {
	var all int64
	for _, p := range Permissions() {
		all |= p.Bit
	}
	return inviteURL + "?" + url.Values{
		"client_id":   {application},
		"permissions": {strconv.FormatInt(all, 10)},
		"scope":       {Scopes()[0] + " " + Scopes()[1]},
	}.Encode()
}
