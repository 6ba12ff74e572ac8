// Package slackfake is a strict fake of Slack: the Web API, Socket Mode, signed
// HTTP deliveries, and the people who use the workspace. It is written from
// Slack's documents, not from what a client library happens to send, and
// refuses what Slack refuses, with Slack's words.
//
// A [Server] is reached only through its Dial, so that it needs no port and works
// in a testing/synctest bubble (make it inside the bubble). People act by its
// methods: [Server.Command], [Server.Say], [Server.Click], [Server.Fill],
// [Server.Submit]. Each waits for the app's acknowledgement and returns what Slack
// would show instead. [Server.Seen] is what a person sees, computed from the
// blocks: all that can be read, and all that is live beyond being read.
//
// Whatever the app did wrong is in [Server.Refusals]; whatever it did before a
// Retry-After had passed is in [Server.Violations]. Tests check that both are
// empty.
//
// Where the documents are silent the fake takes the strict reading: what it does
// not know is refused, and a text that Slack would cut is a refusal too. It knows
// the blocks and elements of messages, forms and pages that a bot of words needs,
// direct messages with one person, and no attachments, uploads or user tokens.
package slackfake
