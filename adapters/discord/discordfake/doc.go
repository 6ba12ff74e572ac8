// Package discordfake is a strict fake of Discord: the REST API in version 10, the
// gateway (in 9 too, which discordgo speaks), interactions over HTTP, and the people
// who use its servers. It is written from Discord's documents, not from what a
// client library happens to send, and refuses what Discord refuses, with Discord's
// codes and words.
//
// A [Server] is reached only through its Dial, so that it needs no port and works
// in a testing/synctest bubble (make it inside the bubble). People act by its
// methods: [Server.Command], [Server.Say], [Server.Click], [Server.Fill],
// [Server.Submit]. An interaction waits for the app's answer, three seconds at
// most, and returns what Discord would show instead. [Server.Seen] is what a
// person sees, computed from what the app sent: all that can be read, and all
// that is live beyond being read.
//
// Whatever the app did wrong is in [Server.Refusals]; whatever it sent before it
// was allowed to is in [Server.Violations]. Tests check that both are empty.
//
// # Where the documents are silent
//
// The fake takes the strict reading. "A few minutes" of a nonce are two, those of a
// session three. The 4,000 characters of a message of components are counted over
// text displays, labels and placeholders; a text is counted in code points. Every
// :name: that could be an emoji's is one. Rates are the fake's own, but for the
// global one: an app reads them in the headers. Members have their rights from a
// role of their own, so that the app has no permission but those of its own role. A
// call that arrives within 50 ms of a 429 had left before it, and violates nothing.
//
// # What is not there
//
// Voice, reactions, pins, polls, stickers, webhooks but those of interactions, files
// that the app sends, user commands, entitlements, bans and time-outs, command
// permissions by user, role or channel, sharding beyond its form, ETF and zstd. A
// call that there is not is answered 404 and is a refusal.
package discordfake
