package discord

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

const (
	// placeTries is how often it is asked where something was written, placePause the
	// time between: Discord does not deliver it again. Ours.
	placeTries = 3
	placePause = 2 * time.Second
	// heardFresh is how long the text of a message is remembered, to tell whether it
	// was changed. Ours.
	heardFresh = time.Hour
)

// written translates something that was written, or written differently now.
func (p *Platform) written(ctx context.Context, d delivery) (incoming, error) {
	m, err := unpack[message](d.payload)
	if err != nil {
		return incoming{}, err
	}
	if !isID(m.ID) || !isID(m.Channel) {
		return incoming{}, fmt.Errorf("%w: a message without an ID", errMalformed)
	}
	if d.event == messageEvent && !p.elsewhere(m.Guild) && m.Author != nil && m.Author.ID == d.own {
		p.strange(m)
	}
	if p.elsewhere(m.Guild) || !m.fromSomebody(d.own) || m.Content == "" && len(m.Attachments) == 0 {
		return incoming{}, nil // another server, a notice of Discord's, the bot itself, or words it may not read
	}
	edited := d.event == changeEvent
	if changed := p.changed(m); edited && (!changed || m.Edited == nil) {
		return incoming{}, nil // a preview was added, or something pinned
	}
	if m.Member != nil {
		m.Member.User = m.Author
		p.met(m.Guild, m.Member)
	}
	at, err := p.placeWritten(ctx, m)
	if err != nil {
		return incoming{}, err
	}
	act := p.act(m, at, m.Guild)
	if edited {
		said, _ := act.Deed.(chat.Said)
		said.Edited = true
		act.ID += ":" + strconv.FormatInt(m.Edited.UnixMicro(), 10)
		act.At, act.Deed = *m.Edited, said
	}
	return incoming{act: act}, nil
}

// changed remembers what a message says, and tells whether that was not known.
func (p *Platform) changed(m message) bool {
	sum := sha256.Sum256([]byte(m.Content))
	text := string(sum[:])
	before, known := p.inbound.heard.get(m.ID, p.now())
	p.inbound.heard.put(m.ID, text, p.now().Add(heardFresh))
	return !known || before != text
}

// fromSomebody tells of words of a person or of another application: an
// organisation's may answer for it.
func (m message) fromSomebody(own string) bool {
	if m.Author == nil || m.Author.ID == "" || m.Author.ID == own {
		return false
	}
	switch m.Type {
	case discordgo.MessageTypeDefault, discordgo.MessageTypeReply,
		discordgo.MessageTypeChatInputCommand, discordgo.MessageTypeContextMenuCommand:
		return true
	}
	return false
}

// placeWritten is where a message was written. What answers a message in private is
// in its thread.
func (p *Platform) placeWritten(ctx context.Context, m message) (chat.Place, error) {
	if m.Guild == "" {
		return chat.Place{Person: m.Author.ID, Thread: chat.Ref(m.Reference.Message)}, nil
	}
	for try := 1; ; try++ {
		at, err := p.placeOf(ctx, m.Channel, m.Author.ID, m.ID)
		if err == nil || try == placeTries || isFailure(err, chat.Gone) || !pause(ctx, placePause) {
			return at, err
		}
	}
}
