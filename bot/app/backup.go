package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"relance/adapters/redis/server"
	"relance/config"
)

// storeFile is the store in the folder of a backup; the witness and its key stand
// beside it under the names they have in the data folder.
const storeFile = "store.rdb"

// Backup writes the store, the witness and its key, unless the configuration has that, to
// a folder that is not there yet, also while a bot is running. The witness comes first:
// the store is no older than it.
func (a *Archive) Backup(ctx context.Context, folder string) error {
	if a.vault.server.Mode != server.Private {
		return mendError{fmt.Errorf("the Redis is yours: back it up by its own means (redis-cli --rdb), and with it %s and the key of the witness, before it; the source says more in docs/operate/keeping.md", a.witness)}
	}
	switch err := os.Mkdir(folder, 0o700); {
	case errors.Is(err, fs.ErrExist):
		return mendError{fmt.Errorf("%s is there already, and nothing is written over it: name a folder that is not there yet", folder)}
	case errors.Is(err, fs.ErrNotExist):
		return mendError{fmt.Errorf("there is no folder %s: make it first, or name another (%w)", filepath.Dir(folder), err)}
	case err != nil:
		return onDisk(err)
	}
	if err := a.fill(ctx, folder); err != nil { // so that the same can be tried again
		return errors.Join(onDisk(err), os.RemoveAll(folder))
	}
	return nil
}

// fill writes a backup into a folder that was made for it.
func (a *Archive) fill(ctx context.Context, folder string) error {
	files := map[string]string{a.witness: witnessFile}
	if !a.KeyIsNamed { // else what lies in the data folder is a key of long ago
		files[filepath.Join(a.folder, keyFile)] = keyFile
	}
	for from, name := range files {
		if err := copyFile(from, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return a.vault.server.Save(ctx, filepath.Join(folder, storeFile))
}

// Restore puts a backup in the place of a store that is not there any more. A witness
// and a key that are still in the data folder stay: they know more than the backup's,
// and so the bot finds out that its store is an older one. It returns which stayed.
func Restore(c *config.Config, data, backup string) (stayed []string, err error) {
	folder, err := dataFolder(cmp.Or(data, c.Data))
	if err != nil {
		return nil, err
	}
	switch mode, err := serverOptions(c, folder, nil).Choose(); {
	case err != nil:
		return nil, err
	case mode == server.Memory:
		return nil, mendError{errForgets}
	case mode != server.Private:
		return nil, mendError{errors.New("the Redis is yours: restore it by its own means while the bot is stopped, and start the bot; the source says more in docs/operate/keeping.md")}
	}
	store := filepath.Join(backup, storeFile)
	if _, err := os.Stat(store); errors.Is(err, fs.ErrNotExist) {
		return nil, mendError{fmt.Errorf("there is no backup in %s, or not all of it: name a folder that relance backup has written (%w)", backup, err)}
	}
	err = server.Restore(folder, store, func() error {
		stayed, err = beside(backup, map[string]string{
			witnessFile: cmp.Or(c.Witness.File, filepath.Join(folder, witnessFile)), keyFile: filepath.Join(folder, keyFile)})
		return err
	})
	return stayed, onDisk(err)
}

// beside copies files of a backup to where there are none, and returns which there were.
func beside(backup string, files map[string]string) (stayed []string, err error) {
	for name, to := range files {
		if _, err := os.Stat(to); err == nil {
			stayed = append(stayed, to)
			continue
		}
		if err := copyFile(filepath.Join(backup, name), to); err != nil {
			return nil, err
		}
	}
	slices.Sort(stayed)
	return stayed, nil
}

// copyFile copies a small file, if there is one, to where there is none.
func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
