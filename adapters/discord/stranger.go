package discord

import "strings"

// strange tells of a message of this application that another bot on another store
// has said. What carries no origin was said by a program that marked none.
func (p *Platform) strange(m message) bool {
	_, origin, _ := strings.Cut(m.mark(), originMark)
	if origin == "" || p.options.Origin == "" || origin == p.options.Origin {
		return false
	}
	return p.options.Stranger(origin, madeAt(m.ID))
}
