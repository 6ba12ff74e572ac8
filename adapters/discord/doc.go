// Package discord is the chat platform Discord: it translates what people do there
// into acts, and what the bot says into embeds and components, within Discord's
// limits.
//
// # How it speaks to Discord
//
// The gateway is discordgo's, and so are the types of embeds, components and
// interactions. Requests are this package's own ([rest]), for what discordgo does
// with them is not what a bot needs that must say things once: it has no field for
// a nonce, repeats a POST after a 502 without one, sleeps through a 429 whatever
// the context says, knows no global limit, keeps a bucket for ever for every
// interaction, and derives its addresses from package variables that all sessions
// of a process share. Messages that are read have a type of this package too:
// discordgo's refuses a whole page of history for one component it does not know.
//
// # What a message looks like
//
// A message is made of embeds, which hold 6,000 characters; components of the
// second version would hold 4,000, and a public post of 3,000 could not be quoted
// to the moderators with what they have to know beside it. Emphasis is in the parts
// of an embed, never in markdown: the title is the author line and small print the
// footer, which Discord does not parse at all; what is quoted is an embed of its
// own, whose description is, byte for byte, that of the post it becomes. Everything
// else is escaped. An embed unfurls no links and mentions nobody, and no mention is
// allowed besides. Who has switched embeds off in their client does not see them.
//
// # Once
//
// Every message with a key carries a nonce made of it, with enforce_nonce: for a
// few minutes Discord answers a repetition with the message that is there. So a
// request whose outcome is unknown is repeated once, at once. What is still unknown
// then is [chat.Unknown], to be looked for or said again without waiting. Posts of
// a forum have no nonce; they are looked for. What is looked for is the url of the
// first embed, an opaque mark under a name that never resolves: without a title
// nothing shows or links it, and it stays with the message.
//
// A bot that reads no content still sees its own: the mark, and what answers it.
package discord
