package discord

import (
	"context"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// incoming is what a delivery means: an act, or a step in filling in a form, and
// how it is answered. One with neither means nothing to the bot.
type incoming struct {
	act   chat.Act
	reply *reply    // of an interaction
	step  *formStep // a click on a form's own buttons
	page  *formPage // a page of a form that was sent
}

// translate finds out what a delivery means. The error is errMalformed where it
// cannot be read.
func (p *Platform) translate(ctx context.Context, d delivery) (incoming, error) {
	if d.event == interactionEvent {
		return p.interaction(ctx, d)
	}
	return p.written(ctx, d)
}

// interaction translates a command, a click, a form, or typing.
func (p *Platform) interaction(ctx context.Context, d delivery) (incoming, error) {
	i, err := unpack[sentInteraction](d.payload)
	if err != nil {
		return incoming{}, err
	}
	who := i.user()
	if !isID(i.ID) || i.Token == "" || i.Application == "" || who == nil || who.ID == "" {
		return incoming{}, fmt.Errorf("%w: an interaction of nobody, or that cannot be answered", errMalformed)
	}
	if p.elsewhere(i.Guild) {
		return incoming{}, nil
	}
	p.met(i.Guild, i.Member)
	in := incoming{
		reply: &reply{platform: p, id: i.ID, application: i.Application, token: i.Token, user: who.ID, at: d.at, kind: i.Type},
		act:   chat.Act{ID: "i:" + i.ID, At: madeAt(i.ID), By: p.person(who, i.Member, i.Locale)},
	}
	if in.act.Place, err = p.placeAsked(ctx, i); err != nil {
		return incoming{}, err
	}
	switch {
	case i.Type == askedCommand && i.Data.Target != "":
		err = p.shortcut(&in, i)
	case i.Type == askedCommand:
		in.act.Deed = p.command(i.Data)
	case i.Type == askedSuggest:
		in.act.Deed = p.typing(i.Data)
	case i.Type == askedComponent && i.Message != nil && p.strange(*i.Message):
		return incoming{}, nil // whose it is has heard of it too, and answers
	case i.Type == askedComponent:
		err = p.clicked(&in, i)
	case i.Type == askedModal:
		err = p.submitted(&in, i)
	default:
		return incoming{}, nil
	}
	return in, err
}

// elsewhere tells of a server that the bot does not work in, though it was added to
// it.
func (p *Platform) elsewhere(guild string) bool {
	return p.options.Guild != "" && guild != "" && guild != p.options.Guild
}

// placeAsked is where an interaction takes place. Discord tells what the channel is;
// if it does not it is asked.
func (p *Platform) placeAsked(ctx context.Context, i sentInteraction) (chat.Place, error) {
	on := ""
	if i.Message != nil {
		on = i.Message.ID
	}
	var at chat.Place
	if c := i.Channel; c != nil && c.ID != "" {
		at = placeIn(&discordgo.Channel{ID: c.ID, Type: c.Type, ParentID: c.Parent}, i.user().ID, on)
	} else {
		ctx, stop := context.WithTimeout(ctx, placeWithin)
		defer stop()
		var err error
		if at, err = p.placeOf(ctx, i.ChannelID, i.user().ID, on); err != nil {
			return chat.Place{}, err
		}
	}
	if at.Person != "" && i.Message != nil {
		at.Thread = chat.Ref(i.Message.Reference.Message)
	}
	return at, nil
}

// placeWithin is how long an act waits until it is known where it took place. Ours.
const placeWithin = time.Second

// clicked translates a click: of an action, or of a form's own buttons.
func (p *Platform) clicked(in *incoming, i sentInteraction) error {
	in.reply.source = sourceOf(i.Message)
	deed, ours := click(i.Data.CustomID, i.Data.Values)
	if !ours {
		return fmt.Errorf("%w: a click on nothing of the bot's", errMalformed)
	}
	if deed.Action == formAction {
		in.step = stepOf(deed)
		return nil
	}
	if in.reply.source == ontoOthers { // what only one person sees has no reference
		deed.Message = chat.Ref(i.Message.ID)
	}
	in.act.Deed = deed
	return nil
}

// submitted translates a form, or a page of one.
func (p *Platform) submitted(in *incoming, i sentInteraction) error {
	in.reply.source = sourceOf(i.Message)
	page, ours := parseFormID(i.Data.CustomID)
	if !ours {
		return fmt.Errorf("%w: a form that is not the bot's", errMalformed)
	}
	page.answers = answersIn(i.Data.Components)
	in.page = &page
	return nil
}

// shortcut translates a command of the menu of somebody's message.
func (p *Platform) shortcut(in *incoming, i sentInteraction) error {
	m, there := i.Data.Resolved.Messages[i.Data.Target]
	name, known := p.inbound.menu.shortcuts[i.Data.Name]
	if !there || !known || m.Author == nil {
		return fmt.Errorf("%w: a command on no message, or an unknown one", errMalformed)
	}
	if m.Channel == "" {
		m.Channel = i.ChannelID
	}
	said := p.act(m, in.act.Place, i.Guild)
	words, _ := said.Deed.(chat.Said)
	in.act.Deed = chat.Shortcut{Name: name, Message: words, By: said.By, At: said.At}
	return nil
}
