package slackfake

import "errors"

var errNotYet = errors.New("slackfake: not there yet")

// Command gives a slash command: "/case", "open". channel may be empty: the
// direct message with the app.
func (s *Server) Command(by, channel, command, text string) error { return errNotYet }

// Say says something; thread is the ts of a root or empty. text is what the person
// types: the fake escapes it and makes mentions of @name and #channel, as Slack's
// editor does. channel may be empty: the direct message with the app.
func (s *Server) Say(by, channel, thread, text string, files ...File) (ts string, err error) {
	return "", errNotYet
}

// Revise edits a message of one's own.
func (s *Server) Revise(by, channel, ts, text string) error { return errNotYet }

// Delete deletes a message of one's own.
func (s *Server) Delete(by, channel, ts string) error { return errNotYet }

// Click clicks the button with a label under a message.
func (s *Server) Click(by string, m Message, label string) error { return errNotYet }

// Pick picks from the menu with a label (its placeholder) under a message, by the
// option's value or text.
func (s *Server) Pick(by string, m Message, label, option string) error { return errNotYet }

// View is the modal that is open before a person, the top one.
func (s *Server) View(by string) (View, bool) { return View{}, false }

// Home is the app's home as a person sees it, once one was published.
func (s *Server) Home(by string) (View, bool) { return View{}, false }

// OpenHome opens the app's home.
func (s *Server) OpenHome(by string) error { return errNotYet }

// ClickView clicks a button in the open modal or, without one, in the home.
func (s *Server) ClickView(by, label string) error { return errNotYet }

// Fill answers an input of the open modal. Its block_id is the name, or the name
// followed by # and anything. What is chosen is given by the option's value or
// text, several by one a line; "" clears it.
func (s *Server) Fill(by, name, value string) error { return errNotYet }

// Suggest types into a menu that asks the app for its options.
func (s *Server) Suggest(by, name, typed string) ([]Option, error) { return nil, errNotYet }

// Submit sends the open modal.
func (s *Server) Submit(by string) error { return errNotYet }

// Close leaves the open modal.
func (s *Server) Close(by string) error { return errNotYet }

// Shortcut uses a message shortcut, or, with neither channel nor ts, a global one.
func (s *Server) Shortcut(by, callbackID, channel, ts string) error { return errNotYet }

// Seen is what a person can see, the oldest first: the channels they are in, direct
// messages with the app, and what is shown to them alone.
func (s *Server) Seen(by string) []Message { return nil }
