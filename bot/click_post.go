package bot

import (
	"context"
	"unicode/utf8"

	"relance/escalation"
)

// postRequests are about the public post. Each names the text it is about by its
// hash, so that a yes to one text is never a yes to another.
func postRequests() []request {
	hash := field{name: fieldHash, limit: limitWord, need: true}
	return []request{
		{name: actConsent, about: aboutRunning, detail: fieldHash, fields: []field{hash}, fact: consentFact},
		{name: actDecline, about: aboutRunning, form: true, detail: fieldHash, fact: declineFact, fields: []field{
			hash, {name: "reason", kind: fieldLines, limit: limitReason, need: true},
		}},
		{name: actEditPost, about: aboutRunning, form: true, detail: fieldHash, fact: editPostFact, fields: []field{
			hash, {name: "text", kind: fieldLines, limit: limitPost, need: true, initial: func(t *turn) string { return t.c.Post.Text }},
		}},
		{name: actCorrect, about: aboutAny, form: true, detail: fieldHash, fact: correctFact, fields: []field{
			hash, {name: "text", kind: fieldLines, limit: limitPost, need: true, initial: publicText},
		}},
		{name: actKeep, about: aboutRunning, detail: fieldHash, fields: []field{hash}, fact: keepFact},
		{name: actUnpublish, about: aboutAny, fact: unpublishFact},
		{name: actTakeDown, about: aboutAny, form: true, fact: unpublishFact, fields: []field{
			{name: "reason", kind: fieldLines, limit: limitReason, need: true},
		}},
		{name: actApprove, about: aboutRunning, detail: fieldHash, fields: []field{hash}, fact: approveFact},
		{name: actDeny, about: aboutRunning, form: true, detail: fieldHash, fact: denyFact, fields: []field{
			hash, {name: "reason", kind: fieldLines, limit: limitReason, need: true},
		}},
	}
}

func consentFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Consented{Hash: t.text(fieldHash)}, nil
}

// declineFact is the requester's no to the text that the message showed.
func declineFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Denied{Hash: t.text(fieldHash), Reason: t.text("reason")}, nil
}

// editPostFact replaces the text that the form showed; somebody else may have
// replaced it meanwhile.
func editPostFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	if t.text(fieldHash) != t.c.Post.Hash {
		return nil, refuse(escalation.CodeStaleText)
	}
	return t.drafted(ctx)
}

// drafted is the text of the form, unless somebody who has to agree to it, or the
// public, could not be shown it whole.
func (t *turn) drafted(ctx context.Context) (escalation.Fact, error) {
	text := t.text("text")
	most, err := t.bot.showable(ctx, t.c, text, t.at)
	if err != nil {
		return nil, err
	}
	if length := utf8.RuneCountInString(text); most < length {
		return nil, inField("text", object("answer.too_long", "Length", length, "Limit", most))
	}
	return escalation.Drafted{Text: text}, nil
}

// publicText is what the public reads now.
func publicText(t *turn) string {
	if out := t.c.Post.Out; out != nil {
		return out.Text
	}
	return t.c.Post.Text
}

// correctFact proposes another text for what the form showed.
func correctFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	if t.c.State != escalation.StatePublished || t.text(fieldHash) != escalation.TextHash(publicText(t)) {
		return nil, refuse(escalation.CodeStaleText)
	}
	return t.drafted(ctx)
}

// keepFact gives up the correction that the message showed.
func keepFact(_ context.Context, t *turn) (escalation.Fact, error) {
	if t.text(fieldHash) != t.c.Post.Hash {
		return nil, refuse(escalation.CodeStaleText)
	}
	return escalation.CorrectionDropped{}, nil
}

func unpublishFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.PostWithdrawn{Reason: t.text("reason")}, nil
}

// stillModerates refuses a vote by somebody who has left the moderators since their
// group was asked for last: what decides about the public is not decided by a
// memory. Where the platform does not tell, they try again.
func (t *turn) stillModerates(ctx context.Context) error {
	is, known := t.bot.listedNow(ctx, t.by, t.bot.Roles.Moderators)
	switch {
	case is:
		return nil
	case !known:
		return refuse(escalation.CodeNotRecorded)
	}
	return &deniedError{rights(t.request.name)}
}

func approveFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	if err := t.stillModerates(ctx); err != nil {
		return nil, err
	}
	return escalation.Approved{Hash: t.text(fieldHash)}, nil
}

func denyFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	if err := t.stillModerates(ctx); err != nil {
		return nil, err
	}
	return escalation.Denied{Hash: t.text(fieldHash), Reason: t.text("reason")}, nil
}
