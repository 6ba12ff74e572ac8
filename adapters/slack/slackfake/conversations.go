package slackfake

import (
	"slices"
	"strings"
)

func openConversation(q *request) (object, error) {
	users := strings.FieldsFunc(q.str("users"), func(r rune) bool { return r == ',' })
	if id := q.str("channel"); id != "" && len(users) == 0 {
		c, err := q.visible(id)
		if err != nil {
			return nil, err
		}
		return object{"channel": object{"id": c.id}}, nil
	}
	if len(users) != 1 {
		return nil, bad("users_list_not_supplied", "the fake opens a conversation with one person")
	}
	u := q.workspace.users[users[0]]
	switch {
	case u == nil:
		return nil, no("user_not_found")
	case u.Deleted:
		return nil, no("user_disabled")
	case u.Bot:
		return nil, no("cannot_dm_bot")
	}
	c := q.workspace.direct(u.id, q.now)
	if q.flag("return_im") {
		return object{"channel": q.conversation(c)}, nil
	}
	return object{"channel": object{"id": c.id}}, nil
}

// conversation is a channel as the Web API shows it.
// https://docs.slack.dev/reference/objects/conversation-object/
func (q *request) conversation(c *channel) object {
	o := object{
		"id": c.id, "created": c.created.Unix(), "is_archived": c.Archived, "is_im": c.person != "", "is_mpim": false,
		"is_org_shared": false, "context_team_id": teamID,
	}
	if c.person != "" {
		o["user"] = c.person
		o["is_user_deleted"] = q.workspace.users[c.person].Deleted
		return o
	}
	o["name"], o["name_normalized"] = c.Name, c.Name
	o["is_channel"], o["is_group"], o["is_private"] = !c.Private, c.Private, c.Private
	o["is_member"] = c.members[botUser]
	return o
}

func conversationInfo(q *request) (object, error) {
	c, err := q.visible(q.str("channel"))
	if err != nil {
		return nil, err
	}
	if !q.may(readScope(c)) {
		return nil, q.missing(readScope(c))
	}
	o := q.conversation(c)
	if q.flag("include_num_members") {
		o["num_members"] = len(c.members)
	}
	return object{"channel": o}, nil
}

func readScope(c *channel) string {
	return map[string]string{"im": "im:read", "group": "groups:read", "channel": "channels:read"}[c.kind()]
}

func listConversations(q *request) (object, error) {
	return q.conversations(func(c *channel) bool { return c.members[botUser] || !c.Private })
}

func userConversations(q *request) (object, error) {
	who := q.str("user")
	if who == "" {
		who = botUser
	}
	if q.workspace.users[who] == nil {
		return nil, no("user_not_found")
	}
	return q.conversations(func(c *channel) bool {
		return c.members[who] && (c.members[botUser] || !c.Private && c.person == "")
	})
}

// conversations lists the channels of the types that are asked for.
func (q *request) conversations(known func(*channel) bool) (object, error) {
	types := strings.Split(q.str("types"), ",")
	if q.str("types") == "" {
		types = []string{"public_channel"}
	}
	for _, t := range types {
		if !slices.Contains([]string{"public_channel", "private_channel", "im", "mpim"}, t) {
			return nil, bad("invalid_types")
		}
	}
	found := []object{}
	for _, c := range sorted(q.workspace.channels) {
		kind := map[string]string{"im": "im", "group": "private_channel", "channel": "public_channel"}[c.kind()]
		if !slices.Contains(types, kind) || c.deleted || !known(c) || c.Archived && q.flag("exclude_archived") {
			continue
		}
		if !q.may(readScope(c)) {
			return nil, q.missing(readScope(c))
		}
		found = append(found, q.conversation(c))
	}
	return q.list("channels", found, defaultList)
}

// list answers with a page of objects.
func (q *request) list(key string, found []object, usual int) (object, error) {
	from, to, next, err := q.page(len(found), usual, maxList)
	if err != nil {
		return nil, err
	}
	return object{key: found[from:to], "response_metadata": object{"next_cursor": next}}, nil
}

func listMembers(q *request) (object, error) {
	c, err := q.visible(q.str("channel"))
	if err != nil {
		return nil, err
	}
	var members []string
	for id := range c.members {
		members = append(members, id)
	}
	slices.Sort(members)
	from, to, next, err := q.page(len(members), defaultList, maxList)
	if err != nil {
		return nil, err
	}
	return object{"members": members[from:to], "response_metadata": object{"next_cursor": next}}, nil
}

func joinConversation(q *request) (object, error) {
	c, err := q.visible(q.str("channel"))
	switch {
	case err != nil:
		return nil, err
	case c.Archived:
		return nil, no("is_archived")
	case c.Private || c.person != "":
		return nil, no("method_not_supported_for_channel_type")
	}
	if !c.members[botUser] {
		c.members[botUser] = true
		q.joined(c, botUser)
	}
	return object{"channel": q.conversation(c)}, nil
}
