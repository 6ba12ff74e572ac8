package slack

import "time"

// strange tells of a message of this app that a bot on another store has said.
func (p *Platform) strange(m sentMessage) bool {
	store, _ := m.Metadata.EventPayload[markStore].(string)
	said, ok := timeOf(m.TS)
	return ok && m.Metadata.EventType == markEvent && p.stranger(store, said)
}

// stranger tells of a store that it is another bot's. What carries none was made by a
// program that marked none.
func (p *Platform) stranger(store string, made time.Time) bool {
	return store != "" && p.options.Store != "" && store != p.options.Store && p.options.Stranger(store, made)
}
