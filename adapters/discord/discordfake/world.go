package discordfake

// User is somebody with an account.
type User struct {
	Name       string // the unique name, without @
	GlobalName string // the name that is shown; default: Name
	Locale     string // "fr"; default "en-US"
	Bot        bool
	ClosedDM   bool // takes no direct messages from apps
	Outside    bool // a member of no server
}

// Guild is a server with the app in it.
type Guild struct {
	Name   string
	Locale string // default "en-US"
}

// Role is a role of a server.
type Role struct {
	Guild       string // default: the first server
	Name        string
	Permissions Permission
	Members     []string // IDs of users
}

// Kind is a type of channel.
type Kind int

// The types of channel that can be added.
// https://docs.discord.com/developers/resources/channel#channel-object-channel-types
const (
	Text         Kind = 0
	Announcement Kind = 5
	Forum        Kind = 15
)

// Channel is a channel of a server.
type Channel struct {
	Guild string // default: the first server
	Name  string // without #
	Kind  Kind
	// Private: only the app and Members see it. What Overwrites say comes on top.
	Private    bool
	Members    []string // IDs of users
	NoBot      bool     // the app does not see it
	Overwrites []Overwrite
}

// Overwrite allows and denies in one channel.
type Overwrite struct {
	ID          string // of a role or a user; that of the server is @everyone
	Allow, Deny Permission
}

// File is a file that a person shares in a message.
type File struct {
	Name string
	Size int64
}
