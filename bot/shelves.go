package bot

// The shelves of the Book that the conversation uses.
const (
	shelfLanguages = "languages" // by person ID: the BCP 47 tag they chose
	shelfSwitches  = "switches"  // see keyPaused
	shelfSending   = "sending"   // by notice key: when it was begun to be sent outward
	shelfDigest    = "digest"    // by platform: the day of the last digest
)

// keyPaused on shelfSwitches holds who paused everything; nothing: not paused.
const keyPaused = "paused"
