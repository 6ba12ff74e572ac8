package discord

import (
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/bwmarrin/discordgo"
)

// intents are those of a bot that needs no privileged one but that to read
// (https://docs.discord.com/developers/events/gateway#list-of-intents).
func (p *Platform) intents() discordgo.Intent {
	all := discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	if p.options.MessageContent {
		all |= discordgo.IntentMessageContent
	}
	return all
}

// introduce goes on with the session, or begins one.
func (g *gateway) introduce(c *gatewayConn) error {
	if g.session != "" {
		return c.send(opResume, map[string]any{"token": g.p.options.Token, "session_id": g.session, "seq": g.seq.Load()})
	}
	g.seq.Store(0)
	return c.send(opIdentify, map[string]any{
		"token":   g.p.options.Token,
		"intents": g.p.intents(),
		"properties": map[string]string{
			"os": runtime.GOOS, "browser": product, "device": product,
		},
	})
}

// product is what the bot is called at the gateway.
const product = "relance"

// read hands on what a connection delivers until it breaks.
func (g *gateway) read(c *gatewayConn) error {
	for {
		one, err := c.next()
		if err != nil {
			if over(err) {
				g.session = ""
			}
			return err
		}
		switch one.Op {
		case opDispatch:
			g.dispatch(one)
			if !g.ready.IsZero() {
				c.settled()
			}
			g.seq.Store(one.Seq)
		case opHeartbeat:
			if err := c.heartbeat(); err != nil {
				return err
			}
		case opHeartbeatAck:
			c.acked.Store(true)
		case opReconnect:
			return errReconnect
		case opInvalidSession:
			return g.invalid(one.Data)
		}
	}
}

// invalid deals with a session that Discord calls invalid. Where another has to be
// begun Discord asks for a pause of one to five seconds
// (https://docs.discord.com/developers/events/gateway-events#invalid-session).
func (g *gateway) invalid(data json.RawMessage) error {
	resumable := false
	if json.Unmarshal(data, &resumable) == nil && resumable {
		return errInvalid
	}
	g.session = ""
	return &waitError{time.Second + rand.N(4*time.Second), errInvalid}
}

// ours is the ID of the bot's user, once the gateway has said it.
func (g *gateway) ours() string {
	own, _ := g.own.Load().(string)
	return own
}
