package discord

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// hookTries is how often something is tried that Discord says is too early. Ours.
const hookTries = 4

// hook is what is done with the token after the first answer.
// https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
func (r *reply) hook(ctx context.Context, method, what string, body any) error {
	q := request{
		method: method, route: "/webhooks/{application.id}/{interaction.token}" + what,
		ids: []string{r.application, r.token}, token: true, body: body,
	}
	err := r.platform.rest.do(ctx, q)
	if isFailure(err, chat.Unknown) && method == http.MethodPost {
		return err // it may be there
	}
	for try := 1; try < hookTries && r.mayTryAgain(ctx, err, tokenLife); try++ {
		err = r.platform.rest.do(ctx, q)
	}
	return err
}

// whisper says pieces in the private conversation with the person: the way that is
// left.
func (r *reply) whisper(ctx context.Context, pieces []piece, from int) {
	p := r.platform
	channel, err := p.direct(ctx, r.user)
	for i := 0; err == nil && i < len(pieces); i++ {
		mark := mark("answer:"+r.id, from+i)
		_, err = p.send(ctx, spot{channel: channel}, pieces[i].outgoing(mark), mark)
	}
	if err != nil {
		p.log.Warn("discord: an answer reached nobody", "user", r.user, "error", err)
	}
}

// onlyOne is a message that only one person sees.
type onlyOne struct {
	outgoing
	Flags int `json:"flags"`
}

func alone(one piece) onlyOne {
	return onlyOne{one.outgoing(""), int(discordgo.MessageFlagsEphemeral)}
}
