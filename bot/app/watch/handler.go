package watch

import (
	"context"
	"time"

	"relance/adapters/chat"
	"relance/adapters/metrics"
)

// handler counts what people do.
type handler struct {
	chat.Handler
	platform string
	metrics  *metrics.Metrics
}

// Handler watches the handler of the acts of a platform.
func Handler(h chat.Handler, platform string, m *metrics.Metrics) chat.Handler {
	return handler{h, platform, m}
}

// Handle implements [chat.Handler].
func (h handler) Handle(ctx context.Context, act chat.Act) chat.Answer {
	began := time.Now()
	answer := h.Handler.Handle(ctx, act)
	h.metrics.Acted(h.platform, Deed(act.Deed), Answered(answer), time.Since(began))
	return answer
}

// Deed is the word for what was done.
func Deed(d chat.Deed) string {
	switch d.(type) {
	case chat.Command:
		return "command"
	case chat.Click:
		return "click"
	case chat.Submit:
		return "submit"
	case chat.Said:
		return "said"
	case chat.Shortcut:
		return "shortcut"
	case chat.Suggest:
		return "suggest"
	case chat.Visit:
		return "visit"
	}
	return metrics.Other
}

// Answered is the word for what somebody was answered.
func Answered(a chat.Answer) metrics.Answered {
	switch {
	case a.Unrecorded:
		return metrics.AnsweredUnrecorded
	case len(a.Wrong) > 0:
		return metrics.AnsweredWrong
	}
	return metrics.AnsweredWell
}
