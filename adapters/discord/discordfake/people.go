package discordfake

import "errors"

var errNotYet = errors.New("discordfake: not there yet")

// Command gives a slash command in a channel or thread; channel may be empty: the
// direct message with the app. command is its name with its subcommands, "case
// open"; options are what is typed into each, by name.
func (s *Server) Command(by, channel, command string, options map[string]string) error {
	return errNotYet
}

// Autocomplete types into one option of a slash command, focused, and returns what
// is offered. Options holds what is typed there, and in the others.
func (s *Server) Autocomplete(by, channel, command string, options map[string]string, focused string) ([]Choice, error) {
	return nil, errNotYet
}

// MessageCommand uses a command of the context menu of a message.
func (s *Server) MessageCommand(by, name, channel, message string) error { return errNotYet }

// Say says something in a channel or thread; channel may be empty: the direct
// message with the app. text is what the person types: the fake makes mentions of
// @name and #channel, as Discord's editor does.
func (s *Server) Say(by, channel, text string, files ...File) (message string, err error) {
	return "", errNotYet
}

// StartThread starts a thread from a message, or, with message empty and in a
// forum, a post that begins with text.
func (s *Server) StartThread(by, channel, message, name, text string) (thread string, err error) {
	return "", errNotYet
}

// Revise edits a message of one's own.
func (s *Server) Revise(by, channel, message, text string) error { return errNotYet }

// Delete deletes a message of one's own.
func (s *Server) Delete(by, channel, message string) error { return errNotYet }

// Click clicks the button with a label under a message.
func (s *Server) Click(by string, m Message, label string) error { return errNotYet }

// Pick picks from the menu with a label (its placeholder) under a message, by the
// options' values or labels.
func (s *Server) Pick(by string, m Message, label string, options ...string) error {
	return errNotYet
}

// Modal is the form that is open before a person.
func (s *Server) Modal(by string) (Modal, bool) { return Modal{}, false }

// Fill answers an input of the open form, by its custom_id or its label. What is
// chosen is given by the option's value or label, several by one a line; "" clears
// it. A checkbox is "true" or "".
func (s *Server) Fill(by, input, value string) error { return errNotYet }

// Submit sends the open form.
func (s *Server) Submit(by string) error { return errNotYet }

// Close leaves the open form: the app hears nothing of it.
func (s *Server) Close(by string) error { return errNotYet }

// Seen is what a person can see, the oldest first: the channels that are open to
// them with their threads, direct messages with the app, and what is shown to them
// alone.
func (s *Server) Seen(by string) []Message { return nil }
