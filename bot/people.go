package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// person is whoever acts: one human being with all accounts known to be theirs.
type person struct {
	escalation.Person
	accounts []string // person IDs of all their accounts, ID among them
	told     told     // what the platform told of them with this act
	roles    roles
}

// is says whether an ID is one of this person's accounts.
func (p person) is(id string) bool { return slices.Contains(p.accounts, id) }

// accountID is an account's ID across platforms: "console:ann".
func accountID(platform, account string) string { return platform + ":" + account }

// person finds who is behind an account.
func (b *Bot) person(ctx context.Context, platform string, by chat.Person) (person, error) {
	id, err := b.canonical(ctx, accountID(platform, by.Account))
	if err != nil {
		return person{}, err
	}
	accounts, err := b.accounts(ctx, id)
	if err != nil {
		return person{}, err
	}
	if account := accountID(platform, by.Account); !slices.Contains(accounts, account) {
		accounts = append(accounts, account)
	}
	language, err := b.chosenLanguage(ctx, id)
	if err != nil {
		return person{}, err
	}
	if language == "" {
		language = by.Language
	}
	p := person{
		Person: escalation.Person{
			ID:       id,
			Name:     by.Name,
			Language: language,
			Linked:   b.everywhere(accounts),
		},
		accounts: accounts,
		told:     told{platform: platform, groups: by.Groups},
	}
	if p.Name == "" {
		p.Name = by.Account
	}
	p.roles = b.rolesOf(ctx, p)
	return p, nil
}

// canonical is the person ID that an account is linked to: its own where it is
// not linked. The configuration names the first account of a group; a code joins
// whole groups.
func (b *Bot) canonical(ctx context.Context, account string) (string, error) {
	id := b.configured(account)
	linked, err := b.Book.Get(ctx, shelfLinks, id)
	if err != nil {
		return "", fmt.Errorf("read the links of %s: %w", id, err)
	}
	if len(linked) > 0 {
		id = b.configured(string(linked))
	}
	return id, nil
}

// configured is the first account of the configuration's group.
func (b *Bot) configured(account string) string {
	for _, group := range b.Roles.Links {
		if slices.Contains(group, account) {
			return group[0]
		}
	}
	return account
}

// accounts are all accounts linked to a person.
func (b *Bot) accounts(ctx context.Context, id string) ([]string, error) {
	accounts := []string{id}
	value, err := b.Book.Get(ctx, shelfAccounts, id)
	if err != nil {
		return nil, fmt.Errorf("read the accounts of %s: %w", id, err)
	}
	if value != nil {
		var linked []string
		if err := json.Unmarshal(value, &linked); err != nil {
			return nil, fmt.Errorf("the accounts of %s cannot be read: %w", id, err)
		}
		accounts = append(accounts, linked...)
	}
	for _, account := range slices.Clone(accounts) {
		for _, group := range b.Roles.Links {
			if slices.Contains(group, account) {
				accounts = append(accounts, group...)
			}
		}
	}
	slices.Sort(accounts)
	return slices.Compact(accounts), nil
}

// everywhere says that a person's account is known on every platform the bot
// serves. Where one is missing, an account of theirs may be another voter there.
func (b *Bot) everywhere(accounts []string) bool {
	for name := range b.platforms {
		if !slices.ContainsFunc(accounts, func(a string) bool { return strings.HasPrefix(a, name+":") }) {
			return false
		}
	}
	return true
}

// chosenLanguage is the language a person has asked for; empty where they have not.
func (b *Bot) chosenLanguage(ctx context.Context, id string) (string, error) {
	tag, err := b.Book.Get(ctx, shelfLanguages, id)
	if err != nil {
		return "", fmt.Errorf("read the language of %s: %w", id, err)
	}
	return string(tag), nil
}

// speaks is the language to answer somebody in.
func (b *Bot) speaks(language string) string {
	if tag, ok := b.Texts.Speaks(language); ok {
		return tag
	}
	return b.Language
}
