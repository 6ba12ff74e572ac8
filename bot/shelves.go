package bot

// The shelves of the Book that the conversation uses.
const (
	shelfLanguages = "languages"     // by person ID: the BCP 47 tag they chose
	shelfSending   = "sending"       // by case and room: how often its card may have been posted
	shelfLetters   = "letters"       // by notice key: the message a letter is, whose thread is looked at
	shelfApprovals = "approvals"     // by case and room: the messages that put its text before moderators, as JSON
	shelfDigest    = "digest"        // by platform: the day of the last digest
	shelfLinks     = "links"         // by account: the person ID it is linked to
	shelfAccounts  = "accounts"      // by person ID: every account linked to it, as JSON
	shelfCodes     = "codes"         // by code: the account that asked for it, as JSON
	shelfMessages  = "messages"      // by operation ID: a message that a form was opened on, as JSON, for a day
	shelfListings  = "organisations" // by key: a listing added in chat, as JSON
)
