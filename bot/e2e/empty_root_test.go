//go:build linux

package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
)

// emptyRoot names the folder that .ci/tools/image has made from the Dockerfile.
const emptyRoot = "RELANCE_TEST_IMAGE"

// image is how an engine would start what the last stage of the Dockerfile holds.
type image struct {
	folder     string
	User       string
	Env        []string
	Entrypoint []string
	Health     []string
	Volumes    []string
}

// TestEmptyRoot starts the program as the image would: from the files of its last
// stage and no other, as an account without rights. It answers its own health check,
// and what was opened outlives a kill.
func TestEmptyRoot(t *testing.T) {
	folder := os.Getenv(emptyRoot)
	if folder == "" {
		t.Skip("left out: the image's program in an empty root; .ci/run makes its files and sets " + emptyRoot)
	}
	if os.Getuid() != 0 {
		t.Fatal("only root can go into an empty root")
	}
	i := openImage(t, folder)
	i.configure(t)

	bot := i.start(t)
	bot.await(t, i)
	t.Logf("ready: %s", bot.memory(t))
	bot.say(t, `/case open org="IT desk" consent=yes subject="No sound" story="Room 12 is silent."`)
	id := bot.hear(t, regexp.MustCompile(`Case ([0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]) is open`))[1]
	if err := bot.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = bot.cmd.Wait() // it was killed

	bot = i.start(t)
	bot.await(t, i)
	bot.say(t, "/case show "+id)
	bot.hear(t, regexp.MustCompile("No sound"))
	if out, err := i.command(t, "show", id).CombinedOutput(); err != nil || !strings.Contains(string(out), "No sound") {
		t.Errorf("relance show: %v\n%s", err, out)
	}
	if err := bot.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := bot.cmd.Wait(); err != nil {
		t.Errorf("told to end, it ended with %v", err)
	}
}

func openImage(t *testing.T, folder string) image {
	t.Helper()
	i := image{folder: folder}
	said, err := os.ReadFile(filepath.Join(folder, "image.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(said, &i); err != nil {
		t.Fatal(err)
	}
	if i.User != "65532:65532" || len(i.Entrypoint) == 0 || len(i.Health) == 0 || len(i.Volumes) != 1 {
		t.Fatalf("an image without an account, a command, a health check or a volume: %+v", i)
	}
	return i
}

// configure gives the program what a container is given: a configuration and a Redis
// that it reaches over the network, since no file outside of its root exists for it.
func (i *image) configure(t *testing.T) {
	t.Helper()
	redis, monitor := freeAddress(t), freeAddress(t)
	_, port, err := net.SplitHostPort(redis)
	if err != nil {
		t.Fatal(err)
	}
	redistest.Server(t, "--bind", "127.0.0.1", "--port", port, "--appendonly", "yes", "--appendfsync", "always")
	configuration := `version: 1
redis: {mode: url, url: "redis://` + redis + `"}
monitor: {listen: "` + monitor + `"}
rooms: {console: {team: team, moderators: moderators, public: public}}
roles: {admins: [console:mia]}
console: {person: mia}
calendars: {always: {zone: Europe/Paris}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {desk: {name: IT desk, calendar: always, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`
	path := filepath.Join(i.folder, "root", "relance.yaml")
	if err := os.WriteFile(path, []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(path) })
	i.Env = append(i.Env, "RELANCE_CONFIG=/relance.yaml")
}

// freeAddress is where nobody listens now.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// command is the program in the empty root, as the account of the image.
func (i *image) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, i.Entrypoint[0], args...)
	cmd.Env, cmd.Dir = i.Env, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot:     filepath.Join(i.folder, "root"),
		Credential: &syscall.Credential{Uid: 65532, Gid: 65532},
	}
	return cmd
}

// running is a bot in the empty root with its terminal, which is a pipe.
type running struct {
	cmd   *exec.Cmd
	input io.Writer
	lines *bufio.Scanner
}

func (i *image) start(t *testing.T) *running {
	t.Helper()
	r := &running{cmd: i.command(t)}
	r.cmd.Stderr = t.Output()
	input, err := r.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.input, r.lines = input, bufio.NewScanner(output)
	return r
}

// await asks by the image's own health check until the bot is ready.
func (r *running) await(t *testing.T, i image) {
	t.Helper()
	said := []byte("it was never asked")
	for range 100 {
		cmd := i.command(t, i.Health[1:]...)
		var err error
		if said, err = cmd.CombinedOutput(); err == nil {
			return
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-t.Context().Done():
		}
	}
	t.Fatalf("it does not become ready: %s", said)
}

func (r *running) say(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(r.input, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

// hear reads until a line has what is looked for.
func (r *running) hear(t *testing.T, what *regexp.Regexp) []string {
	t.Helper()
	for r.lines.Scan() {
		if found := what.FindStringSubmatch(r.lines.Text()); found != nil {
			return found
		}
	}
	t.Fatalf("it never said %q", what)
	return nil
}

// memory is what the process holds, as the kernel counts it.
func (r *running) memory(t *testing.T) string {
	t.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(r.cmd.Process.Pid), "status"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(regexp.MustCompile(`VmRSS:.*`).FindString(string(status))), " ")
}
