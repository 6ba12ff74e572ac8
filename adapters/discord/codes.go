package discord

// consequences are Discord's JSON error codes, each with what it means for what was
// to be said
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes).
// Those that cannot come of anything the bot asks for are refused: again would be no
// better.
var consequences = func() map[int]consequence {
	all := map[int]consequence{}
	for what, codes := range map[consequence][]int{
		byStatus: {0},

		busy: {
			40004,          // sending is disabled for the moment
			40006,          // disabled for the moment at the server
			40043,          // an answer to an interaction was not sent
			110000, 110001, // an index or an application is not available yet
			130000, // overloaded
			500000, 530006,
		},

		limited: {
			20016,        // slow mode
			20022,        // edits of announcements
			20028, 20029, // writes in the channel, in the server
			30034, // commands created today
			30037, 30040, 30042,
			30046, // edits of messages older than an hour
			40003, // direct messages opened too fast
			40062,
		},

		mend: {
			10002,        // application
			20001, 20002, // for people only, for bots only
			20012, 20018, // not for this application, for its owner only
			40001, 40002, 40012, // no token, an account to verify, a connection revoked
			40066, 40067, // the forum wants a tag
			40333,                      // Cloudflare does not like the caller
			50010, 50014, 50025, 50026, // no bot, a wrong token, a scope that is missing
			50041,          // version of the API
			50178,          // an account to verify
			60003,          // two factors
			160006, 160007, // too many active threads
		},

		gone: {
			10003, 10004, 10007, 10008, 10011, 10013, // channel, server, member, message, role, user
			10012, 10015, 10062, 50027, // an interaction whose time is over
			40007,        // banned from the server
			40058,        // not in a forum, only in its posts
			50001,        // no access
			50003,        // not in a direct message
			50005,        // somebody else's message
			50007,        // the person takes no messages from the bot
			50008, 50009, // not a text channel, a level of verification
			50013,        // a permission is missing
			50021, 50024, // not of a system message, not in such a channel
			50028, 50033, 50055, // role, recipient, server
			50068,  // type of message
			50083,  // archived
			50095,  // the server is not available here
			50278,  // no server in common
			160002, // a reply needs the history
			160005, // locked
		},

		refused: {
			10001, 10005, 10006, 10009, 10010, 10014, 10016, 10020, 10021, 10026, 10027, 10028, 10029, 10030,
			10031, 10032, 10033, 10036, 10038, 10049, 10050, 10057, 10059, 10060, 10061, 10063, 10065, 10066,
			10067, 10068, 10069, 10070, 10071, 10087, 10097, 10124, 10129,
			20009, 20015, 20024, 20031, 20035,
			30001, 30002, 30003, 30004, 30005, 30007, 30008, 30010, 30011, 30013, 30015, 30016, 30018, 30019,
			30030, 30031, 30032, 30033, 30035, 30038, 30039, 30045, 30047, 30048, 30052, 30056, 30058, 30060, 30061,
			40005, // too large
			40009, 40018, 40019, 40032,
			40033, // cross-posted already
			40041,
			40060, // an interaction that has its answer
			40061, 40074,
			40094, // no further answers to the interaction
			50002, 50004,
			50006, // empty
			50011, 50012, 50015, 50016, 50017, 50019, 50020, 50034,
			50035, // the form of what was sent
			50036, 50039, 50045, 50046, 50054, 50057, 50067, 50070, 50073, 50074, 50080, 50081, 50084, 50085,
			50086, 50091, 50097, 50101, 50109, 50110, 50123, 50124, 50131, 50132, 50138, 50144, 50145, 50146,
			50151, 50159, 50160, 50161, 50162, 50163, 50167, 50173, 50192, 50600,
			80004, 90001, 90002,
			150006,
			160004, // the thread is there already
			160014, 170001, 170002, 170003, 170004, 170005, 170006, 170007, 180000, 180002,
			200000, 200001, // automatic moderation
			220001, 220002, 220003, 220004,
			240000, // a link that is thought harmful
			340015, 350000, 350001, 400001,
			520000, 520001, 520002, 520003, 520004, 520006,
			530000, 530001, 530002, 530003, 530004, 530007,
		},
	} {
		for _, code := range codes {
			all[code] = what
		}
	}
	return all
}()
