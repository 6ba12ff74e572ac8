package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// Codes of the adapter's own, beside those of Slack.
const (
	codeEnded   = "context_ended"  // the caller did not wait
	codeNoWay   = "not_connected"  // no connection was there to send anything over
	codeLost    = "answer_lost"    // the request left, no answer came
	codePaced   = "not_yet"        // the channel's turn is somebody else's
	codeLimited = "ratelimited"    // Slack's own word
	codeNowhere = "no_such_place"  // neither a room nor a person, or both
	codeHistory = "history_long"   // more was said than is looked through
	codeOutside = "not_in_channel" // Slack's own word
	codeThread  = "thread_not_found"
)

// How long to wait. Ours, where Slack names no time.
const (
	// settleTime is how long after an unknown outcome history is trusted to show
	// what was said. Slack promises nothing; seconds are seen.
	settleTime = 10 * time.Second
	// busyTime is for trouble on the way or at Slack that passes by itself.
	busyTime = 10 * time.Second
	// limitedTime is for a 429 that names no time.
	limitedTime = 30 * time.Second
	// shortestRest is for a 429 that asks for no rest at all.
	shortestRest = time.Second
	// mendTime is for what an administrator has to mend. Nothing is lost meanwhile.
	mendTime = 15 * time.Minute
)

// errNoAnswer is an answer that says neither yes nor no, nor what was asked for:
// it comes from something else than Slack, and the client takes it for a yes.
var errNoAnswer = errors.New("the answer says neither yes nor no")

// consequence is what an error of Slack's means for what was to be said. Each code
// has one.
type consequence int

const (
	unsure  consequence = iota // it may have been done
	busy                       // it was not done; later it may be
	limited                    // it was not done; Retry-After says when it may be
	mend                       // it was not done; an administrator has to do something
	gone                       // the place, the person or the message is not there for the bot
	outside                    // gone, unless the bot can join
	refused                    // it will never be done as it is
)

// consequences are the codes of the error tables of every method that is called
// (https://docs.slack.dev/reference/methods). One that is not among them is unsure.
var consequences = map[string]consequence{
	"fatal_error":         unsure, // "some aspect of the operation" may have succeeded
	"internal_error":      unsure,
	"service_unavailable": unsure,
	"update_failed":       unsure,

	"external_channel_migrating": busy,
	"fetch_members_failed":       busy,
	"invalid_cursor":             busy, // given out too long ago: from the beginning again
	"message_limit_exceeded":     busy, // the members of a free workspace send too much
	"org_login_required":         busy,
	"request_timeout":            busy, // the request arrived cut: nothing was read
	"streaming_state_conflict":   busy,
	"team_added_to_org":          busy,

	"rate_limited": limited,
	"ratelimited":  limited,

	"access_denied":                  mend,
	"accesslimited":                  mend,
	"account_inactive":               mend,
	"app_access_restricted":          mend,
	"deprecated_endpoint":            mend,
	"ekm_access_denied":              mend,
	"enterprise_is_restricted":       mend,
	"invalid_auth":                   mend,
	"messages_tab_disabled":          mend,
	"metadata_must_be_sent_from_app": mend,
	"method_deprecated":              mend,
	"missing_scope":                  mend,
	"no_permission":                  mend,
	"not_allowed_token_type":         mend,
	"not_authed":                     mend,
	"permission_denied":              mend,
	"plan_upgrade_required":          mend,
	"team_access_not_granted":        mend,
	"team_not_found":                 mend,
	"token_expired":                  mend,
	"token_revoked":                  mend,
	"two_factor_setup_required":      mend,

	"not_in_channel": outside,

	"cannot_dm_bot":                            gone,
	"cannot_reply_to_message":                  gone,
	"cant_delete_message":                      gone,
	"cant_update_message":                      gone,
	"channel_is_limited_access":                gone,
	"channel_not_found":                        gone,
	"compliance_exports_prevent_deletion":      gone,
	"duplicate_channel_not_found":              gone,
	"duplicate_message_not_found":              gone,
	"edit_window_closed":                       gone,
	"invalid_thread_ts":                        gone,
	"invalid_user_combination":                 gone,
	"is_archived":                              gone,
	"is_inactive":                              gone,
	"list_record_comment_fetch_failed":         gone,
	"message_not_found":                        gone,
	"method_not_supported_for_channel_type":    gone,
	"no_such_subteam":                          gone,
	"restricted_action":                        gone,
	"restricted_action_non_threadable_channel": gone,
	"restricted_action_read_only_channel":      gone,
	"restricted_action_thread_locked":          gone,
	"restricted_action_thread_only_channel":    gone,
	"thread_not_found":                         gone,
	"too_many_members":                         gone,
	"user_disabled":                            gone,
	"user_not_found":                           gone,
	"user_not_visible":                         gone,

	"agent_prompt_display_not_allowed":        refused,
	"as_user_not_supported":                   refused,
	"attachment_payload_limit_exceeded":       refused,
	"block_mismatch":                          refused,
	"blocked_file_type":                       refused,
	"cant_broadcast_message":                  refused,
	"draft_already_deleted":                   refused,
	"draft_already_sent":                      refused,
	"draft_has_conflict":                      refused,
	"draft_not_found":                         refused,
	"file_deleted":                            refused,
	"file_is_deleted":                         refused,
	"file_not_found":                          refused,
	"file_share_limit_reached":                refused,
	"invalid_arg_name":                        refused,
	"invalid_arguments":                       refused,
	"invalid_array_arg":                       refused,
	"invalid_attachments":                     refused,
	"invalid_blocks":                          refused,
	"invalid_blocks_format":                   refused,
	"invalid_charset":                         refused,
	"invalid_form_data":                       refused,
	"invalid_limit":                           refused,
	"invalid_metadata_filter_keys":            refused,
	"invalid_metadata_format":                 refused,
	"invalid_metadata_schema":                 refused,
	"invalid_post_type":                       refused,
	"invalid_ts_latest":                       refused,
	"invalid_ts_oldest":                       refused,
	"invalid_types":                           refused,
	"limit_required":                          refused,
	"markdown_text_conflict":                  refused,
	"max_file_sharing_exceeded":               refused,
	"metadata_too_large":                      refused,
	"missing_file_data":                       refused,
	"missing_post_type":                       refused,
	"msg_blocks_too_long":                     refused,
	"msg_too_long":                            refused,
	"no_dual_broadcast_content_update":        refused,
	"no_text":                                 refused,
	"not_enough_users":                        refused,
	"posting_to_channel_denied":               refused,
	"send_on_behalf_not_allowed":              refused,
	"slack_connect_blocked_file_type":         refused,
	"slack_connect_canvas_sharing_blocked":    refused,
	"slack_connect_clip_sharing_blocked":      refused,
	"slack_connect_file_link_sharing_blocked": refused,
	"slack_connect_lists_sharing_blocked":     refused,
	"too_many_attachments":                    refused,
	"too_many_contact_cards":                  refused,
	"too_many_users":                          refused,
	"unable_to_share_files":                   refused,
	"users_list_not_supplied":                 refused,
}

// failure is what an error of a call means. sent: the request may have left.
func failure(ctx context.Context, err error, sent bool) *chat.Error {
	if answer, is := errors.AsType[slackgo.SlackErrorResponse](err); is {
		return answered(answer.Err, err)
	}
	if limit, is := errors.AsType[*slackgo.RateLimitedError](err); is {
		return &chat.Error{Failure: chat.Temporary, Code: codeLimited, After: max(limit.RetryAfter, shortestRest), Turn: true, Err: err}
	}
	if status, is := errors.AsType[slackgo.StatusCodeError](err); is {
		return refusedByHTTP(status, err)
	}
	if over := ctx.Err(); over != nil {
		err = fmt.Errorf("%w: %w", over, err)
		if !sent {
			return &chat.Error{Failure: chat.Temporary, Code: codeEnded, Err: err}
		}
	}
	if !sent {
		return &chat.Error{Failure: chat.Temporary, Code: codeNoWay, After: busyTime, Err: err}
	}
	return &chat.Error{Failure: chat.Unknown, Code: codeLost, After: settleTime, Err: err}
}

// answered is what a code of Slack's means.
func answered(code string, err error) *chat.Error {
	e := &chat.Error{Code: code, Err: err}
	switch consequences[code] {
	case unsure:
		e.Failure, e.After = chat.Unknown, settleTime
	case busy:
		e.Failure, e.After = chat.Temporary, busyTime
	case limited:
		e.Failure, e.Code, e.After, e.Turn = chat.Temporary, codeLimited, limitedTime, true
	case mend:
		e.Failure, e.After = chat.Temporary, mendTime
	case gone, outside:
		e.Failure = chat.Gone
	case refused:
		e.Failure = chat.TooLong
	}
	return e
}

// missing is the error of an edit: Slack says message_not_found, and nothing else,
// where there is no message with that timestamp
// (https://docs.slack.dev/reference/methods/chat.update#errors).
func missing(err error) error {
	if e, is := errors.AsType[*chat.Error](err); is && e.Code == codeMessage {
		return &chat.Error{Failure: chat.Missing, Code: e.Code, Err: e.Err}
	}
	return err
}

// refusedByHTTP is what a status without an answer of Slack's means: from 500 on
// it may have been done. Anything else comes from what stands between, a proxy or
// a wrong address.
func refusedByHTTP(status slackgo.StatusCodeError, err error) *chat.Error {
	e := &chat.Error{Failure: chat.Temporary, Code: fmt.Sprintf("http_%d", status.Code), After: mendTime, Err: err}
	switch {
	case status.Code == http.StatusTooManyRequests:
		e.Code, e.After, e.Turn = codeLimited, limitedTime, true
	case status.Code >= http.StatusInternalServerError:
		e.Failure, e.After = chat.Unknown, settleTime
	}
	return e
}

// errorOf is the error of a platform in an error of this package.
func errorOf(err error) *chat.Error {
	if e, is := errors.AsType[*chat.Error](err); is {
		return e
	}
	return &chat.Error{}
}

func codeIn(err error) string { return errorOf(err).Code }

func failureOf(err error) chat.Failure { return errorOf(err).Failure }
