// Package chat holds the neutral words of a chat platform: places, messages,
// buttons, forms, and what people do with them. The bot speaks them, an adapter
// translates them into its platform's own manner and back.
//
// All text is plain. An adapter escapes every string it is given, so that
// nothing a person wrote can mention, link or format anything; emphasis is in
// the structure (a title, a field's label), never in the text. Limits of length
// are the adapter's: what is too long it splits visibly, except a message that
// is marked Exact, which it refuses instead.
package chat
