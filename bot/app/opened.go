package app

import (
	"context"
	"slices"
	"sync"

	"relance/bot"
	"relance/escalation"
)

// opened notes the cases that are opened.
type opened struct {
	bot.Recorder
	mu  sync.Mutex
	ids []escalation.CaseID
}

func (o *opened) Record(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	receipt, err := o.Recorder.Record(ctx, e)
	if _, opens := e.Fact.(escalation.Opened); opens && err == nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if !slices.Contains(o.ids, receipt.Case.ID) {
			o.ids = append(o.ids, receipt.Case.ID)
		}
	}
	return receipt, err
}

func (o *opened) all() []escalation.CaseID {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.ids)
}
