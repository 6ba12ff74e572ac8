package discord

import "strings"

// strange tells of a message of this application that another bot on another store
// has said. What carries no store was said by a program that marked none.
func (p *Platform) strange(m message) bool {
	_, store, _ := strings.Cut(m.mark(), storeMark)
	if store == "" || p.options.Store == "" || store == p.options.Store {
		return false
	}
	return p.options.Stranger(store, madeAt(m.ID))
}
