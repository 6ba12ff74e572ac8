//go:build linux || darwin

package app

import "syscall"

// freeSpace is the room on a folder's disk that the bot's user may fill, in bytes.
func freeSpace(folder string) (bytes uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Bsize < 0 {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
