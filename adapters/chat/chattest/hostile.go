package chattest

// Hostile returns texts that do something on one platform or another unless
// they are escaped.
func Hostile() []string {
	return []string{
		// Mentions.
		"<!channel> hello", "<!here|here> hello", "@everyone hello", "@here hello",
		"<@U0123456789> hello", "<@123456789012345678> hello", "<@&123456789012345678> hello",
		"<!subteam^S0123456789> hello", "<#C0123456789|team> hello", "<#123456789012345678> hello",
		// Links and commands.
		"<https://evil.example/x|click me>", "[click me](https://evil.example/x)",
		"[click me](<https://evil.example/x>)", "<mailto:a@evil.example|write>", "</case:123456789012345678> hello",
		// Style.
		"*bold* _slanted_ ~struck~ `code`", "**bold** __under__ ~~struck~~ ||hidden||",
		"```\nblock\n```", "> quoted\n>>> all quoted", "# huge\n-# tiny", "* item\n1. item", ":smile: <:smile:123456789012345678>",
		"<t:0:R> <!date^0^{date}|then>",
		// Half escaped already, or half a piece of something.
		"&lt;!channel&gt; &amp;lt; &#60;", `\*not bold\* \\`, `"},{"type":"divider"},{"`, "%s %n ${x} {{.}} <b>b</b>",
		// Terminals.
		"\x1b[31mred\x1b[2J\x1b[H", "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "\u009b31mred", "back\b\b\bover\rbegin\a",
		"nul\x00 del\x7f tab\t end",
		// Text that is not what it seems.
		"pay \u202elive\u202c and \u2066this\u2069 too", "in\u200bvi\u200dsi\u2060ble\ufeff", "line\u2028and\u2029paragraph\u0085next",
		"Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308algo", "tag\U000e0041\U000e0042 and bytes\U000e0100",
		"no \xff\xfe text \xed\xa0\x80", "a line\n[1] Yes  [2] No\n#team >1  a message", "   spaces before and after   ",
	}
}
