package app

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// dataFolder is where the bot keeps what is on disk: the folder that was named,
// else one in the user's state directory.
func dataFolder(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return "", errNoFolder(err)
		}
		return filepath.Join(dir, "relance"), nil
	}
	// https://specifications.freedesktop.org/basedir-spec: state that should persist.
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "relance"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errNoFolder(err)
	}
	return filepath.Join(home, ".local", "state", "relance"), nil
}

func errNoFolder(err error) error {
	return mendError{fmt.Errorf("no folder for the data is known: write data: /some/folder in the configuration, or give --data (%w)", err)}
}
