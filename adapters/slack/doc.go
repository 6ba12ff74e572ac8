// Package slack is the chat platform Slack: it translates what people do there
// into acts, and what the bot says into Slack's blocks, within Slack's limits.
//
// # What is shown
//
// A message is rich_text blocks, one for each part, and actions blocks. The text in
// rich_text is never parsed, so nothing that a person wrote can mention, link or
// format; what reorders or hides text is shown by name, the same everywhere. The
// plain text beside the blocks, for notifications and screen readers, is parsed,
// hence escaped. See parts, blocks and fallback. An address in rich_text does not open
// by itself: only that of a message in Slack, in a field that the bot says is one, is
// made a link, which shows its address.
//
// What is too long for a message goes on in its thread, and each part but the last
// says so. An exact text is one message or refused. An edit that is too long is cut
// where a mark shows it.
//
// # Saying something once
//
//	Post ─► turn in the channel ─► chat.postMessage ─┬─ said
//	          │ not yet             (with a mark)    ├─ certainly not said: Temporary, Gone, TooLong
//	          ▼                                      └─ may have been said: Unknown
//	        Temporary                                     │ after it settled
//	                                                      ▼
//	                                                    Find the mark in the history
//
// Slack has no key for a message that is sent again. So each carries a mark in its
// metadata, a hash of its key that tells nobody anything, and whoever does not know
// an outcome looks for the mark before trying again. Every error code of every
// method has one consequence, in one table. What may have been done is told from
// what was certainly not by whether the request had a connection.
//
// A message of several parts is there when all parts are. One that failed half-way
// is unknown; Find remembers the parts that are there and Post says the others. Once
// its first part is there, what Slack refuses for ever of the others is logged, and
// the message is said: whoever has the first part can answer it.
//
// Beside the mark stands which bot has said it, [Options].Origin. Slack tells the app of
// its own messages too, with their metadata, so that a bot on another store which uses
// the same app is noticed; the connections that Slack counts in its hello say nothing,
// for it counts some that are gone, for hours
// (https://github.com/slackapi/python-slack-sdk/issues/1940). Of a message or a form of
// such a bot the handler is told that it is foreign: Slack brings what people do to any
// of the app's sockets.
//
// Nothing ever waits in here: where a channel's turn is somebody else's, or Slack
// has asked for a rest, the error says how long. Turns are kept for messages by
// their keys, so that those which come back in time go in the order of their first
// coming.
//
// # Hearing
//
//	Socket Mode ──────────┐
//	                      ├─► queue ─► translate ─► handler ─► acknowledgement, with what fits into it
//	HTTP (signed, fresh) ─┘   bounded               records       │
//	                                                              └─► response_url, else beside it,
//	                                                                  else in private; a form by its trigger
//
// A delivery is acknowledged once the handler has recorded it; what cannot be read
// is acknowledged for its own sake, what does not fit into the queue is not, and
// Slack delivers it again. Delivered again it is the same act, and its answer is
// shown once, as far as a bounded memory reaches: the handler's store decides.
// Heard reads from the history what was said, each message with the ID that its
// delivery had.
//
// A form keeps in itself what it needs, the bot's value and where its answer goes,
// so nothing is remembered here between two deliveries. A question has its name as
// block_id, one in a row "tried.2.when".
//
// # Open doubts
//
// Slack publishes no limit for rich_text, see [ExactLimit]. How late its history is
// nobody promises: ten seconds are waited. A mark that is not found among 5,000
// messages is neither there nor not there, and Find says so. A reply to a deleted
// message Slack says at the top of the channel: it is deleted at once, but may have
// been seen.
package slack
