package bot

import (
	"slices"
	"strconv"

	"relance/adapters/chat"
	"relance/escalation"
)

// work is what a person has to do. The first message has everything it takes; what
// follows points to it. by is the same case as the organisation reads it, for what is
// sent in somebody's name.
func (v view) work(n escalation.Notice, t escalation.Task, by view) chat.Message {
	m := v.message(n, v.Say("task.title", "Task", t.ID, "What", v.Word("task", string(t.Kind)), "ID", string(v.c.ID)))
	v.howTo(&m, t, by)
	switch {
	case n.Kind == escalation.NoticeEscalated:
		m.Blocks = v.escalated(n, t, m.Actions)
	case n.Reminder > 0:
		m.Blocks = []chat.Block{v.says("task.reminder", "Number", n.Reminder, "Date", v.date(t.Opened))}
		if n.To == escalation.ToModerators { // in no thread of the case
			m.Blocks = append(m.Blocks, v.whichTask(t))
		}
	}
	return m
}

// escalated asks the whole team. The first time it stands at the top of the room,
// where nothing else says which case it is about.
func (v view) escalated(n escalation.Notice, t escalation.Task, offered []chat.Action) []chat.Block {
	asks := v.says(escalatedText(offered), "Date", v.date(t.Opened))
	if n.Reminder > 0 {
		return []chat.Block{asks}
	}
	return []chat.Block{asks, v.whichTask(t)}
}

// whichTask says what a task is about, where no card stands above it.
func (v view) whichTask(t escalation.Task) chat.Block {
	return valued(
		chat.Field{Label: v.Say("label.organisation"), Value: v.c.Organisation.Name},
		chat.Field{Label: v.Say("label.subject"), Value: v.c.Subject},
		chat.Field{Label: v.Say("label.assignee"), Value: t.Assignee},
	)
}

// howTo is everything it takes to do a task.
func (v view) howTo(m *chat.Message, t escalation.Task, by view) {
	m.Blocks = append(m.Blocks, valued(
		chat.Field{Label: v.Say("label.organisation"), Value: v.c.Organisation.Name},
		chat.Field{Label: v.Say("label.subject"), Value: v.c.Subject},
		chat.Field{Label: v.Say("label.references"), Value: v.numbers()},
		chat.Field{Label: v.Say("label.assignee"), Value: t.Assignee},
	))
	switch t.Kind {
	case escalation.TaskReach:
		v.reach(m, t, by)
	case escalation.TaskClass:
		v.classTask(m, t)
	case escalation.TaskLook:
		m.Blocks = append(m.Blocks, v.says("task.look.how", "Rung", v.rungName(v.c.Climb.Rung)))
		m.Actions = append(v.taskButtons(t), v.button(actReply, "", chat.Plain))
	case escalation.TaskOrganisation:
		m.Blocks = append(m.Blocks, v.says("task.organisation.how", "Organisation", v.c.Organisation.Name))
		m.Actions = []chat.Action{v.button(actAddOrg, "", chat.Primary)}
	case escalation.TaskContact:
		m.Blocks = append(m.Blocks, v.says("task.contact.how", "Rung", v.rungName(v.c.Climb.Rung)))
		m.Actions = []chat.Action{v.button(actAddContact, "", chat.Primary), v.button(actTaskTake, t.ID, chat.Plain), v.button(actTaskSkip, t.ID, chat.Plain)}
	case escalation.TaskRequester:
		m.Blocks = append(m.Blocks, v.says("task.requester.how", "Requester", v.c.Requester.Name))
		if due, ok := v.c.Timer(escalation.TimerTurn); ok {
			m.Blocks = append(m.Blocks, v.turnRule(due.At))
		}
		m.Actions = v.taskButtons(t)
	case escalation.TaskPost:
		v.postTask(m, t)
	}
}

// escalatedText asks the whole team for what the buttons offer, and no more.
func escalatedText(offered []chat.Action) string {
	offers := func(name string) bool {
		return slices.ContainsFunc(offered, func(a chat.Action) bool { return a.ID == name })
	}
	switch {
	case offers(actTaskSkip):
		return "task.escalated"
	case offers(actTaskTake):
		return "task.escalated.take"
	}
	return "task.escalated.do"
}

// reach says whom to reach, how, and the exact words.
func (v view) reach(m *chat.Message, t escalation.Task, by view) {
	c := v.contact(t.Address)
	verified := ""
	if !c.Verified.IsZero() {
		verified = v.date(c.Verified)
	}
	m.Blocks = append(m.Blocks,
		v.says("task.reach.whom"),
		valued(
			chat.Field{Label: v.Say("label.contact"), Value: c.Name},
			chat.Field{Label: v.Say("label.role"), Value: v.Word("role", string(c.Role))},
			chat.Field{Label: v.Say("label.address"), Value: addressLine(v.Speaker, c.Address)},
			chat.Field{Label: v.Say("label.source"), Value: c.Source},
			chat.Field{Label: v.Say("label.verified"), Value: verified},
		),
		v.howToReach(t.Address),
		chat.Quote{Text: plainText(v.handLetter(t, by))},
		v.says("task.reach.then"))
	m.Actions = v.taskButtons(t)
}

// howToReach says how a person reaches somebody at an address.
func (v view) howToReach(uri string) chat.Block {
	switch escalation.Scheme(uri) {
	case escalation.SchemePhone:
		return v.says("task.reach.call")
	case escalation.SchemeMail:
		return v.says("task.reach.mail")
	case escalation.SchemeLetter:
		return v.says("task.reach.post")
	}
	return v.says("task.reach.write")
}

func (v view) handLetter(t escalation.Task, by view) chat.Message {
	if t.Reply > 0 {
		r, _ := v.reply(t.Reply)
		return by.info(escalation.Notice{Address: t.Address, Reply: t.Reply}, r.Given)
	}
	for _, l := range v.c.Climb.Letters {
		if l.Key == t.Letter {
			return by.letterByHand(l)
		}
	}
	return by.letterByHand(escalation.Letter{Key: t.Letter, Address: t.Address, Rung: v.c.Climb.Rung})
}

func (v view) taskButtons(t escalation.Task) []chat.Action {
	return []chat.Action{
		v.button(actTaskDone, t.ID, chat.Primary),
		v.button(actTaskTake, t.ID, chat.Plain),
		v.button(actTaskSkip, t.ID, chat.Plain),
	}
}

// classTask asks what a reply is worth; the proposal is named, never applied.
func (v view) classTask(m *chat.Message, t escalation.Task) {
	r, _ := v.reply(t.Reply)
	m.Blocks = append(m.Blocks,
		v.says("task.class.how", "Number", r.N, "Date", v.dateTime(r.At)),
		chat.Quote{Text: r.Text, By: v.who(r.From)},
		v.says("task.class.proposed", "Class", v.Word("class", string(r.Proposed)), "Meaning", v.Say("class.meaning."+string(r.Proposed))))
	if r.Link != "" {
		m.Blocks = append(m.Blocks, valued(v.link(r.Link)))
	}
	if r.Proposed.Valid() {
		yes := v.button(actClass, strconv.Itoa(r.N)+"/"+string(r.Proposed), chat.Primary)
		yes.Label = v.Say("button.class.yes", "Class", v.Word(familyClass, string(r.Proposed)))
		m.Actions = append(m.Actions, yes)
	}
	m.Actions = append(m.Actions, v.classSelect(r), v.button(actTaskTake, t.ID, chat.Plain))
}

// classSelect offers all classes, the proposed one first.
func (v view) classSelect(r escalation.Reply) chat.Action {
	a := v.button(actClass, strconv.Itoa(r.N), chat.Plain)
	if r.Proposed.Valid() {
		a.Options = append(a.Options, v.classOption(r.Proposed))
	}
	for _, class := range escalation.Classes() {
		if class != r.Proposed {
			a.Options = append(a.Options, v.classOption(class))
		}
	}
	return a
}

// postTask is about a post that was refused, could not be said, or of which
// nobody knows whether it is out.
func (v view) postTask(m *chat.Message, t escalation.Task) {
	p := v.c.Post
	switch {
	case p.Unknown && p.Recalled != nil:
		m.Blocks = append(m.Blocks, v.says("task.post.recalled"))
		if p.Link != "" {
			m.Blocks = append(m.Blocks, valued(v.link(p.Link)))
		}
		m.Blocks = append(m.Blocks, chat.Quote{Text: p.Recalled.Text})
		m.Actions = v.taskButtons(t)
		return
	case p.Unknown && p.Out != nil && p.Out.Room == "":
		m.Blocks = append(m.Blocks, v.says("task.post.by_hand"), valued(v.link(p.Link)), chat.Quote{Text: p.Text})
		m.Actions = v.taskButtons(t)
		return
	case p.Unknown:
		m.Blocks = append(m.Blocks, v.says("task.post.unknown"), chat.Quote{Text: p.Text})
		m.Actions = v.taskButtons(t)
		return
	case p.Denial != nil:
		m.Blocks = append(m.Blocks, v.says("task.post.denied", "Name", p.Denial.Name), chat.Quote{Text: p.Denial.Reason, By: p.Denial.Name})
	case p.Consent == nil:
		m.Blocks = append(m.Blocks, v.says("task.post.again"))
	default:
		m.Blocks = append(m.Blocks, v.says("task.post.failed"))
	}
	m.Blocks = append(m.Blocks, v.says("task.post.text"), chat.Quote{Text: p.Text})
	m.Actions = append([]chat.Action{v.button(actEditPost, p.Hash, chat.Primary), v.button(actTaskTake, t.ID, chat.Plain)}, v.keepButton()...)
}
