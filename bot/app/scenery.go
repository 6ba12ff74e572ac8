package app

import (
	"context"
	"time"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/bot/story"
	"relance/config"
)

// Scenery is a chat platform that a story is played on, with the people on it.
type Scenery interface {
	// Cast gives people and rooms, which a story calls by their names on the
	// console, those that they have here.
	Cast(c *config.Config) *config.Config
	// Platform makes the platform. It is called once.
	Platform(p Props) (chat.Platform, error)
	// Begin opens the conversation: from here on h answers.
	Begin(h chat.Handler) error
	// Type acts on a line of a story and returns when it was answered.
	Type(ctx context.Context, line string) error
	// Watch is called after everything that is due at one time, before the next.
	Watch() error
	// Shown is what people were shown since it was asked last.
	Shown() ([]story.Shown, error)
	// Reads is a message as it reads now.
	Reads(ref chat.Ref) string
	// Recast gives people and rooms in what can be read the names of the story.
	Recast(text string) string
	Close() error
}

// Props are what a platform on a stage is made with.
type Props struct {
	Config *config.Config
	Say    locale.Speaker // of the configuration's language
	Now    func() time.Time
}
