package app

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"relance/adapters/witness"
	"relance/bot/locale"
	"relance/config"
	"relance/escalation"
)

// Archive is the store without the bot: to look at what it holds, also while a
// bot is running on it.
type Archive struct {
	vault   *vault
	folder  string // of the data
	witness string // path of the witness file
	// KeyIsNamed says that the configuration has the key of the witness, not the data folder.
	KeyIsNamed bool
	Say        locale.Speaker // of the configuration's language
	Zone       *time.Location // in which people read dates
}

// OpenArchive opens the store that the configuration names.
func OpenArchive(ctx context.Context, c *config.Config, data string, log *slog.Logger) (*Archive, error) {
	texts, err := locale.Load()
	if err != nil {
		return nil, err
	}
	v, err := lookInto(ctx, c, data, log)
	if err != nil {
		return nil, onDisk(err)
	}
	folder, err := dataFolder(cmp.Or(data, c.Data))
	if err != nil {
		return nil, errors.Join(err, v.server.Close(ctx))
	}
	file := cmp.Or(c.Witness.File, filepath.Join(folder, witnessFile))
	return &Archive{vault: v, folder: folder, witness: file, KeyIsNamed: c.Witness.Key != "", Say: texts.For(c.Language), Zone: c.People.Zone}, nil
}

// Close ends the connection.
func (a *Archive) Close(ctx context.Context) error { return a.vault.server.Close(ctx) }

// Case returns a case with its whole trail.
func (a *Archive) Case(ctx context.Context, id escalation.CaseID) (escalation.Case, []escalation.Entry, error) {
	c, _, err := a.vault.store.Load(ctx, id, "")
	if err != nil {
		return c, nil, err
	}
	trail, err := a.vault.store.Trail(ctx, id)
	return c, trail, err
}

// Verify looks at every trail, see [witness.File.Verify].
func (a *Archive) Verify(ctx context.Context, each func(witness.Verified) error) error {
	return a.vault.witness.Verify(ctx, a.vault.store, each)
}

// Unseen says that the witness has seen nothing yet, or that its file is lost: trails
// are compared with their seals alone.
func (a *Archive) Unseen() bool { return a.vault.witness.Blank() }

// Paused says why nothing is sent: a doubt, or who has paused it; empty: it is not paused.
func (a *Archive) Paused(ctx context.Context) (string, error) {
	why, err := a.vault.store.Get(ctx, escalation.ShelfSwitches, escalation.SwitchPaused)
	if why == nil || doubted(why) {
		return string(why), err
	}
	return "paused by " + string(why), err
}

// Accept takes the store as it is and lifts the pause: a person says that it is
// the right one.
func (a *Archive) Accept(ctx context.Context) error {
	return confirming{a.vault.store, a.vault.witness, a.vault.store}.accept(ctx)
}
