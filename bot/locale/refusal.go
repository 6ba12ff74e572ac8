package locale

import (
	"errors"
	"slices"

	"relance/escalation"
)

// Refusal is what a person is told when something could not be done: what is
// wrong, and what to do next. A failure that is no refusal, or whose figures the
// sentence lacks, gets the sentence for the unexpected.
func (s Speaker) Refusal(err error) string {
	if e, is := errors.AsType[*escalation.Error](err); is {
		args := make(map[string]any, len(e.Args))
		for name, value := range e.Args {
			args[name] = value
		}
		if field, has := e.Args["field"]; has {
			args["field"] = s.Word("field", field)
		}
		if key := "refusal." + string(e.Code); s.Has(key) {
			if text, ok := s.say(key, args); ok {
				return text
			}
		}
	}
	if unsure := errors.Is(err, escalation.ErrUnconfirmed); unsure {
		return s.Say("refusal." + string(escalation.CodeNotConfirmed))
	}
	return s.Say("refusal.unexpected")
}

// Done is the short answer to whoever caused a change.
func (s Speaker) Done(reason escalation.Reason, id escalation.CaseID) string {
	if !slices.Contains(escalation.Reasons(), reason) {
		reason = escalation.DoneNoted
	}
	return s.Say("reason."+string(reason), "ID", string(id))
}
