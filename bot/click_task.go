package bot

import (
	"context"
	"slices"

	"relance/escalation"
)

// taskRequests are about what a person of the team has to do.
func taskRequests() []request {
	task := field{name: fieldTask, limit: limitWord, need: true}
	return []request{
		{name: actTaskDone, about: aboutRunning, form: true, detail: fieldTask, fact: taskDoneFact, fields: append([]field{
			task,
			{name: "outcome", kind: fieldChoice, need: true, family: familyOutcome, options: fixed(
				string(escalation.OutcomeDone), string(escalation.OutcomeRecorded),
				string(escalation.OutcomeBadAddr), string(escalation.OutcomeNoAnswer))},
			{name: "proof", limit: limitName},
			{name: "when", kind: fieldPast, limit: limitWord},
			{name: "said", kind: fieldLines, limit: limitReply},
			classField(false),
		}, detailFields()...)},
		{name: actTaskTake, about: aboutRunning, detail: fieldTask, fields: []field{task}, fact: taskTakeFact},
		{name: actTaskSkip, about: aboutRunning, form: true, detail: fieldTask, fact: taskSkipFact, fields: []field{
			task, {name: "reason", kind: fieldLines, limit: limitReason, need: true},
		}},
	}
}

// task finds the task a button stands for. Organisation tasks are done by adding
// the organisation.
func (t *turn) task() (escalation.Task, error) {
	id := t.text(fieldTask)
	i := slices.IndexFunc(t.c.Tasks, func(k escalation.Task) bool { return k.ID == id })
	if i < 0 {
		return escalation.Task{}, refuse(escalation.CodeUnknownTask, "task", id)
	}
	return t.c.Tasks[i], nil
}

func taskDoneFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	task, err := t.task()
	if err != nil {
		return nil, err
	}
	outcome := escalation.TaskOutcome(t.text("outcome"))
	done := escalation.TaskDone{
		Task:    task.ID,
		Outcome: outcome,
		At:      t.happenedOn("when"),
		Proof:   t.text("proof"),
		Text:    t.text("said"),
	}
	class := escalation.Class(t.text(fieldClass))
	if class == "" && (done.Text == "" || outcome != escalation.OutcomeDone) {
		return done, nil
	}
	detail, err := t.detail(ctx, class)
	if err != nil {
		return nil, err
	}
	done.Reply = &escalation.Replied{From: task.Address, Text: done.Text, Class: class, Detail: detail, At: done.At}
	if class == "" {
		done.Reply.Proposed = propose(done.Text)
	}
	if done.Reply.From == "" {
		done.Reply.From = done.Proof
	}
	return done, nil
}

func taskTakeFact(_ context.Context, t *turn) (escalation.Fact, error) {
	task, err := t.task()
	return escalation.TaskAssigned{Task: task.ID, Assignee: t.actor.ID}, err
}

func taskSkipFact(_ context.Context, t *turn) (escalation.Fact, error) {
	task, err := t.task()
	return escalation.TaskDone{Task: task.ID, Outcome: escalation.OutcomeSkipped, Text: t.text("reason")}, err
}
