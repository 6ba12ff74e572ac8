package console

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"relance/adapters/chat"
)

// inputLine is a line of the input, or what was wrong with it.
type inputLine struct {
	text string
	over int // its length in bytes if that is over the limit: it was skipped
	err  error
}

// Run reads lines and acts on them until the context ends or the input does. A
// form that is open at the end of the input is left. Reading cannot be
// interrupted: a line that comes after the context ended waits for the next Run.
func (c *Console) Run(ctx context.Context, h chat.Handler) error {
	c.reading.Do(func() { go c.read() })
	defer c.unprompt()
	for ctx.Err() == nil {
		c.prompt()
		select {
		case <-ctx.Done():
		case in := <-c.lines:
			c.unprompt()
			if in.err == io.EOF {
				c.leaveAll()
				return nil
			}
			if in.err != nil {
				return in.err
			}
			err := c.line(ctx, h, in)
			if _, told := errors.AsType[*LineError](err); err != nil && !told {
				return err
			}
		}
	}
	return nil
}

// Do acts on one line as if it had been typed, and returns when the bot has
// answered it and everything it showed meanwhile was given to Observe. The error
// is a *LineError where the line was not understood or only in part.
func (c *Console) Do(ctx context.Context, h chat.Handler, line string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.line(ctx, h, inputLine{text: line})
}

// read sends every line of the input. It ends with the input.
func (c *Console) read() {
	r := bufio.NewReaderSize(c.in, LineLimit+len("\r\n"))
	bom := "\ufeff"
	for {
		in := readLine(r)
		in.text = strings.TrimPrefix(in.text, bom)
		bom = ""
		c.lines <- in
		if in.err != nil {
			return
		}
	}
}

// readLine reads a line without its end. A last line that has no end is a line.
func readLine(r *bufio.Reader) inputLine {
	bytes, err := r.ReadSlice('\n')
	line := withoutEnd(bytes)
	n := len(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		bytes, err = r.ReadSlice('\n')
		n += len(withoutEnd(bytes))
	}
	switch {
	case err != nil && (err != io.EOF || n == 0):
		return inputLine{err: err}
	case n > LineLimit:
		return inputLine{over: n}
	}
	return inputLine{text: line}
}

func withoutEnd(bytes []byte) string {
	return strings.TrimSuffix(strings.TrimSuffix(string(bytes), "\n"), "\r")
}

// prompt shows whose turn it is to type.
func (c *Console) prompt() {
	c.typing.Lock()
	prompt := "@" + c.current + "> "
	if c.dialogues[c.current] != nil {
		prompt = "@" + c.current + "? "
	}
	c.typing.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.print.ask(prompt)
}

func (c *Console) unprompt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.print.asked()
}
