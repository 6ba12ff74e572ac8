// Package console is a chat platform in a terminal: the same conversation as on
// Slack or Discord, for one person at a keyboard, for a pipe and for a story.
//
// # What is typed
//
//	@ann /case open              ann gives a command and is the current person from here on
//	/case list                   so does the current person; at first that is @me
//	@ann #team some words        ann says something in a room
//	@ann #team >12 some words    ann replies in the thread of message 12
//	@ann some words              ann writes to the bot in private
//	@ann #team /case list        a command given in a room
//	@ann 7                       ann clicks button 7
//	@ann 7 gazco                 picks an option of select 7: its number, value or label
//	@ann [Yes]                   clicks the newest button with that label that ann can see
//	@ann [Yes] K7M-4QZ-X         the newest whose message or value mentions that word
//	@ann [Deny] reason="too personal" until=2026-03-01
//	                             clicks and fills in the form that opens, by input name
//
// A form asks its questions one after the other. An empty line leaves one out,
// or keeps what stands there; "." on a line of its own ends several lines;
// "/fill name=value …" answers by name; "/cancel" leaves the form. Another
// person's line may come in between: each has a form of their own. A search is
// answered like any line, without suggestions; of rows each is typed in a line.
//
// Words that begin with one of @ # > / [ . or a figure and mean no more than
// themselves take a backslash before them: \[sic], \.
//
// # What is shown
//
//	#team >3  Case K7M-4QZ-X                a message in a room, with its number
//	| The meter does not communicate.       a paragraph
//	|: Due  Monday 2 March                  a labelled value
//	|> Come back in a week.                 a quotation
//	|- called on 3 January                  an item of a list
//	[7] Yes  [8] No                         its buttons
//	  #team >3 >4  @ann                     a reply in the thread of message 3
//	  | Thank you.
//	(to @ann) >5  It is your turn           a private message
//	(only @ann) >6  Recorded                an answer that nobody else sees
//	? Subject * (up to 40 characters)       a question of a form that needs an answer
//	! There is no button [Yse].             the console itself
//	¦ and goes on                           an exact text goes on: the screen is too narrow
//	> @ann /case open                       a typed line, where a pipe does not show it
//
// Whatever a person wrote stands behind a bar, and a text of the bot too, so
// that no text can pass for a message, a button or a line of the console. For
// the same end, characters that steer a terminal, reorder text or take no room
// are shown by name instead of being obeyed.
//
// A message that is edited is shown again in short: its title and the lines
// that were not there before. One that did not change is not shown again. Every
// button keeps its number for as long as it is there, and no number is used twice.
//
// # What is remembered
//
// Messages live in memory, the newest fifty thousand of them. A reference names
// the run that gave it out: an edit of a message of an earlier run shows it
// again, with buttons that can be clicked, as the terminal that showed it first
// may be closed. A once-only key is known only during the run.
//
// While a person is typing, a message of the bot is printed over the line; what
// was typed is not lost, and most terminals show it again on Ctrl-R.
package console
