package bot

// The names of requests that no button asks; the others are named by their
// action, see actions.go.
const (
	reqOpen      = "open"
	reqShow      = "show"
	reqList      = "list"
	reqSearch    = "search"
	reqExport    = "export"
	reqLog       = "log"
	reqNote      = "note"
	reqRef       = "ref"
	reqAttach    = "attach"
	reqDeadline  = "deadline"
	reqClose     = "close"
	reqPauseAll  = "pause-all"
	reqLanguage  = "language"
	reqLink      = "link"
	reqHelp      = "help"
	reqFile      = "file"       // a message is added to a case's file
	reqThreadSay = "thread.say" // words in the thread of a case's card
)
