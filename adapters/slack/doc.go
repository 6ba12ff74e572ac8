// Package slack is the chat platform Slack: it translates what people do there
// into acts, and what the bot says into Slack's blocks, within Slack's limits.
package slack
