package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"

	"relance/adapters/chat"
	"relance/adapters/redis/trouble"
	"relance/adapters/witness"
)

// mendError is a failure that a person has to mend.
type mendError struct{ error }

// Unwrap returns the failure.
func (e mendError) Unwrap() error { return e.error }

// NeedsMending says that an error of New or Run does not pass by itself: starting
// again changes nothing before a person has done what its sentence says.
func NeedsMending(err error) bool {
	_, is := errors.AsType[mendError](err)
	return is || errors.Is(err, trouble.ErrMend) || errors.Is(err, witness.ErrOtherKey) || errors.Is(err, witness.ErrNoKey) ||
		errors.Is(err, fs.ErrPermission) && !forbiddenWay(err) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EROFS)
}

// forbiddenWay says that a rule of the machine is in the way to another: a firewall may
// be loaded after the bot, and lets it go then.
func forbiddenWay(err error) bool {
	op, is := errors.AsType[*net.OpError](err)
	return is && op.Op == "dial" && op.Net != "unix"
}

// ofPlatform marks what a platform refuses for good: a token, a right, a channel.
// An outage of the platform or of the way to it is none of these.
func ofPlatform(err error) error {
	switch e, is := errors.AsType[*chat.Error](err); {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case is && (e.Failure == chat.Temporary || e.Failure == chat.Unknown) && e.After <= outageLimit:
		return err
	}
	return mendError{err}
}

// onDisk says what to do about a file or folder that cannot be used.
func onDisk(err error) error {
	path, is := errors.AsType[*fs.PathError](err)
	switch {
	case !is:
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("there is no room left on the disk for %s: make room and start again; what was recorded is not lost (%w)", path.Path, path)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s is on a disk that can only be read: name another folder with data or --data (%w)", path.Path, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("the user of the bot (number %d) may not use %s: give it to that user with chown, or name another folder with data or --data (%w)", os.Getuid(), path.Path, err)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s is no folder: name one with data or --data (%w)", path.Path, err)
	}
	return err
}
