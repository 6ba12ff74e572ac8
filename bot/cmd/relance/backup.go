package main

import (
	"fmt"

	"relance/bot/app"
)

type backupCmd struct {
	Folder string `arg:"" help:"The folder of the backup, which is not there yet."`
}

// Run writes a backup.
func (b backupCmd) Run(p *program) error {
	return p.withArchive(func(a *app.Archive) error {
		if err := a.Backup(p, b.Folder); err != nil {
			return err
		}
		holds := "the key of the witness and people's words"
		if a.KeyIsNamed {
			holds = "people's words, and not the key of the witness, which your configuration names: keep a copy of that apart"
		}
		fmt.Fprintf(p.out, "written: %s. It holds %s. Keep it where only you can read it\n", b.Folder, holds)
		return nil
	})
}

type restoreCmd struct {
	Folder string `arg:"" help:"The folder of the backup."`
}

// Run puts a backup in its place.
func (r restoreCmd) Run(p *program) error {
	c, err := p.loadStore()
	if err != nil {
		return err
	}
	stayed, err := app.Restore(c, p.cli.Data, r.Folder)
	if err != nil {
		return err
	}
	for _, path := range stayed {
		fmt.Fprintf(p.out, "as it was: %s\n", path)
	}
	fmt.Fprintln(p.out, "restored. If the store is older than its witness, the bot sends nothing until you confirm: relance verify, then relance verify --accept")
	return nil
}
