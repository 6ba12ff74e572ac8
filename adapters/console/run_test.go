package console_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/console"
)

// runs runs a console over an input until the input ends.
func runs(t *testing.T, in io.Reader, reply func(chat.Act) chat.Answer) (acts []chat.Act, out string, err error) {
	t.Helper()
	var b strings.Builder
	c, err := console.New(console.Options{In: in, Out: &b, Words: testWords(), Session: "run1"})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, reply: reply}
	err = c.Run(t.Context(), d)
	return d.acts, b.String(), err
}

func TestRunReadsAPipe(t *testing.T) {
	in := "\ufeff@ann /case list\r\n\n  /case next  \n@ben #team hello\n@Ann last without an end"
	acts, _, err := runs(t, iotest.OneByteReader(strings.NewReader(in)), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range acts {
		switch deed := a.Deed.(type) {
		case chat.Command:
			got = append(got, fmt.Sprintf("%s %s /%s %s", a.ID, a.By.Account, deed.Name, deed.Text))
		case chat.Said:
			got = append(got, fmt.Sprintf("%s %s %s%s %s", a.ID, a.By.Account, a.Place.Room, a.Place.Person, deed.Text))
		}
	}
	want := []string{
		"console-run1-1 ann /case list",
		"console-run1-2 ann /case next",
		"console-run1-3 ben team hello",
		"console-run1-4 ann ann last without an end",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRunRefusesALongLine(t *testing.T) {
	fits := strings.Repeat("a", console.LineLimit)
	for _, end := range []string{"\n", "\r\n", ""} {
		acts, out, err := runs(t, strings.NewReader("#team first\n"+fits+"\n"+fits+"b\n"+fits+fits+"\n#team last"+end), nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(acts) != 3 {
			t.Errorf("%d acts, want the first, the one that fits and the last", len(acts))
		}
		for _, n := range []int{console.LineLimit + 1, 2 * console.LineLimit} {
			if want := fmt.Sprintf("! The line has %d bytes; at most %d.\n", n, console.LineLimit); !strings.Contains(out, want) {
				t.Errorf("the output does not say %q", want)
			}
		}
	}
}

func TestRunLeavesFormsAtTheEnd(t *testing.T) {
	acts, out, err := runs(t, strings.NewReader("@ann /case open\n1\nThe meter\nhalf a story\n"), opens)
	if err != nil || len(acts) != 1 {
		t.Errorf("%v, acts %+v", err, acts)
	}
	if !strings.HasSuffix(out, "! Nothing was sent.\n") {
		t.Errorf("the end is not said:\n%s", out)
	}
}

func TestRunReturnsAReadError(t *testing.T) {
	broken := errors.New("broken")
	if _, _, err := runs(t, iotest.ErrReader(broken), nil); !errors.Is(err, broken) {
		t.Errorf("Run returned %v", err)
	}
}

func TestRunReturnsABrokenScreen(t *testing.T) {
	broken := errors.New("broken")
	c, err := console.New(console.Options{
		In: strings.NewReader("#team hello\n#team again\n"), Words: testWords(),
		Out: writer(func([]byte) (int, error) { return 0, broken }),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(t.Context(), &desk{t: t}); !errors.Is(err, broken) {
		t.Errorf("Run returned %v", err)
	}
}

// A reader of a keyboard cannot be interrupted; the next Run goes on with it.
func TestRunEndsWhileReading(t *testing.T) {
	in, keyboard := io.Pipe()
	c, err := console.New(console.Options{In: in, Out: io.Discard, Words: testWords()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- c.Run(ctx, &desk{t: t}) }()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Run waits for the keyboard")
	}
	d := &desk{t: t}
	go func() {
		fmt.Fprintln(keyboard, "/case list")
		keyboard.Close()
	}()
	if err := c.Run(t.Context(), d); err != nil || len(d.acts) != 1 {
		t.Errorf("%v, acts %+v", err, d.acts)
	}
}

// On a terminal a message comes over the prompt, which is shown again.
func TestPrompt(t *testing.T) {
	for _, tt := range []struct {
		screen console.Screen
		want   string
	}{
		{console.Screen{Terminal: true}, "@me> \n#team >1  Hello\n@me> ? "},
		{console.Screen{Terminal: true, Colour: true}, "@me> \r\x1b[K\x1b[1m#team >1  Hello\x1b[0m\n@me> ? "},
		{console.Screen{}, "#team >1  Hello\n? "},
	} {
		in, keyboard := io.Pipe()
		var mu sync.Mutex
		var out bytes.Buffer
		prompted := make(chan bool, 10)
		c, err := console.New(console.Options{In: in, Words: testWords(), Screen: &tt.screen, Out: writer(func(p []byte) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			prompted <- true
			return out.Write(p)
		})})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error)
		go func() { ended <- c.Run(t.Context(), &desk{t: t}) }()
		if tt.screen.Terminal {
			<-prompted
		}
		if _, err := c.Post(t.Context(), team, chat.Message{Title: "Hello"}); err != nil {
			t.Error(err)
		}
		mu.Lock()
		out.WriteString("? ") // here the person types
		mu.Unlock()
		keyboard.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if got := out.String(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.screen, got, tt.want)
		}
	}
}

func TestDoWithAnEndedContext(t *testing.T) {
	d := newDesk(t, console.Screen{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Do(ctx, d, "/case list"); !errors.Is(err, context.Canceled) || len(d.acts) != 0 {
		t.Errorf("%v, acts %+v", err, d.acts)
	}
}
