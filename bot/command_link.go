package bot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// codeLife is how long a code that joins two accounts is valid.
const codeLife = 10 * time.Minute

// code is what the Book keeps of a code.
type code struct {
	Account string    `json:"account"`
	Until   time.Time `json:"until"`
}

// link joins two accounts of one person: without a code it makes one, with a
// code it joins the account that made it.
func link(ctx context.Context, t *turn) (chat.Answer, error) {
	if given := strings.ToUpper(t.text("code")); given != "" {
		return t.redeem(ctx, given)
	}
	value, err := json.Marshal(code{Account: t.by.ID, Until: t.at.Add(codeLife)})
	if err != nil {
		return chat.Answer{}, err
	}
	fresh := rand.Text()[:codeLength]
	if err := t.bot.Book.Put(ctx, shelfCodes, fresh, value); err != nil {
		return chat.Answer{}, t.unsure(err)
	}
	t.bot.sweep(ctx, shelfCodes, func(value []byte) bool {
		var c code
		return json.Unmarshal(value, &c) != nil || t.at.After(c.Until)
	})
	return t.tell("answer.link.code", "Command", t.bot.anywhereElse(t.platform, reqLink, "code", fresh), "Minutes", int(codeLife/time.Minute)), nil
}

// codeLength is 50 bits of letters and digits: nobody guesses one in ten minutes.
const codeLength = 10

// redeem joins this account to the one that made the code. A code is good for
// one act; the same act heard twice is one.
func (t *turn) redeem(ctx context.Context, given string) (chat.Answer, error) {
	value, err := t.bot.Book.Get(ctx, shelfCodes, given)
	if err != nil {
		return chat.Answer{}, err
	}
	var c code
	if value != nil {
		if err := json.Unmarshal(value, &c); err != nil {
			return chat.Answer{}, fmt.Errorf("the code cannot be read: %w", err)
		}
	}
	if value == nil || t.at.After(c.Until) {
		return chat.Answer{}, object("answer.link.unknown", "Command", t.bot.anywhereElse(t.platform, reqLink))
	}
	if t.by.is(c.Account) {
		return chat.Answer{}, object("answer.link.same")
	}
	_, free, err := t.bot.Book.Reserve(ctx, escalation.Reservation{
		Key: "link/" + given, Op: t.op(), At: t.at, Window: codeLife, Limit: 1,
	})
	if err != nil {
		return chat.Answer{}, t.unsure(err)
	}
	if !free {
		return chat.Answer{}, object("answer.link.unknown", "Command", t.bot.anywhereElse(t.platform, reqLink))
	}
	if err := t.bot.join(ctx, c.Account, t.by); err != nil {
		return chat.Answer{}, t.unsure(err)
	}
	// Last: where joining was cut short, the same act goes on.
	if err := t.bot.Book.Put(ctx, shelfCodes, given, nil); err != nil {
		return chat.Answer{}, t.unsure(err)
	}
	t.bot.Logger.Info("accounts were linked", "first", c.Account, "second", t.by.ID)
	return t.tell("answer.link.done"), nil
}

// join makes all accounts of a person those of the account that made the code.
func (b *Bot) join(ctx context.Context, account string, p person) error {
	first, err := b.canonical(ctx, account)
	if err != nil {
		return err
	}
	accounts, err := b.accounts(ctx, first)
	if err != nil {
		return err
	}
	accounts = append(accounts, p.accounts...)
	slices.Sort(accounts)
	accounts = slices.Compact(accounts)
	value, err := json.Marshal(accounts)
	if err != nil {
		return err
	}
	if err := b.Book.Put(ctx, shelfAccounts, first, value); err != nil {
		return err
	}
	for _, a := range accounts {
		if b.configured(a) == b.configured(first) {
			continue // the configuration says so already
		}
		if err := b.Book.Put(ctx, shelfLinks, b.configured(a), []byte(first)); err != nil {
			return err
		}
	}
	return nil
}
