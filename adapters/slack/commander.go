package slack

// Command implements [chat.Commander]: Slack has one command, under a name of the
// administrator's, and what stands behind it is typed.
func (p *Platform) Command(words string) string { return "/" + p.options.Command + " " + words }

// Option implements [chat.Commander]: options are typed as everywhere.
func (p *Platform) Option(string, string) string { return "" }
