package app

import (
	"context"
	"fmt"
	"net"

	"relance/adapters/chat"
	"relance/adapters/discord"
	"relance/bot"
	"relance/bot/locale"
	"relance/config"
)

// connectDiscord makes the platform Discord and finds out now whether it can be
// used: a token that is refused, a right that is missing and a channel that is not
// there are told before anything depends on them. An outage is waited for.
func (a *App) connectDiscord(ctx context.Context, h *house, p Props) (chat.Platform, error) {
	o := discordOptions(p, h.texts)
	o.Dial, o.Logger, o.Limited = a.o.Dial, a.log, a.monitor.limited("discord")
	o.Origin, o.Stranger = a.strangers.mark, a.strangers.on("discord")
	o.Budget = sessions{book: h.book, now: p.Now}
	o.Drafts = &drafts{book: h.book, now: p.Now, log: a.log}
	d, err := discord.New(o)
	if err != nil {
		return nil, err
	}
	err = a.outlast(ctx, d.Name(), func() error {
		if err := d.Check(ctx); err != nil {
			return err
		}
		rooms, err := resolved(ctx, d, d.Name(), h.rooms[d.Name()])
		if err == nil {
			h.rooms[d.Name()] = rooms
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.Config.Discord.Mode == config.DiscordHTTP {
		return a.door(p.Config.Discord.Listen).let(d), nil
	}
	return d, nil
}

// discordOptions are those that the configuration comes to.
func discordOptions(p Props, texts *locale.Texts) discord.Options {
	c := p.Config.Discord
	o := discord.Options{
		Token: string(c.Token), APIURL: c.APIURL, Guild: c.Guild, Command: c.Command, MessageContent: c.MessageContent,
		Commands: DiscordCommands(texts, p.Config.Language), CommandTexts: DiscordCommandTexts(texts, p.Config.Language),
		Words: DiscordWords(p.Say), Now: p.Now,
	}
	if c.Mode == config.DiscordHTTP {
		o.PublicKey = c.PublicKey
	}
	return o
}

// DiscordCommands are what can be chosen under the slash command; language is that
// of whoever speaks none that the bot does.
func DiscordCommands(texts *locale.Texts, language string) []discord.Command {
	text := func(l bot.Local) discord.Text { return discord.Text{Text: l[spoken(texts, language)], In: l} }
	var all []discord.Command
	for _, c := range bot.Commands(texts) {
		command := discord.Command{Words: c.Words, Group: c.Group, About: text(c.About), Request: c.Form}
		for _, o := range c.Options {
			option := discord.Option{
				Name: o.Name, About: text(o.About), Suggest: o.Suggested, MaxLength: o.Limit,
			}
			switch {
			case o.Number:
				option.Kind = discord.Integer
			case o.Kind == chat.Check:
				option.Kind = discord.Boolean
			}
			for _, choice := range o.Choices {
				option.Choices = append(option.Choices, discord.Choice{Value: choice.Value, Label: text(choice.Label)})
			}
			command.Options = append(command.Options, option)
		}
		all = append(all, command)
	}
	return all
}

// DiscordCommandTexts are what Discord shows of the commands besides.
func DiscordCommandTexts(texts *locale.Texts, language string) discord.CommandTexts {
	text := func(say func(locale.Speaker) string) discord.Text {
		t := discord.Text{Text: say(texts.For(language)), In: map[string]string{}}
		for _, l := range texts.Languages() {
			t.In[l] = say(texts.For(l))
		}
		return t
	}
	return discord.CommandTexts{
		About: text(func(s locale.Speaker) string { return s.Say("discord.command.about") }),
		Open:  text(func(s locale.Speaker) string { return s.Say("discord.menu.open") }),
		File:  text(func(s locale.Speaker) string { return s.Say("discord.menu.file") }),
	}
}

// spoken is the language of the bot's that a tag asks for.
func spoken(texts *locale.Texts, language string) string { return texts.For(language).Language() }

// Invite is the address that adds the bot to a server of Discord, with the rights
// that it uses. Discord is asked who the bot is; dial may be nil.
func Invite(ctx context.Context, c *config.Config, dial func(ctx context.Context, network, address string) (net.Conn, error)) (string, error) {
	texts, err := locale.Load()
	if err != nil {
		return "", err
	}
	o := discordOptions(Props{Config: c, Say: texts.For(c.Language)}, texts)
	o.Dial = dial
	d, err := discord.New(o)
	if err != nil {
		return "", err
	}
	invite, err := d.Invite(ctx)
	if err != nil {
		return "", fmt.Errorf("discord cannot be asked for the invitation: %w", err)
	}
	return invite, nil
}
