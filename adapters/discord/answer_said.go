package discord

import (
	"time"

	"relance/adapters/chat"
)

const (
	// saidTries is how often words are handed on that could not be recorded, saidPause
	// the time between: Discord does not deliver them again. Ours.
	saidTries = 3
	saidPause = 2 * time.Second
)

// said hands on what somebody wrote, and tells the answer in private: there is no
// other way to tell one person alone who has clicked nothing.
func (q *queue) said(a chat.Act) {
	answer, _ := q.handle(a, handleWithin)
	for try := 1; answer.Unrecorded && try < saidTries && pause(q.ctx, saidPause); try++ {
		answer, _ = q.handle(a, handleWithin)
	}
	m := told(answer)
	if m == nil {
		return
	}
	at := a.Place
	if at.Person == "" {
		at = chat.Place{Person: a.By.Account}
	}
	private := *m
	private.Key = "answer:" + a.ID
	if _, err := q.platform.Post(q.ctx, at, private); err != nil {
		q.platform.log.Warn("discord: an answer reached nobody", "user", a.By.Account, "error", err)
	}
}
