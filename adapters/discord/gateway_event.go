package discord

import (
	"encoding/json"
	"runtime/debug"
	"strings"
	"time"

	"relance/adapters/chat"

	"github.com/bwmarrin/discordgo"
)

// The events that are handed on
// (https://docs.discord.com/developers/events/gateway-events#receive-events).
const (
	interactionEvent = "INTERACTION_CREATE"
	messageEvent     = "MESSAGE_CREATE"
	changeEvent      = "MESSAGE_UPDATE"
)

// dispatch deals with an event. One that cannot be dealt with must not end the bot,
// for Discord would deliver it again and again.
func (g *gateway) dispatch(one payload) {
	log := g.p.log
	defer func() {
		if broken := recover(); broken != nil {
			log.Error("discord: an event could not be handled", "event", one.Name, "panic", chat.Unworded(broken), "stack", string(debug.Stack()))
		}
	}()
	switch one.Name {
	case "READY":
		g.begun(one.Data)
	case "RESUMED":
		g.ready = time.Now()
		g.p.link.Up(g.ready)
		log.Info("discord: connected again, with all that was missed")
	case interactionEvent:
		g.q.offer(delivery{event: one.Name, payload: one.Data, at: g.p.now()})
	case messageEvent, changeEvent:
		g.q.offerWaiting(delivery{event: one.Name, payload: one.Data, at: g.p.now(), own: g.ours()})
	default:
		g.p.remember(one)
	}
}

// begun takes over a session.
// https://docs.discord.com/developers/events/gateway-events#ready
func (g *gateway) begun(data json.RawMessage) {
	var ready struct {
		Session string         `json:"session_id"`
		Resume  string         `json:"resume_gateway_url"`
		User    discordgo.User `json:"user"`
	}
	if err := json.Unmarshal(data, &ready); err != nil {
		g.p.log.Warn("discord: a session begins that cannot be read", "error", jsonTrouble(err))
		return
	}
	g.session, g.resume, g.ready = ready.Session, ready.Resume, time.Now()
	g.p.link.Up(g.ready)
	g.own.Store(ready.User.ID)
	g.p.log.Info("discord: connected")
}

// remember keeps what events tell of channels and threads, so that nobody has to
// ask what is known.
func (p *Platform) remember(one payload) {
	switch {
	case one.Name == "GUILD_CREATE":
		var guild struct {
			ID       string `json:"id"`
			Channels []room `json:"channels"`
			Threads  []room `json:"threads"`
		}
		if json.Unmarshal(one.Data, &guild) != nil {
			return
		}
		for _, r := range append(guild.Channels, guild.Threads...) {
			if r != nil {
				r.GuildID = guild.ID
				p.rooms.put(r.ID, r, p.now().Add(roomFresh))
			}
		}
	case !strings.HasPrefix(one.Name, "CHANNEL_") && !strings.HasPrefix(one.Name, "THREAD_"):
	default:
		var r discordgo.Channel
		if json.Unmarshal(one.Data, &r) != nil || r.ID == "" {
			return
		}
		switch one.Name {
		case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE":
			p.rooms.put(r.ID, &r, p.now().Add(roomFresh))
		case "CHANNEL_DELETE", "THREAD_DELETE":
			p.rooms.drop(r.ID)
		}
	}
}
