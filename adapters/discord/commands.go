package discord

// Text is a text with its translations.
type Text struct {
	Text string
	// In holds it by language, as BCP 47 tags: "fr". What Discord's clients do not
	// speak is left out.
	In map[string]string
}

// Command is one thing that the slash command can do, in words that no platform
// owns. Discord calls it a subcommand. Chosen with its options it becomes the text
// that a person would have typed, see [chat.Command].
type Command struct {
	// Words are what it is called, and what the text begins with: one or two words of
	// small letters, "show" or "contact add". Two words of which the first is the same
	// make a group. They are the same in every language, as they are where people type
	// them: what one person reads to another works for both.
	Words string
	// Group is the group that a command of one word stands in where there is no room
	// for all beside each other: Discord has room for 25. In it there is room for 25.
	Group string
	About Text // what it does, in up to 100 characters
	// Request is the Form of the [chat.Suggest] that asks for suggestions.
	Request string
	Options []Option
}

// Option is one thing that a [Command] may be told, and none that it must: what is
// needed and left out is asked for.
type Option struct {
	// Name is the key of key=value in the text, and the Input of a [chat.Suggest]. It
	// is the same in every language, like Words.
	Name  string
	About Text
	Kind  OptionKind
	// Choices are all that may be chosen, for the kind String: up to 25.
	Choices []Choice
	// Suggest asks for suggestions while it is typed.
	Suggest   bool
	MaxLength int // in characters, for the kind String; 0: Discord's
}

// Choice is one value that may be chosen.
type Choice struct {
	Value string
	Label Text
}

// OptionKind is what an option takes.
type OptionKind int

// The kinds of option. In the text an Integer is in figures, a Boolean "yes" or "no".
const (
	String OptionKind = iota
	Integer
	Boolean
)

// CommandTexts are what is shown of the commands besides what they can do.
type CommandTexts struct {
	About Text // what the slash command is for
	// Open and File stand in the menu of a message, in up to 32 characters: "Open a
	// case from this message", "Add to a case's file". An empty one does not.
	Open, File Text
}
