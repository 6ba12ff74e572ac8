package console

import "relance/adapters/chat"

// Fits implements [chat.Measurer].
func (c *Console) Fits(m chat.Message) error { return fits(m) }
