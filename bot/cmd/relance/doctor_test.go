package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// manual is the page whose example is held here.
const manual = "../../../docs/operate/auditor.md"

// TestDoctor damages a store by hand: the doctor finds it, explains it, changes
// nothing, and puts it right when told to. The manual shows what it prints.
func TestDoctor(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	path, data := configuration(t, `url, url: "`+url+`"`)
	id := oneCase(t, path)

	out, errOut, code := call(t, "", "--config", path, "doctor")
	if code != exitWell || !strings.Contains(out, "1 looked at\n") || !strings.Contains(out, "The store is sound.") {
		t.Fatalf("of a sound store: %d\n%s%s", code, out, errOut)
	}
	client := redistest.Client(t, url)
	due, err := client.Keys(t.Context(), "*}:due").Result()
	if err != nil || len(due) != 1 {
		t.Fatal(due, err)
	}
	damage := func() {
		client.ZRem(t.Context(), due[0], id)
		client.ZAdd(t.Context(), strings.TrimSuffix(due[0], "due")+"terms", goredis.Z{Member: "w:lamp\x00ZZZ-ZZZ-Z"})
	}
	damage()
	before := dump(t, client)
	looked, _, code := call(t, "", "--config", path, "doctor")
	if code != exitFound || dump(t, client) != before {
		t.Errorf("the doctor looked, %d, and has changed something", code)
	}
	shown := map[string]string{"doctor": looked}
	for format, fixed := range map[string]func(string) bool{
		"text": func(out string) bool {
			shown["doctor --fix"] = out
			return strings.Contains(out, "unscheduled") && strings.Contains(out, "done: the entries of the index are taken out")
		},
		"json": func(out string) bool {
			var x examination
			if err := json.Unmarshal([]byte(out), &x); err != nil {
				t.Fatal(err)
			}
			return len(x.Findings) == 2 && x.Findings[0].Mended && x.Findings[1].Mended && x.Cases == 1
		},
	} {
		damage()
		if out, errOut, _ := call(t, "", "--config", path, "doctor", "--fix", "--format", format); !fixed(out) {
			t.Errorf("--fix --format %s:\n%s%s", format, out, errOut)
		}
		if out, _, _ := call(t, "", "--config", path, "doctor"); !strings.Contains(out, "The store is sound.") {
			t.Errorf("after it was put right:\n%s", out)
		}
	}
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	for command, out := range shown {
		example := neutral(out, id, data, strings.TrimPrefix(url, "unix://"))
		if !strings.Contains(string(page), "$ relance "+command+"\n"+example+"```") {
			t.Errorf("%s does not show what relance %s prints:\n%s", manual, command, example)
		}
	}
}

// neutral is an output without what is another one each time.
func neutral(out, id, data, address string) string {
	out = strings.NewReplacer(id, "K7M-4QZ-X", data+"/state", "/var/lib/relance", address, "127.0.0.1:6379").Replace(out)
	return regexp.MustCompile(`\d+ MB`).ReplaceAllString(out, "20480 MB")
}

// dump is everything in a Redis.
func dump(t *testing.T, client *goredis.Client) string {
	t.Helper()
	keys, err := client.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(keys)
	var all strings.Builder
	for _, key := range keys {
		all.WriteString(key + client.Dump(t.Context(), key).Val())
	}
	return all.String()
}

// oneCase lets the bot run until a case is open and delivered.
func oneCase(t *testing.T, path string) (id string) {
	t.Helper()
	cmd := command(t, "--config", path)
	cmd.Stdin = strings.NewReader(`@ann /case open org=Desk consent=yes subject="A lamp" story="It is dark."` + "\n")
	var out safeBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.await(t, "Delivered: the room desk")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return caseID.FindStringSubmatch(out.String())[1]
}

func TestDoctorCannotLook(t *testing.T) {
	path, _ := configuration(t, `url, url: "redis://bot:hunter2@127.0.0.1:1", allow: [no_persistence, clock]`)
	for _, args := range [][]string{{"doctor"}, {"verify"}, {"show", "000-001-1"}} {
		out, errOut, code := call(t, "", append([]string{"--config", path}, args...)...)
		const says = "relance: redis: the server at 127.0.0.1:1: nobody listens there: start Redis, or look at the address in redis.url ("
		if code != exitFailed || out != "" || !strings.HasPrefix(errOut, says) || strings.Contains(errOut, "hunter2") {
			t.Errorf("%v without a Redis: %d\n%s%s", args, code, out, errOut)
		}
	}
	if _, errOut, code := call(t, "", "doctor"); code != exitMend || !strings.Contains(errOut, "nothing is kept") {
		t.Errorf("without a configuration: %d\n%s", code, errOut)
	}
}

// TestEachDamageIsExplained, in the program and in the manual.
func TestEachDamageIsExplained(t *testing.T) {
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range escalation.Damages() {
		if meanings[d].means == "" {
			t.Errorf("the doctor does not say what %s means", d)
		}
		if !strings.Contains(string(page), "| `"+string(d)+"` |") {
			t.Errorf("%s has no row for %s", manual, d)
		}
	}
	if len(meanings) != len(escalation.Damages()) {
		t.Errorf("%d damages are explained, there are %d", len(meanings), len(escalation.Damages()))
	}
}
