package slack

import "time"

// strange tells of a message of this app that a bot on another origin has said.
func (p *Platform) strange(m sentMessage) bool {
	origin, _ := m.Metadata.EventPayload[markOrigin].(string)
	said, ok := timeOf(m.TS)
	return ok && m.Metadata.EventType == markEvent && p.stranger(origin, said)
}

// stranger tells of an origin that it is another bot's. What carries none was made by a
// program that marked none.
func (p *Platform) stranger(origin string, made time.Time) bool {
	return origin != "" && p.options.Origin != "" && origin != p.options.Origin && p.options.Stranger(origin, made)
}
