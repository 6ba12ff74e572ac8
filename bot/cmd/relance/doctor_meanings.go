package main

import "relance/escalation"

// setAside is what is done where nothing can be computed.
const setAside = "the case is set aside: it does not climb until a person has looked"

// meanings say of each damage what it means and what --fix does.
var meanings = map[escalation.Damage]struct{ means, fix string }{
	escalation.DamageUnreadable:   {"The stored value is not a case: nothing about it can be known.", setAside},
	escalation.DamageLost:         {"The case itself is gone; its paper trail is there.", setAside},
	escalation.DamageTrailLength:  {"Entries of the paper trail are missing, or were added by hand.", setAside},
	escalation.DamageTrailBroken:  {"The paper trail does not verify: an entry was changed.", setAside},
	escalation.DamageUnsealed:     {"The head of the trail was not sealed with the key of this bot: somebody else has written it.", setAside},
	escalation.DamageUnscheduled:  {"The case has a date and nothing would wake it: it would never climb.", "its date is computed from its timers and put in"},
	escalation.DamageMisscheduled: {"The case would be woken at a time that is not its date.", "its date is computed from its timers and put in"},
	escalation.DamageOverdue:      {"The case, or a message of it, is due for minutes and nobody takes it.", "whoever serves it is told to look"},
	escalation.DamageDanglingDate: {"There is a date of a case that does not exist.", "the date is taken out"},
	escalation.DamageUnindexed:    {"The case cannot be found by one of its words, numbers or states.", "the entries of the index are put in"},
	escalation.DamageMisindexed:   {"The case is found by a word, number or state that is not its own.", "the entries of the index are taken out"},
	escalation.DamageDanglingTerm: {"The index points to a case that does not exist.", "the entries of the index are taken out"},
	escalation.DamageUnsent:       {"A message waits, and nothing would ever send it.", "it is sent when it may be"},
	escalation.DamageBodiless:     {"A message is to be sent, and what it says is gone.", "a letter is written anew and marked as a possible repetition; of another message only the empty place is taken out"},
	escalation.DamageOrphan:       {"A message belongs to a case that does not exist.", "it is not sent; it stays in the store to be looked at"},
	escalation.DamageBadNotice:    {"A message cannot be read.", "it is not sent; it stays in the store to be looked at"},
	escalation.DamageLetterGone:   {"The case waits for the delivery of a letter that is not there: its clock would never start.", "the letter is written anew and marked as a possible repetition"},
	escalation.DamageOperation:    {"Something that was done would be remembered for ever, or is forgotten already.", "what is remembered is forgotten in time"},
	escalation.DamageHealed:       {"The case was set aside by an audit, and is whole again.", "it goes on"},
	escalation.DamageForeign:      {"In the place of the bot's data is something else. Another program may write to this Redis.", ""},
	escalation.DamageNewer:        {"A newer version of the bot wrote this. Upgrade this one too.", ""},
}
