package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
)

// lent are the folders of this machine that a base image would have; they cannot be
// written to.
var lent = []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/dev", "/proc"}

// enter mounts what is lent, in a mount namespace that ends with it, and goes on
// with a command in the new root.
const enter = `root=$1; shift
for folder in $LENT; do
	mkdir -p "$root$folder"
	mount --rbind "$folder" "$root$folder"
	case $folder in /dev | /proc) ;; *) mount -o remount,ro,bind "$root$folder" ;; esac
done
exec chroot "$root" "$@"`

// run runs a command in the root of the stage, with an empty home. What stays of it
// is what it writes outside of the folders that are lent.
func (s *stage) run(c *instructions.RunCommand) error {
	switch {
	case s.base == scratch:
		return errors.New("nothing runs in an empty root")
	case !c.PrependShell || len(c.CmdLine) != 1 || len(c.Files) > 0 || len(c.FlagsUsed) > 0:
		return fmt.Errorf("only RUN with one plain command line is known here")
	}
	var folders []string
	for _, folder := range lent {
		target, err := os.Readlink(folder)
		switch _, there := os.Stat(folder); {
		case there != nil:
		case err == nil: // like /bin to usr/bin
			if err := os.Symlink(target, filepath.Join(s.root, folder)); err != nil && !errors.Is(err, os.ErrExist) {
				return err
			}
		default:
			folders = append(folders, folder)
		}
	}
	for _, folder := range []string{"tmp", "root"} {
		if err := os.MkdirAll(filepath.Join(s.root, folder), 0o755); err != nil {
			return err
		}
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(goroot), "/usr/") {
		folders = append(folders, strings.TrimSpace(string(goroot)))
	}
	// The variables that the image golang sets, and what this machine needs to reach
	// the module proxy: https://github.com/docker-library/golang
	environment := append(s.environment(),
		"PATH=/go/bin:"+strings.TrimSpace(string(goroot))+"/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"GOPATH=/go", "GOTOOLCHAIN=local", "HOME=/root")
	for _, name := range []string{"GOPROXY", "GOSUMDB", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE"} {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	line := "cd '" + s.workdir + "' && " + c.CmdLine[0]
	args := append([]string{"--mount", "--propagation", "private", "sh", "-euc", enter, "sh", s.root, "env", "-i"}, environment...)
	cmd := exec.Command("unshare", append(args, "sh", "-c", line)...)
	cmd.Env = append(os.Environ(), "LENT="+strings.Join(folders, " "))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
