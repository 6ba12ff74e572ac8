// Package bot is the conversation: what a command does, who may do it, and what
// is said where. It turns what people do on a chat platform into events for the
// domain, and the domain's notices into messages.
//
// In: an act arrives at [Bot.Handle], is understood (words into a typed
// request), authorised against one default-deny table, and recorded; only then
// is it answered. Out: the engine hands a notice to [Bot.Deliver], which finds
// the place, renders the words of the reader's language, and lets the platform
// say it. Nothing is said that is not in the outbox, except the immediate,
// private answer to whoever acted.
//
// One role goes with a place instead of a person: who clicks a button on a letter,
// in the room or the private conversation that the letter has come to, answers for
// the organisation, about that case alone. The asking side never does.
package bot
