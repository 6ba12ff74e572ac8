package discordfake

// Permission is a set of rights.
// https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
type Permission int64

// The permissions that matter here.
const (
	Administrator         Permission = 1 << 3
	ManageChannels        Permission = 1 << 4
	ViewChannel           Permission = 1 << 10
	SendMessages          Permission = 1 << 11
	ManageMessages        Permission = 1 << 13
	EmbedLinks            Permission = 1 << 14
	AttachFiles           Permission = 1 << 15
	ReadMessageHistory    Permission = 1 << 16
	MentionEveryone       Permission = 1 << 17
	UseApplicationCommand Permission = 1 << 31
	ManageThreads         Permission = 1 << 34
	CreatePublicThreads   Permission = 1 << 35
	CreatePrivateThreads  Permission = 1 << 36
	SendMessagesInThreads Permission = 1 << 38
)

// BotPermissions are what the app's role has unless Options say otherwise.
const BotPermissions = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
	CreatePublicThreads | SendMessagesInThreads

// MemberPermissions are what every member has who is not an app.
const MemberPermissions = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
	UseApplicationCommand | CreatePublicThreads | SendMessagesInThreads

// everything is what an administrator has.
const everything Permission = 1<<53 - 1

// permissions returns what somebody may do in a channel.
// https://docs.discord.com/developers/topics/permissions#permission-overwrites
func (w *world) permissions(who string, c *channel) Permission {
	if c.guild == nil {
		if who != c.person && who != appID {
			return 0
		}
		return ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | UseApplicationCommand
	}
	g := c.guild
	m := g.members[who]
	if m == nil {
		return 0
	}
	p := g.roles[g.id].permissions
	for id := range m.roles {
		p |= g.roles[id].permissions
	}
	if who == founder || p&Administrator != 0 {
		return everything
	}
	over := c.top().overwrites
	p = p&^over[g.id].Deny | over[g.id].Allow
	var allow, deny Permission
	for id := range m.roles {
		allow |= over[id].Allow
		deny |= over[id].Deny
	}
	p = p&^deny | allow
	p = p&^over[who].Deny | over[who].Allow
	if c.kind == privateThread && p&ManageThreads == 0 {
		if _, in := c.members[who]; !in {
			return 0
		}
	}
	if p&ViewChannel == 0 {
		return 0
	}
	// SEND_MESSAGES has no effect in threads.
	// https://docs.discord.com/developers/topics/threads#permissions
	if c.isThread() {
		p &^= SendMessages
		if p&SendMessagesInThreads != 0 {
			p |= SendMessages
		}
	}
	// https://docs.discord.com/developers/topics/permissions#implicit-permissions
	if p&SendMessages == 0 && !c.isThread() {
		p &^= EmbedLinks | AttachFiles | MentionEveryone
	}
	return p
}

// sees reports whether somebody can see a channel.
func (w *world) sees(who string, c *channel) bool {
	return w.permissions(who, c)&ViewChannel != 0
}
