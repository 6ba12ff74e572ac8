// Package escalation is the domain of Relance: cases that climb a ladder by
// themselves, and the paper trail of everything that happened to them. It knows
// no chat platform, no database and no language; it uses the standard library
// only.
//
// # One idea
//
// Facts go in, notices go out, nothing else crosses. Whatever happens (a click,
// a timer, a delivery) is an [Event] that carries a [Fact]. [Rules.Apply], a
// pure function, turns case and event into a [Change]: the next [Case], the
// [Entry] values that its trail gains, and the [Notice] values that must be
// said. A [Store] keeps the three in one atomic step. Only then does a
// [Deliverer] speak, and what came of it is the next fact.
//
//	event ─► Engine.Record ─► Rules.Apply ─► Change ─► Store.Commit
//	                                                        │
//	  fact ◄─ Deliverer.Deliver ◄─ Engine.Tick ◄─ due timers, outbox
//
// # Time
//
// All time comes in as data: Event.At, and the now of [Engine.Tick]. A case
// carries its [Timer] values; the earliest is its due time in the store. A wait
// counts from the delivery of the rung's message, in the working time of the
// organisation's [Calendar] or in plain time, and a timer keeps what it was
// counted from, so that every date can explain itself and move when the calendar
// does. Before every climb comes a look (the notice of kind look), and only its
// outcome climbs. After an outage a case climbs one rung at most.
//
// # States
//
//	           organisation known
//	draft ────────────────────────► open ◄───────────────────────┐
//	  │                              │ ▲                          │ resumed, informed,
//	  │             silence: next    └─┘                          │ contact added,
//	  │             rung, by itself   │   needs_info, answer,     │ verdict "no" (next rung)
//	  │                               ├──────────────────────► held
//	  │                 the last rung │   snooze, no contact,     │
//	  │                               ▼   quarantine              │ verdict "yes"
//	  │                      awaiting_approval ───────────────►   │
//	  │                               │   an answer comes         ▼
//	  │          consent and quorum,  │                        answered
//	  │          then the post's      ▼
//	  │          receipt           published
//	  ▼
//	closed ◄── withdrawn, closed by the team, or the announced rule for a
//	           silent requester, from every state that is not over
//
// A case that is answered, published or closed is over: no timer, no task,
// nothing more is sent for it; what is said to it is still kept. Reopening puts
// it back on its rung.
//
// # The public post
//
// What is out stays at one place ([Out]). Another text for it, from a published
// case or after a reopening, needs consent and quorum like the first; until then
// the old text stands, then the new one takes its place: there is never a second
// post, and the trail has the hashes of both. The requester, in one click, or a
// moderator, with a reason, takes it back at any time: a short sentence takes its
// place, a published case is closed, one that runs goes on. When the platform says
// that the message is gone, nothing is said anew before everybody has agreed again.
// A correction that is given up, or whose requester is silent, leaves what is out
// where it is. What people say under the post is kept.
//
// An approved text that is taken back on its way ([Recalled]) may land all the same.
// No other leaves before that is known: it has landed, and the next one takes its
// place; it certainly has not; or nobody can tell, and a person looks, also after a
// denial, a hold or a reopening. One that lands after the requester has withdrawn is
// taken away, and they are told.
//
// # What holds, and which test shows it
//
//   - Apply is pure and total (TestRandomEvents, TestApplyIsTotal).
//   - Nothing is published without the requester's consent to exactly this text
//     and a quorum of other people (TestRandomEvents, TestApproval).
//   - Nothing is sent after a withdrawal, to an organisation out of its hours,
//     or early (TestRandomEvents).
//   - A case that is not over always has something that will go on by itself, or
//     a task: a timer, or a message on its way whose outcome is a fact
//     (TestRandomEvents).
//   - There is never a second post beside the first, and once no text is in doubt
//     the case knows what the public reads (TestRandomEvents, against the truth).
//   - A notice is marked just before it is said ([Store.Begin]), and the mark is
//     taken back when it certainly was not. While a mark stands the Deliverer asks
//     the platform, where that can be asked, for a message with this key: what is
//     there is not said again, what is certainly not there is said as if for the
//     first time. Where it cannot be asked, a message is said once, or, after a
//     crash or a lost reply, once more and marked as a possible repetition, and a
//     third time a person looks; a public post asks a person at once. A letter
//     keeps its place and its marks while the case is held.
//   - The trail has no gap and a rewrite is seen (TestErasedContentStillVerifies).
//
// # The trail
//
// An entry commits to its content with a salt of its own; the chain links the
// commitments. So content can be erased and the chain still verifies, and what
// was erased cannot be guessed from what is left. A chain that is kept only in
// the store can be recomputed by whoever writes to the store: the Engine
// therefore seals every head with a key that is not there, and shows it to a
// [Witness].
//
// # State × event
//
// For every fact, done by who may do it: the next state, "=" where the case
// stays what it is, or the code of the refusal in parentheses. "next rung" is
// open, one rung higher. A test keeps this table true.
//
//	OrganisationAdded
//	    open                     from draft
//	    (not_draft)              from open, held: requester, held: verdict, held: snoozed, held: blocked, awaiting
//	    (case_over)              from answered, published, closed
//	ContactAdded
//	    (draft)                  from draft
//	    =                        from open, held: requester, held: verdict, held: snoozed, awaiting
//	    open                     from held: blocked
//	    (case_over)              from answered, published, closed
//	ContactDied (the only one)
//	    (draft)                  from draft
//	    held: blocked            from open
//	    =                        from held: requester, held: verdict, held: snoozed, held: blocked, awaiting
//	    (case_over)              from answered, published, closed
//	TimeCame: all that is due in a year
//	    =                        from draft, open, held: requester, held: verdict, held: blocked, awaiting
//	    open                     from held: snoozed
//	    (case_over)              from answered, published, closed
//	Replied, not classed
//	    =                        from every state
//	Replied: auto_reply
//	    =                        from every state
//	Replied: acknowledgement
//	    =                        from every state
//	Replied: transmitted
//	    =                        from every state
//	Replied: needs_info
//	    =                        from draft, held: requester, answered, published, closed
//	    held: requester          from open, held: verdict, held: snoozed, held: blocked, awaiting
//	Replied: promise
//	    =                        from draft, open, answered, published, closed
//	    open                     from held: requester, held: verdict, held: snoozed, held: blocked
//	    next rung                from awaiting
//	Replied: wrong_body
//	    =                        from draft, awaiting, answered, published, closed
//	    next rung                from open, held: requester, held: verdict, held: snoozed, held: blocked
//	Replied: refusal, answer
//	    =                        from draft, held: verdict, answered, published, closed
//	    held: verdict            from open, held: requester, held: snoozed, held: blocked, awaiting
//	Verdict: yes
//	    (draft)                  from draft
//	    (no_verdict_due)         from open, held: requester, held: snoozed, held: blocked, awaiting
//	    answered                 from held: verdict
//	    (case_over)              from answered, published, closed
//	Verdict: no
//	    (draft)                  from draft
//	    (no_verdict_due)         from open, held: requester, held: snoozed, held: blocked, awaiting
//	    next rung                from held: verdict
//	    (case_over)              from answered, published, closed
//	Informed
//	    (draft)                  from draft
//	    (not_your_turn)          from open, held: verdict, held: snoozed, held: blocked, awaiting
//	    open                     from held: requester
//	    (case_over)              from answered, published, closed
//	Snoozed
//	    (draft)                  from draft
//	    held: snoozed            from open
//	    (held)                   from held: requester, held: verdict, held: blocked, awaiting
//	    =                        from held: snoozed
//	    (case_over)              from answered, published, closed
//	Resumed
//	    (draft)                  from draft
//	    (not_held)               from open, awaiting
//	    open                     from held: requester, held: snoozed
//	    (no_turn)                from held: verdict
//	    (contact_missing)        from held: blocked
//	    (case_over)              from answered, published, closed
//	ClimbAsked
//	    (draft)                  from draft
//	    next rung                from open, held: requester, held: verdict, held: snoozed, held: blocked
//	    (last_rung)              from awaiting
//	    (case_over)              from answered, published, closed
//	ClimbAsked by a contact
//	    (draft)                  from draft
//	    next rung                from open
//	    (held)                   from held: requester, held: verdict, held: snoozed, held: blocked
//	    (last_rung)              from awaiting
//	    (case_over)              from answered, published, closed
//	Drafted
//	    (draft)                  from draft
//	    (no_approval)            from open, held: requester, held: verdict, held: snoozed, held: blocked
//	    =                        from awaiting
//	    (case_over)              from answered, closed
//	    awaiting                 from published
//	Consented
//	    (draft)                  from draft
//	    (no_approval)            from open, held: requester, held: verdict, held: snoozed, held: blocked
//	    (voted_already)          from awaiting
//	    (case_over)              from answered, published, closed
//	Approved, completing the quorum
//	    (draft)                  from draft
//	    (no_approval)            from open, held: requester, held: verdict, held: snoozed, held: blocked
//	    =                        from awaiting
//	    (case_over)              from answered, published, closed
//	Denied
//	    (draft)                  from draft
//	    (no_approval)            from open, held: requester, held: verdict, held: snoozed, held: blocked
//	    =                        from awaiting
//	    (case_over)              from answered, published, closed
//	Delivered: the post, after its quorum
//	    (unknown_notice)         from draft, open, held: requester, held: verdict, held: snoozed, held: blocked, answered, published, closed
//	    published                from awaiting
//	CorrectionDropped
//	    (draft)                  from draft
//	    (no_approval)            from open, held: requester, held: verdict, held: snoozed, held: blocked
//	    (not_published)          from awaiting
//	    (case_over)              from answered, published, closed
//	PostWithdrawn
//	    (not_published)          from draft, open, held: requester, held: verdict, held: snoozed, held: blocked, awaiting, answered, closed
//	    closed                   from published
//	Withdrawn
//	    closed                   from draft, open, held: requester, held: verdict, held: snoozed, held: blocked, awaiting
//	    (case_over)              from answered, published, closed
//	ClosedByTeam
//	    closed                   from draft, open, held: requester, held: verdict, held: snoozed, held: blocked, awaiting
//	    (case_over)              from answered, published, closed
//	Reopened
//	    (not_over)               from draft, open, held: requester, held: verdict, held: snoozed, held: blocked, awaiting
//	    open                     from answered, closed
//	    awaiting                 from published
//	Quarantined
//	    held: quarantined        from draft, open, held: requester, held: verdict, held: snoozed, held: blocked, awaiting
//	    (case_over)              from answered, published, closed
//	Noted, Logged, references, files
//	    =                        from every state
//
// # Open doubts
//
//   - A promise that comes while a letter of the rung is still on its way sets
//     the date for the whole rung; the letter goes out all the same.
//   - A correction of a class takes back its hold or its promise, but not an
//     extension that was granted.
//   - A preview counts back from its date in plain time, so that before a
//     weekend it may come on Friday for Monday: early enough, not exact.
package escalation
