package witness

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"relance/escalation"
)

// keyLength is the length of a generated key in bytes.
const keyLength = 32

// Keys are what heads are sealed with.
type Keys struct {
	Key     []byte   // seals, from now on
	Earlier [][]byte // sealed before: what they have sealed verifies
}

// all are the keys whose seals are good.
func (k Keys) all() [][]byte { return append([][]byte{k.Key}, k.Earlier...) }

// sealed says whether a head was sealed with one of the keys.
func (k Keys) sealed(h escalation.Witnessed) bool {
	return slices.ContainsFunc(k.all(), func(key []byte) bool {
		return escalation.Seal(key, h.Case, h.Entries, h.Head) == h.Seal
	})
}

// Sealed says whether the head of a case was sealed with one of the keys.
func (k Keys) Sealed(c escalation.Case) bool {
	return k.sealed(escalation.Witnessed{Case: c.ID, Entries: c.Entries, Head: c.Head, Seal: c.Seal})
}

// Prints are what the keys can be known by without knowing them, Key's first.
func (k Keys) Prints() []string {
	var prints []string
	for _, key := range k.all() {
		prints = append(prints, escalation.Seal(key, "", 0, escalation.Hash{}))
	}
	return prints
}

// ParseKey reads a key as somebody wrote it: 64 hexadecimal digits, as [ReadKeys] draws
// them, are the 32 bytes that they stand for, wherever they stand.
func ParseKey(text string) []byte {
	if key, err := hex.DecodeString(text); err == nil && len(key) == keyLength {
		return key
	}
	return []byte(text)
}

// ReadKeys reads the keys kept in a file, one a line and the one that seals first, or
// draws one and keeps it there, readable by its owner alone.
func ReadKeys(path string) (Keys, error) {
	keys, err := readKeys(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, err
	}
	key, err := drawKey(path)
	if errors.Is(err, fs.ErrExist) {
		return readKeys(path) // another process was faster
	}
	return Keys{Key: key}, err
}

func drawKey(path string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("witness: folder of the key: %w", err)
	}
	drawn := make([]byte, keyLength)
	_, _ = rand.Read(drawn) // never fails, see its documentation
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("witness: key: %w", err)
	}
	_, err = file.WriteString(hex.EncodeToString(drawn) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("witness: key: %w", err), os.Remove(path))
	}
	return drawn, nil
}

// ErrNoKey says that a file is not the file of a key.
var ErrNoKey = errors.New("holds no key, or has a line that is none: put back the file it was; without it no seal can be checked")

func readKeys(path string) (Keys, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Keys{}, fmt.Errorf("witness: key: %w", err)
	}
	var all [][]byte
	for _, line := range strings.Fields(string(text)) {
		key, err := hex.DecodeString(line)
		if err != nil || len(key) != keyLength {
			return Keys{}, errNoKey(path)
		}
		all = append(all, key)
	}
	if len(all) == 0 {
		return Keys{}, errNoKey(path)
	}
	return Keys{Key: all[0], Earlier: all[1:]}, nil
}

func errNoKey(path string) error {
	return fmt.Errorf("witness: %s %w", path, ErrNoKey)
}
