// Package discordfake is a strict fake of Discord: the REST API and the gateway
// in version 10, interactions over HTTP, and the people who use its servers. It
// is written from Discord's documents, not from what a client library happens to
// send, and refuses what Discord refuses, with Discord's codes and words.
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
// Where the documents are silent the fake takes the strict reading. Members have
// their rights from a role of their own, so that the app has no permission but
// those of its own role.
package discordfake
