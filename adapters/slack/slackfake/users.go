package slackfake

func userInfo(q *request) (object, error) {
	u := q.workspace.users[q.str("user")]
	if u == nil {
		return nil, no("user_not_found")
	}
	return object{"user": u.object(q.flag("include_locale"))}, nil
}

func listUsers(q *request) (object, error) {
	found := []object{}
	for _, u := range sorted(q.workspace.users) {
		found = append(found, u.object(q.flag("include_locale")))
	}
	return q.list("members", found, maxList)
}

// object is a user as the Web API shows it.
// https://docs.slack.dev/reference/objects/user-object/
func (u *user) object(locale bool) object {
	o := object{
		"id": u.id, "team_id": teamID, "name": u.Name, "deleted": u.Deleted, "is_bot": u.Bot, "real_name": u.RealName,
		"profile": object{"real_name": u.RealName, "display_name": u.Name, "real_name_normalized": u.RealName, "display_name_normalized": u.Name},
	}
	if locale {
		o["locale"] = u.Locale
	}
	return o
}

func listGroups(q *request) (object, error) {
	found := []object{}
	for _, g := range sorted(q.workspace.groups) {
		o := object{"id": g.id, "team_id": teamID, "is_usergroup": true, "handle": g.handle, "name": g.handle, "user_count": len(g.users)}
		if q.flag("include_users") {
			o["users"] = g.users
		}
		found = append(found, o)
	}
	return object{"usergroups": found}, nil
}

func groupUsers(q *request) (object, error) {
	g := q.workspace.groups[q.str("usergroup")]
	if g == nil {
		return nil, no("no_such_subteam")
	}
	return object{"users": g.users}, nil
}
