package witness

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keyLength is the length of a generated key in bytes.
const keyLength = 32

// Key reads the key kept in a file, or draws one and keeps it there, readable by
// its owner alone.
func Key(path string) ([]byte, error) {
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("witness: folder of the key: %w", err)
	}
	drawn := make([]byte, keyLength)
	_, _ = rand.Read(drawn) // never fails, see its documentation
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return readKey(path) // another process was faster
	}
	if err != nil {
		return nil, fmt.Errorf("witness: key: %w", err)
	}
	_, err = file.WriteString(hex.EncodeToString(drawn) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("witness: key: %w", err), os.Remove(path))
	}
	return drawn, nil
}

func readKey(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("witness: key: %w", err)
	}
	key, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(key) != keyLength {
		return nil, fmt.Errorf("witness: %s holds no key: put back the file it was; without it no seal can be checked", path)
	}
	return key, nil
}
