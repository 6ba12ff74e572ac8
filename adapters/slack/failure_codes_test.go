package slack

// documented are the codes in the error tables of the methods that are called, as
// read at https://docs.slack.dev/reference/methods in November 2026; those that
// every method has are under "". conversations.* and chat.* say not_in_channel and
// invalid_thread_ts more often than their tables do.
var documented = map[string]string{
	"": "access_denied accesslimited account_inactive app_access_restricted deprecated_endpoint ekm_access_denied " +
		"enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg " +
		"invalid_auth invalid_charset invalid_form_data invalid_post_type method_deprecated missing_post_type " +
		"missing_scope no_permission not_allowed_token_type not_authed org_login_required ratelimited request_timeout " +
		"service_unavailable team_access_not_granted team_added_to_org team_not_found token_expired token_revoked " +
		"two_factor_setup_required",
	"chat.postMessage": "agent_prompt_display_not_allowed as_user_not_supported attachment_payload_limit_exceeded " +
		"cannot_reply_to_message channel_not_found draft_already_deleted draft_already_sent draft_has_conflict " +
		"draft_not_found duplicate_channel_not_found duplicate_message_not_found invalid_blocks invalid_blocks_format " +
		"invalid_metadata_format invalid_metadata_schema invalid_thread_ts is_archived markdown_text_conflict " +
		"message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large " +
		"missing_file_data msg_blocks_too_long msg_too_long no_text not_in_channel rate_limited restricted_action " +
		"restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked " +
		"restricted_action_thread_only_channel send_on_behalf_not_allowed slack_connect_canvas_sharing_blocked " +
		"slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked too_many_attachments " +
		"too_many_contact_cards",
	"chat.update": "as_user_not_supported block_mismatch blocked_file_type cant_broadcast_message cant_update_message " +
		"channel_not_found edit_window_closed external_channel_migrating file_deleted file_is_deleted file_not_found " +
		"file_share_limit_reached invalid_attachments invalid_blocks invalid_blocks_format invalid_metadata_format " +
		"invalid_metadata_schema is_inactive markdown_text_conflict max_file_sharing_exceeded message_limit_exceeded " +
		"message_not_found metadata_must_be_sent_from_app metadata_too_large msg_too_long " +
		"no_dual_broadcast_content_update no_text not_in_channel posting_to_channel_denied " +
		"slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked " +
		"slack_connect_file_link_sharing_blocked streaming_state_conflict too_many_attachments unable_to_share_files " +
		"update_failed",
	"chat.delete": "as_user_not_supported cant_delete_message channel_not_found compliance_exports_prevent_deletion " +
		"message_not_found rate_limited",
	"conversations.history": "channel_is_limited_access channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest " +
		"invalid_ts_oldest not_in_channel",
	"conversations.replies": "channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest " +
		"list_record_comment_fetch_failed method_not_supported_for_channel_type not_in_channel thread_not_found",
	"conversations.open": "cannot_dm_bot channel_not_found invalid_user_combination method_not_supported_for_channel_type " +
		"not_enough_users too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied",
	"conversations.join":    "channel_is_limited_access channel_not_found is_archived method_not_supported_for_channel_type too_many_members",
	"conversations.info":    "channel_not_found",
	"conversations.list":    "invalid_cursor invalid_limit invalid_types limit_required",
	"conversations.members": "channel_not_found fetch_members_failed invalid_cursor invalid_limit",
	"users.info":            "user_not_found user_not_visible",
	"usergroups.users.list": "no_such_subteam permission_denied plan_upgrade_required",
	"auth.test":             "",
}
