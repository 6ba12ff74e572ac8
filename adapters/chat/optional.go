package chat

import (
	"context"
	"time"
)

// What only some platforms can do. The bot asks with [As] whether a [Platform] is one.

// As returns what a platform can do beside what every one can: by itself, or by the
// platform within it, where it stands before another one and has a method
// Unwrap() Platform.
func As[T any](p Platform) (T, bool) {
	for p != nil {
		if can, is := p.(T); is {
			return can, true
		}
		before, is := p.(interface{ Unwrap() Platform })
		if !is {
			break
		}
		p = before.Unwrap()
	}
	var none T
	return none, false
}

// Finder is a platform that can be asked whether it has said a message whose
// outcome is unknown.
type Finder interface {
	// Find looks in a place for the message that was posted with a key, not before
	// since. False: it is certainly not there. Errors are *Error.
	Find(ctx context.Context, at Place, key string, since time.Time) (Posted, bool, error)
}

// Resolver is a platform whose rooms and people have IDs beside their names.
type Resolver interface {
	// Resolve finds the place that is meant by a name as people write it, "#press",
	// "press" or "@ann", or by an ID: its Room or Person is the ID that acts carry.
	// Where a person's name is theirs to change, only the ID finds them.
	// Errors are *Error; [Gone]: there is none, or the bot may not see it.
	Resolve(ctx context.Context, name string) (Place, error)
}

// Grouper is a platform that knows groups of people, so that a role can be given
// to a group.
type Grouper interface {
	// Group returns the accounts in a group: of kind "group" (a user group, a role)
	// or "room" (whoever is in it). Errors are *Error; [Gone]: there is none.
	Group(ctx context.Context, kind, id string) ([]string, error)
}

// Measurer is a platform that tells beforehand whether it takes a message, so that
// nobody agrees to a text that cannot be shown whole.
type Measurer interface {
	// Fits returns nil, or the *Error that saying the message would return because of
	// its form, wherever it is said: [TooLong].
	Fits(m Message) error
}

// Commander is a platform on which commands are called otherwise than they are typed
// at a terminal, "/case ref K7M-4QZ-X number=3": under another name, or with options
// that are filled in.
type Commander interface {
	// Command is what a person gives there for a subcommand, by its words: "/case keep
	// ref".
	Command(words string) string
	// Option is how one of its options is told: "number:3". Empty: as at a terminal.
	Option(name, value string) string
}
