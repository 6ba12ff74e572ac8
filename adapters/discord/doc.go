// Package discord is the chat platform Discord: it translates what people do there
// into acts, and what the bot says into embeds and components, within Discord's
// limits.
//
// # How it speaks to Discord
//
// The types of embeds, components and channels are discordgo's. Requests and the
// gateway are this package's own ([rest], [gateway]), for what discordgo does with
// them is not what a bot needs that must say things once and hear everything: it has
// no field for a nonce, repeats a POST after a 502 without one, sleeps through a 429
// whatever the context says, knows no global limit, keeps a bucket for ever for
// every interaction, and derives its addresses from package variables that all
// sessions of a process share. Its session waits for ever for a gateway that does not
// say hello, sleeps under its lock while it closes, hides the codes that tell whether
// coming back helps, and reconnects until Discord resets the token. Its types refuse a
// page of history, or a form that was sent, for one component they do not know; those
// that are read here leave alone what they do not need.
//
// # What a message looks like
//
// A message is made of embeds, which hold 6,000 characters; components of the
// second version would hold 4,000, and a public post of 3,000 could not be quoted
// to the moderators with what they have to know beside it. Emphasis is in the parts
// of an embed, never in markdown: the title is the author line and small print the
// footer, which Discord does not parse at all; what is quoted is an embed of its
// own, whose description is, byte for byte, that of the post it becomes. Everything
// else is escaped, but for where a message landed: its address in a field or a list is
// there to be clicked. An embed unfurls no links and mentions nobody, and no mention is
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
// A bot that reads no content still sees its own: the mark, and what answers it. Behind
// the mark stands which bot has said it, [Options].Origin: so a bot on another store that
// uses the same token is noticed. What is done under a message of such a bot is left to
// it, for Discord tells both.
//
// # Hearing
//
//	gateway ───────────────┐
//	                       ├─► queue ─► translate ─► handler ─► the answer, by a request
//	HTTP (signed, fresh) ──┘   bounded               records    of the bot's own
//
// A session outlives its connections: it is resumed, with what was missed, until
// Discord says that it is over. Another is begun within a budget that replicas share.
// What people write is delivered once, so the gateway waits for room in the queue; an
// interaction that finds none fails before its person's eyes. What both miss is found
// by whoever looks, with Heard.
//
// An interaction is answered within three seconds, seen by its person alone. A handler
// that takes two is announced; what comes then takes the place of the announcement.
// Where the token does not work any more, or the person's time is over, the answer
// comes in private. Discord delivers an event to every session of a bot: of two
// processes one answers, and the other is told so.
//
// # Commands
//
// What a person chose and filled in becomes the text that they would have typed, so
// that one grammar is read everywhere; see [Command]. Discord is told of commands only
// when they differ from those it has. Everybody may use them: who may do what is the
// bot's to say.
//
// # Forms
//
// Discord's form holds five components, closes when it is sent, and can neither mark
// what is wrong nor follow an answer that was announced. So a long form is asked in
// pages, and between them a message shows what is filled in, with buttons that send,
// go on, add a row or leave. What is wrong stands in such a message too, and its button
// opens the form again with every answer in it. The answers wait in [Drafts]. A form
// that is sent has an ID made of its draft and its answers: a second click, or another
// try after Discord said that it failed, is the same act. Options that are too many to
// choose from are typed, and so is what other platforms search while it is typed: what
// is ambiguous the handler objects to.
//
// # Open doubts
//
// Whether Discord counts characters or UTF-16 units nobody says: the smaller limit is
// kept. A person who edits a message before the bot has heard of it, and whose message
// gets a preview then, is heard twice with the same ID.
package discord
