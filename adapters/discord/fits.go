package discord

import "relance/adapters/chat"

// Fits implements [chat.Measurer]: what is laid out here is what is sent.
func (p *Platform) Fits(m chat.Message) error {
	_, err := p.pieces(m)
	return err
}
