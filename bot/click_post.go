package bot

import (
	"context"

	"relance/escalation"
)

// postRequests are about the public post. Each names the text it is about by its
// hash, so that a yes to one text is never a yes to another.
func postRequests() []request {
	hash := field{name: fieldHash, limit: limitWord, need: true}
	return []request{
		{name: actConsent, about: aboutRunning, detail: fieldHash, fields: []field{hash}, fact: consentFact},
		{name: actEditPost, about: aboutRunning, form: true, detail: fieldHash, fact: editPostFact, fields: []field{
			hash, {name: "text", kind: fieldLines, limit: limitPost, need: true, initial: func(t *turn) string { return t.c.Post.Text }},
		}},
		{name: actCorrect, about: aboutAny, form: true, detail: fieldHash, fact: correctFact, fields: []field{
			hash, {name: "text", kind: fieldLines, limit: limitPost, need: true, initial: publicText},
		}},
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

// editPostFact replaces the text that the form showed; somebody else may have
// replaced it meanwhile.
func editPostFact(_ context.Context, t *turn) (escalation.Fact, error) {
	if t.text(fieldHash) != t.c.Post.Hash {
		return nil, refuse(escalation.CodeStaleText)
	}
	return escalation.Drafted{Text: t.text("text")}, nil
}

// publicText is what the public reads now.
func publicText(t *turn) string {
	if out := t.c.Post.Out; out != nil {
		return out.Text
	}
	return t.c.Post.Text
}

// correctFact proposes another text for what the form showed.
func correctFact(_ context.Context, t *turn) (escalation.Fact, error) {
	if t.c.State != escalation.StatePublished || t.text(fieldHash) != escalation.TextHash(publicText(t)) {
		return nil, refuse(escalation.CodeStaleText)
	}
	return escalation.Drafted{Text: t.text("text")}, nil
}

func unpublishFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.PostWithdrawn{Reason: t.text("reason")}, nil
}

func approveFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Approved{Hash: t.text(fieldHash)}, nil
}

func denyFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Denied{Hash: t.text(fieldHash), Reason: t.text("reason")}, nil
}
