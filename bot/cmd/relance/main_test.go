package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
)

// asCommand makes the test binary the command itself: what is tested is the
// process, with its signals, its input and its exit code.
const asCommand = "RELANCE_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// command is the program as a process.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append(os.Environ(), asCommand+"=1", "RELANCE_CONFIG=", "XDG_STATE_HOME="+t.TempDir())
	return cmd
}

// call runs the program to its end, without a process.
func call(t *testing.T, input string, args ...string) (out, errOut string, code int) {
	t.Helper()
	t.Setenv("RELANCE_CONFIG", "")
	var o, e bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(input), &o, &e)
	return o.String(), e.String(), code
}

func TestWithoutInputTheFirstStoryIsPlayed(t *testing.T) {
	cmd := command(t) // its input is /dev/null
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"from the first letter to the public post", "#public", "=== paper trail", "published rung 4"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("%q is not shown:\n%s", want, out)
		}
	}
}

func TestAPipeIsAConversation(t *testing.T) {
	cmd := command(t)
	cmd.Stdin = strings.NewReader(strings.Join([]string{
		`/case open org="IT desk" consent=yes subject="No sound" story="Room 12 is silent."`,
		"/time +3 weeks",
		"@noor /case list",
		"/case nonsense",
	}, "\n")) // the last line has no end
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	rest := string(out)
	for _, want := range []string{"/time +3d", "> /case open", "#it-desk", "#it-lead", "#it-head", "It is now", "No sound", "There is no command"} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%q is not shown after what comes before it:\n%s", want, out)
		}
		rest = after
	}
}

// configuration writes a configuration with a private server.
func configuration(t *testing.T, mode string) (path, data string) {
	t.Helper()
	data = t.TempDir()
	path = filepath.Join(data, "relance.yaml")
	err := os.WriteFile(path, []byte(`version: 1
data: `+filepath.Join(data, "state")+`
redis: {mode: `+mode+`}
rooms: {console: {team: team, moderators: moderators, public: public}}
roles: {admins: [console:mia]}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return path, data
}

// hostile clears the screen, rings, turns the direction of reading and hides.
const hostile = "\x1b[2J\x07\u202e\u200b"

// harmless says that nothing of a text acts on a terminal.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\x07\u202e\u200b\u2028") {
		t.Errorf("%s prints what steers a terminal: %q", what, text)
	}
	if !strings.Contains(text, "<U+202E>") {
		t.Errorf("%s does not show what is there: %q", what, text)
	}
}

func TestASimulationPrintsNothingThatSteersATerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hostile.txtar")
	story := "A hostile note\nFor: the test\nLanguage: en\nTeam: noor\n\nWords.\n\n-- story --\nat 2026-03-02 10:00 Europe/Paris\n\n" +
		"@ann /case open org=GazCo consent=yes subject=\"A meter\" story=\"It is silent.\"\n\n" +
		"@ann /case note A note" + hostile + "of mine\n"
	source, err := os.ReadFile("../../e2e/testdata/story/00-climb.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if _, config, found := strings.Cut(string(source), "\n-- config --"); found {
		story += "\n-- config --" + config
	}
	if err := os.WriteFile(file, []byte(story), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errOut, _ := call(t, "", "simulate", "--write", file)
	_, trail, found := strings.Cut(out, "=== paper trail")
	if !found || !strings.Contains(trail, "A note") {
		t.Fatalf("no trail\n%s%s", out, errOut)
	}
	harmless(t, "simulate", out)
	harmless(t, "the trail", trail)
}

func TestWordsCannotPassForALineOfTheTrail(t *testing.T) {
	if got := oneLine("3 Note: a\n4 Published\r5 x"); strings.Contains(got, "\n4") || strings.Contains(got, "\r") {
		t.Errorf("%q", got)
	}
}

var caseID = regexp.MustCompile(`Case (\S+) is open`)

// TestTheBotGoesOnUntilASignal opens a case on a private server, ends the bot
// with a signal, and looks at what is left.
func TestTheBotGoesOnUntilASignal(t *testing.T) {
	redistest.Binary(t)
	path, _ := configuration(t, "private")
	cmd := command(t, "--config", path)
	cmd.Stdin = strings.NewReader(`@ann /case open org=Desk consent=yes subject="A lamp` + hostile + `" story="It is dark` + hostile + `."` + "\n")
	var out safeBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.await(t, "Delivered: the room desk")

	// While it runs one can look, and a second bot is refused.
	id := caseID.FindStringSubmatch(out.String())[1]
	shown, errOut, code := call(t, "", "--config", path, "show", strings.ToLower(id))
	if code != exitWell || !strings.Contains(shown, "Desk: A lamp") || !strings.Contains(shown, "rung 1") {
		t.Errorf("show: %d\n%s%s", code, shown, errOut)
	}
	harmless(t, "show", shown)
	if _, errOut, code := call(t, "", "--config", path); code != exitFailed || !strings.Contains(errOut, "another bot is running") {
		t.Errorf("a second bot: %d, %s", code, errOut)
	}

	start := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %s to stop", took)
	}

	verified, errOut, code := call(t, "", "--config", path, "verify")
	if code != exitWell || !strings.Contains(verified, id+"  ") || !strings.Contains(verified, "consistent  matches the witness") {
		t.Errorf("verify: %d\n%s%s", code, verified, errOut)
	}
	for format, want := range map[string]string{"json": `"format": "relance case 1"`, "md": "A lamp", "markdown": "A lamp"} {
		document, errOut, code := call(t, "", "--config", path, "export", id, "--format", format)
		if code != exitWell || !strings.Contains(document, want) {
			t.Errorf("export %s: %d\n%s%s", format, code, document, errOut)
		}
		if format == "json" { // escapes what steers, and is true to the byte otherwise
			if strings.ContainsAny(document, "\x1b\x07") || !strings.Contains(document, "\u202e\u200b") {
				t.Errorf("export json:\n%q", document)
			}
			continue
		}
		harmless(t, "export "+format, document)
	}
	if _, errOut, code := call(t, "", "--config", path, "show", "000-001-1"); code != exitFound || !strings.Contains(errOut, "there is no case 000-001-1") {
		t.Errorf("show of no case: %d, %s", code, errOut)
	}
}

func TestSimulate(t *testing.T) {
	const first = "../../e2e/testdata/story/00-climb.txtar"
	out, errOut, code := call(t, "", "simulate", first)
	if code != exitWell || !strings.Contains(out, "ok    "+first) || !strings.Contains(out, "=== paper trail") {
		t.Fatalf("%d\n%s%s", code, out, errOut)
	}
	source, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	wrong := filepath.Join(t.TempDir(), "wrong.txtar")
	content := bytes.Replace(source, []byte("state: open rung 2"), []byte("state: open rung 3"), 1)
	if err := os.WriteFile(wrong, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, code = call(t, "", "simulate", "-q", wrong, first)
	line := 1 + bytes.Count(content[:bytes.Index(content, []byte("state: open rung 3"))], []byte("\n"))
	if code != exitFound || !strings.Contains(out, wrong+":"+itoa(line)+": expected state: open rung 3\n  shown instead:\n    state: open rung 2") ||
		!strings.Contains(out, "1 of 2 stories failed") {
		t.Errorf("%d\n%s", code, out)
	}
}

// TestWriteExpectations takes the expectations out of a story and has them
// written again: then it is met, and only the acts were kept.
func TestWriteExpectations(t *testing.T) {
	source, err := os.ReadFile("../../e2e/testdata/story/03-goodbye.txtar")
	if err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile(`(?m)^[<=?!] .*\n(?:    .*\n)*`).ReplaceAll(source, nil)
	file := filepath.Join(t.TempDir(), "bare.txtar")
	if err := os.WriteFile(file, bare, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, code := call(t, "", "simulate", "-q", file); code != exitFound || !strings.Contains(out, "nobody expected this") {
		t.Fatalf("without expectations: %d\n%s", code, out)
	}
	for _, args := range [][]string{{"--write"}, nil, {"--write"}} {
		if out, errOut, code := call(t, "", append([]string{"simulate", "-q", file}, args...)...); code != exitWell {
			t.Fatalf("%v: %d\n%s%s", args, code, out, errOut)
		}
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(written, []byte("\n< ")); n < 10 || bytes.Contains(written, []byte("W9N-A85-1")) {
		t.Errorf("%d expectations:\n%s", n, written)
	}
}

func TestCheck(t *testing.T) {
	path, data := configuration(t, "memory")
	out, errOut, code := call(t, "", "--config", path, "check")
	if code != exitWell || !strings.Contains(out, "everything is forgotten") || !strings.Contains(out, "team team, moderators moderators") {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
	wrong := filepath.Join(data, "wrong.yaml")
	if err := os.WriteFile(wrong, []byte("version: 1\nladers: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errOut, code = call(t, "", "--config", wrong, "check")
	if code != exitFound || !strings.Contains(errOut, "wrong.yaml:2: laders") {
		t.Errorf("%d\n%s", code, errOut)
	}
}

func TestMistakesAreAnsweredInOneSentence(t *testing.T) {
	path, _ := configuration(t, "memory")
	tests := []struct {
		args []string
		code int
		want string
	}{
		{[]string{"climb"}, exitUsage, "relance help lists"},
		{[]string{"simulate"}, exitUsage, "relance help lists"},
		{[]string{"help", "climb"}, exitUsage, "unexpected argument climb; relance help lists"},
		{[]string{"--config", "nowhere.yaml", "check"}, exitFound, "there is no configuration nowhere.yaml"},
		{[]string{"simulate", "nowhere.txtar"}, exitFound, "there is no story nowhere.txtar to read: name"},
		{[]string{"show", "K7M-4QZ-1"}, exitUsage, "is no case"},
		{[]string{"manifest", "--address", "nowhere"}, exitUsage, "like https://"},
		{[]string{"verify"}, exitMend, "name the one of the bot with --config"},
		{[]string{"backup", "folder"}, exitMend, "name the one of the bot with --config"},
		{[]string{"restore", "folder"}, exitMend, "name the one of the bot with --config"},
		{[]string{"--config", path, "verify"}, exitMend, "there is nothing to look at"},
		{[]string{"export", "000-001-1", "--format", "pdf"}, exitUsage, "md"},
	}
	for _, tt := range tests {
		_, errOut, code := call(t, "", tt.args...)
		if code != tt.code || !strings.Contains(errOut, tt.want) || strings.Count(errOut, "\n") > 2 {
			t.Errorf("%v: %d, %q; want %d, %q in one sentence", tt.args, code, errOut, tt.code, tt.want)
		}
	}
}

func TestHelpAndVersion(t *testing.T) {
	out, _, code := call(t, "", "--help")
	if code != exitWell || !strings.Contains(out, "Exit codes: 0 everything is well") || !strings.Contains(out, "simulate") {
		t.Errorf("%d\n%s", code, out)
	}
	if out, _, code := call(t, "", "version"); code != exitWell || !strings.HasPrefix(out, "relance ") {
		t.Errorf("%d\n%s", code, out)
	}
	if out, _, code := call(t, "", "demo", "--pause", "0s"); code != exitWell || !strings.Contains(out, "#public") {
		t.Errorf("demo: %d\n%s", code, out)
	}
}

// TestHelpIsOneThing, however it is asked for: of the program and of each command, on
// standard output.
func TestHelpIsOneThing(t *testing.T) {
	all, _, _ := call(t, "", "--help")
	for _, about := range [][]string{nil, {"run"}, {"doctor"}, {"simulate"}, {"show"}, {"help"}} {
		want, _, _ := call(t, "", append(about, "--help")...)
		if !strings.HasPrefix(want, "Usage: relance "+strings.Join(about, " ")) || about != nil && want == all {
			t.Errorf("%v --help:\n%s", about, want)
		}
		for _, args := range [][]string{append(about, "-h"), append([]string{"help"}, about...), append([]string{"--config", "nowhere.yaml", "help"}, about...)} {
			if out, errOut, code := call(t, "", args...); code != exitWell || out != want || errOut != "" {
				t.Errorf("%v: %d\n%s%s", args, code, out, errOut)
			}
		}
	}
}

// TestHelpIsEnough for a person who has the program alone: what is not beside it is said
// to be in the source.
func TestHelpIsEnough(t *testing.T) {
	for _, about := range [][]string{nil, {"doctor"}, {"simulate"}, {"manifest"}, {"backup"}, {"restore"}} {
		out, _, _ := call(t, "", append(about, "--help")...)
		out = strings.Join(strings.Fields(out), " ")
		if n := strings.Count(out, "docs/"); n != len(inSource.FindAllString(out, -1)) {
			t.Errorf("%v --help names a page as if it were there:\n%s", about, out)
		}
	}
	out, _, _ := call(t, "", "doctor", "--help")
	for _, says := range []string{"A ! stands before", "a ? before", "Exit codes: 0"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), says) {
			t.Errorf("doctor --help does not say %q:\n%s", says, out)
		}
	}
}

var inSource = regexp.MustCompile(`The source (says|has each damage) in docs/`)

// failingWriter is a closed terminal.
type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestAClosedOutputIsNoPanic(t *testing.T) {
	t.Setenv("RELANCE_CONFIG", "")
	code := run(t.Context(), nil, strings.NewReader("/case help\n"), failingWriter{}, io.Discard)
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
}
