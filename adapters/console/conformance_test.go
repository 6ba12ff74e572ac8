package console_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/console"
)

func TestConformance(t *testing.T) {
	chattest.Run(t, func(t *testing.T) chattest.Subject {
		h := newHall(t)
		return chattest.Subject{
			Platform: h, People: h,
			Ann: "ann", Ben: "ben", Room: "team", Other: "moderators", NoRoom: "cellar",
			Once: true, Limit: console.MessageLimit,
			Fail: func(_ *testing.T, f chat.Failure) {
				h.mu.Lock()
				defer h.mu.Unlock()
				h.fail = &chat.Error{Failure: f, Code: "as_asked"}
			},
		}
	})
}

// hall is a console with people who type, and look at what is shown to them.
type hall struct {
	*console.Console
	handler chan chat.Handler

	mu    sync.Mutex
	out   bytes.Buffer
	shown []console.Shown
	wrong map[string]map[string]string // of the open form, by person and input
	fail  error
}

func newHall(t *testing.T) *hall {
	h := &hall{handler: make(chan chat.Handler, 1), wrong: map[string]map[string]string{}}
	in, end := io.Pipe()
	t.Cleanup(func() { end.Close() })
	c, err := console.New(console.Options{
		In: in, Out: writer(h.write), Words: testWords(), Rooms: []string{"team", "moderators"},
		Observe: h.see,
		Refuse: func(chat.Place) error {
			h.mu.Lock()
			defer h.mu.Unlock()
			err := h.fail
			h.fail = nil
			return err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Console = c
	return h
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func (h *hall) write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.out.Write(p)
}

func (h *hall) see(s console.Shown) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shown = append(h.shown, s)
	switch {
	case s.Kind == console.FormOpened:
		h.wrong[s.To] = map[string]string{}
	case s.Kind == console.FormWrong:
		_, sentence, _ := strings.Cut(s.Text, " — ")
		h.wrong[s.To][s.Input] = sentence
	}
}

// Run keeps the handler for what people do; the input itself stays silent.
func (h *hall) Run(ctx context.Context, to chat.Handler) error {
	h.handler <- to
	return h.Console.Run(ctx, to)
}

func (h *hall) types(t *testing.T, line string) {
	t.Helper()
	to := <-h.handler
	h.handler <- to
	if err := h.Do(t.Context(), to, line); err != nil {
		t.Errorf("%s: %v", line, err)
	}
}

func (h *hall) Command(t *testing.T, by string, at chat.Place, name, text string) {
	t.Helper()
	h.types(t, strings.TrimSpace("@"+by+" "+h.address(at)+"/"+name+" "+text))
}

func (h *hall) Say(t *testing.T, by string, at chat.Place, text string) {
	t.Helper()
	h.types(t, "@"+by+" "+h.address(at)+text)
}

func (h *hall) address(at chat.Place) string {
	address := ""
	if at.Room != "" {
		address = "#" + at.Room + " "
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.shown {
		if s.Ref == at.Thread && s.Ref != "" {
			return fmt.Sprintf("%s>%d ", address, s.Number)
		}
	}
	return address
}

func (h *hall) Click(t *testing.T, by string, seen chattest.Seen, label, option string) {
	t.Helper()
	h.types(t, fmt.Sprintf("@%s [%s] %q %s", by, label, strings.SplitN(seen.Text, "\n", 2)[0], option))
}

func (h *hall) Form(_ *testing.T, by string) (chattest.Form, bool) {
	form, _, ok := h.Asking(by)
	if !ok {
		return chattest.Form{}, false
	}
	f := chattest.Form{Title: form.Title}
	for _, in := range form.Inputs {
		f.Inputs = append(f.Inputs, in.Name)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	f.Wrong = maps.Clone(h.wrong[by])
	return f, true
}

func (h *hall) Submit(t *testing.T, by string, fields map[string]string) {
	t.Helper()
	line := "@" + by + " /fill"
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		line += " " + name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(fields[name]) + `"`
	}
	h.types(t, line)
}

func (h *hall) Seen(_ *testing.T, by string) []chattest.Seen {
	h.mu.Lock()
	defer h.mu.Unlock()
	effects := obeyed(h.out.String())
	var seen []chattest.Seen
	for _, s := range h.shown {
		if s.Ref == "" || s.To != "" && s.To != by {
			continue
		}
		now := chattest.Seen{Place: s.Place, Ref: s.Ref, By: s.By, Private: s.To != "", Text: s.Text, Effects: effects}
		for _, a := range s.Message.Actions {
			now.Labels = append(now.Labels, a.Label)
		}
		if i := slices.IndexFunc(seen, func(old chattest.Seen) bool { return old.Ref == s.Ref }); i >= 0 {
			seen[i] = now
			continue
		}
		seen = append(seen, now)
	}
	return seen
}

// obeyed are the characters of an output that a terminal obeys, or that show
// something else than themselves.
func obeyed(out string) []string {
	var found []string
	for i, r := range out {
		_, width := utf8.DecodeRuneInString(out[i:])
		if r == utf8.RuneError && width == 1 || r != '\n' && !unicode.IsGraphic(r) && r != '\ufe0f' {
			found = append(found, fmt.Sprintf("%U", r))
		}
	}
	return found
}
