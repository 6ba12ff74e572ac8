package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"relance/escalation"
)

// Directory knows organisations: those of the configuration, and those that
// moderators added in chat, which the Book keeps.
type Directory struct {
	Entries []Listing // from the configuration
	Ladders map[string]escalation.Ladder
	Ladder  string // name of the default ladder
	Book    escalation.Book
}

// Listing is one organisation with its contacts.
type Listing struct {
	Organisation escalation.Organisation
	Contacts     []escalation.Contact
	Ladder       string // name; the default when empty
}

// added is a listing as the Book keeps it, with who added it and when.
type added struct {
	Listing Listing   `json:"listing"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// All returns every listing; one of the configuration replaces one with the same
// key that was added in chat.
func (d *Directory) All(ctx context.Context) ([]Listing, error) {
	all := slices.Clone(d.Entries)
	shelf, err := d.Book.All(ctx, shelfListings)
	if err != nil {
		return nil, fmt.Errorf("read the organisations added in chat: %w", err)
	}
	for _, key := range slices.Sorted(maps.Keys(shelf)) {
		if slices.ContainsFunc(d.Entries, func(l Listing) bool { return l.Organisation.Key == key }) {
			continue
		}
		var a added
		if err := json.Unmarshal(shelf[key], &a); err != nil {
			return nil, fmt.Errorf("the organisation %s cannot be read: %w", key, err)
		}
		all = append(all, a.Listing)
	}
	return all, nil
}

// Find looks an organisation up by its key or its name; case, accents and
// punctuation make no difference.
func (d *Directory) Find(ctx context.Context, name string) (Listing, bool, error) {
	all, err := d.All(ctx)
	if err != nil {
		return Listing{}, false, err
	}
	wanted := fold(name)
	for _, l := range all {
		if wanted == fold(l.Organisation.Key) || wanted == fold(l.Organisation.Name) {
			return l, true, nil
		}
	}
	return Listing{}, false, nil
}

// Add keeps an organisation for later cases.
func (d *Directory) Add(ctx context.Context, l Listing, by string, at time.Time) error {
	value, err := json.Marshal(added{Listing: l, By: by, At: at})
	if err != nil {
		return err
	}
	if err := d.Book.Put(ctx, shelfListings, l.Organisation.Key, value); err != nil {
		return fmt.Errorf("keep the organisation %s: %w", l.Organisation.Key, err)
	}
	return nil
}

// Roles are the roles that any ladder asks.
func (d *Directory) Roles() []string {
	var roles []string
	for _, name := range slices.Sorted(maps.Keys(d.Ladders)) {
		roles = append(roles, rolesIn(d.Ladders[name])...)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// calendars are the names of the calendars that organisations of the
// configuration are asked in.
func (d *Directory) calendars() []string {
	var names []string
	for _, l := range d.Entries {
		if l.Organisation.Calendar != "" {
			names = append(names, l.Organisation.Calendar)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// near is the name of the organisation that may have been meant; nothing where
// there is none or it cannot be looked up: it is only advice.
func (d *Directory) near(ctx context.Context, name string) string {
	all, err := d.All(ctx)
	if err != nil {
		return ""
	}
	var names []string
	for _, l := range all {
		names = append(names, l.Organisation.Name)
	}
	return nearest(name, names)
}

// ladder is the ladder of a listing.
func (d *Directory) ladder(l Listing) (escalation.Ladder, error) {
	name := l.Ladder
	if name == "" {
		name = d.Ladder
	}
	ladder, ok := d.Ladders[name]
	if !ok {
		return escalation.Ladder{}, fmt.Errorf("there is no ladder called %q", name)
	}
	return ladder, nil
}
