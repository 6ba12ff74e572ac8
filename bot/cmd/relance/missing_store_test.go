//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/redis/redistest"
	"relance/config"
)

// TestAFolderWithoutAStoreIsNotAnEmptyStore: whoever looks in the wrong folder, as root
// does beside a bot that has a user of its own, is not told that all is well, gets no
// backup of nothing, and leaves no store behind.
func TestAFolderWithoutAStoreIsNotAnEmptyStore(t *testing.T) {
	redistest.Binary(t)
	path, data := configuration(t, "private")
	backup := filepath.Join(t.TempDir(), "backup")
	for _, args := range [][]string{{"verify"}, {"doctor"}, {"show", "000-001-1"}, {"backup", backup}} {
		out, errOut, code := call(t, "", append([]string{"--config", path}, args...)...)
		if code != exitMend || out != "" || !strings.Contains(errOut, "there is no store in "+filepath.Join(data, "state")) {
			t.Errorf("%v: %d, %q, %q", args, code, out, errOut)
		}
	}
	for _, made := range []string{backup, filepath.Join(data, "state")} {
		if _, err := os.Stat(made); err == nil {
			t.Errorf("%s was made", made)
		}
	}
}

// TestTheFolderOfABackupIsNew: the two ways in which it cannot be made are told apart.
func TestTheFolderOfABackupIsNew(t *testing.T) {
	redistest.Binary(t)
	path, data := configuration(t, "private")
	bot := startSession(t, path)
	defer bot.stop()
	bot.out.await(t, "msg=started")
	for folder, want := range map[string]string{
		data:                                     "is there already",
		filepath.Join(data, "nowhere", "backup"): "there is no folder " + filepath.Join(data, "nowhere") + ": make it first",
	} {
		if _, errOut, code := call(t, "", "--config", path, "backup", folder); code != exitMend || !strings.Contains(errOut, want) {
			t.Errorf("%s: %d, %q", folder, code, errOut)
		}
	}
}

// TestTheStoreIsLookedAtWithoutTokens: systemd hands the tokens to the bot alone, and
// takes them away while it is stopped, which is when a backup is put back.
func TestTheStoreIsLookedAtWithoutTokens(t *testing.T) {
	path, _ := configuration(t, "private")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	more := strings.Replace(string(text), "rooms: {", "slack: {bot_token_file: /nowhere/bot, app_token_file: /nowhere/app}\ndiscord: {token_env: RELANCE_NOWHERE}\nrooms: {slack: {team: \"#team\"}, discord: {team: \"#team\"}, ", 1)
	if err := os.WriteFile(path, []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{cli: &cli{Config: path}}
	if _, err := p.loadStore(); err != nil {
		t.Errorf("the store asks for tokens: %v", err)
	}
	if _, _, err := p.load(); err == nil {
		t.Error("the bot does without tokens")
	}
	more = strings.Replace(more, "redis: {", "redis: {password_file: /nowhere/password, ", 1)
	if err := os.WriteFile(path, []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = p.loadStore()
	if problems, is := err.(config.Problems); !is || len(problems) != 1 {
		t.Errorf("the password of Redis is not asked for alone: %v", err)
	}
}
