package console

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Screen is what the conversation is shown on.
type Screen struct {
	Terminal bool // a person is sitting there: a prompt is shown
	Colour   bool // it obeys colours
	Echo     bool // typed lines are not on it already and are shown too
	Width    int  // columns; 0: lines are not wrapped
}

// screenOf finds out what In and Out are. The width is asked again before each
// message, as windows change: ask is nil where there is none.
func screenOf(in io.Reader, out io.Writer, plain bool) (s Screen, ask func() int) {
	keyboard, _ := in.(*os.File)
	s.Echo = keyboard == nil || !term.IsTerminal(int(keyboard.Fd()))
	file, _ := out.(*os.File)
	if file == nil || !term.IsTerminal(int(file.Fd())) {
		return s, nil
	}
	s.Terminal = !s.Echo
	s.Colour = !plain
	return s, func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 0
		}
		return width
	}
}
