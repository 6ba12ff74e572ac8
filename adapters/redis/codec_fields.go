package redis

import (
	"reflect"

	"relance/escalation"
)

// layout is how a struct is stored: a field's number is its place in the list,
// from 1. The list only grows at its end. The place of a field that is gone
// stays, with the name "-", because old values may hold it: it is skipped.
//
// A type of words (a state, a kind of notice) has a layout too where it has words
// that came after form 1: an older program would not know what to do with them.
type layout struct {
	of     reflect.Type
	fields []string
	since  map[string]int // of the fields those that came later, with their form, see newest
	words  map[string]int // of the words likewise
}

func stored[T any](fields ...string) layout {
	return layout{of: reflect.TypeFor[T](), fields: fields}
}

// storedForm lists every struct of the domain that is stored. A field of the
// domain that is missing here is an error when the store is made, not a loss.
func storedForm() []layout {
	return []layout{
		stored[escalation.Case]("ID", "Version", "State", "Hold", "Closed",
			"Requester", "Organisation", "Contacts", "Subject", "Story", "Tried", "References",
			"Attachments", "Deadline", "LadderHash", "Climb", "Timers", "Tasks", "LastTask", "Replies", "Post",
			"Taken", "Asked", "Seq", "Entries", "Head", "Seal", "Opened", "Changed", "Lost", "Cards"),
		stored[escalation.Hold]("Reason", "Since", "Until", "Reply", "Left"),
		stored[escalation.Left]("Kind", "Ref", "Wait"),
		stored[escalation.Wait]("Days", "Time", "Working"),
		stored[escalation.Person]("ID", "Name", "Language", "Linked", "CannotPhone"),
		stored[escalation.Organisation]("Key", "Name", "Calendar", "Language"),
		stored[escalation.Contact]("Address", "Role", "Name", "Source", "Verified", "Dead", "Place"),
		stored[escalation.Attempt]("At", "Channel", "Role", "Person", "Reference", "Result", "Vain"),
		stored[escalation.Reference]("Number", "Issuer", "At", "NotFound"),
		stored[escalation.NotFound]("By", "At"),
		stored[escalation.Attachment]("Name", "Size", "Hash", "Link", "Added", "Author"),
		stored[escalation.Deadline]("At", "What", "Warned"),
		stored[escalation.Climb]("Rung", "Since", "Round", "First", "Letters", "Extended",
			"Promised", "Looks", "Looking", "Named"),
		stored[escalation.Letter]("Key", "Address", "Rung", "Round", "Reminder", "Issued",
			"Delivered", "Proof", "Failed"),
		stored[escalation.Timer]("Kind", "Ref", "At", "From", "Wait"),
		stored[escalation.Task]("ID", "Kind", "Address", "Letter", "Reply", "Opened", "Reminded", "Assignee"),
		stored[escalation.Reply]("N", "At", "From", "Text", "Link", "Proposed", "Class", "By", "Given"),
		stored[escalation.Post]("Text", "Hash", "Consent", "Votes", "Denial", "Approved", "Notice", "Link", "Unknown",
			"Recalled", "Out"),
		stored[escalation.Out]("Room", "Ref", "Text", "Hash", "At", "Withdrawn", "Replaced"),
		stored[escalation.Recalled]("Notice", "Text", "Hash", "Since", "Withdrawn"),
		stored[escalation.Vote]("Person", "Name", "Linked", "At", "Reason", "Role"),
		stored[escalation.Taken]("By", "Name", "Until"),
		stored[escalation.Card]("Room", "Ref"),

		stored[escalation.Entry]("N", "At", "Kind", "Actor", "Text", "Fields", "Salt", "Erased", "Commit"),
		stored[escalation.Actor]("ID", "Name", "Role", "Linked"),

		stored[escalation.Notice]("Key", "Case", "Kind", "To", "NotBefore", "Version", "Address", "Rung",
			"Reminder", "Task", "Reply", "Hash", "Text", "At", "First", "Last", "Tries",
			"Doubts"),
	}
}
