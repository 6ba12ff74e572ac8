package app

import (
	"strings"
	"time"

	"relance/bot/story"
	"relance/config"
)

// ConfigOf is the configuration a story is played with: its own, else otherwise.
// Dates are compared with the story's time where that is later than the present:
// a story may play in years to come.
func ConfigOf(st story.Story, otherwise func() (*config.Config, error)) (*config.Config, error) {
	if st.Config == nil {
		return otherwise()
	}
	now := time.Now()
	if st.Start.After(now) {
		now = st.Start
	}
	o, err := Reading()
	if err != nil {
		return nil, err
	}
	o.Now, o.WithoutSecrets = now, true // nobody is written to
	return config.Parse(st.File, st.Config, o)
}

// cast gives a configuration the people of a story: its language, and the roles
// that its head names. A configuration without rooms on the console gets some.
func cast(c *config.Config, st story.Story) *config.Config {
	own := *c
	if language := st.Language(); language != "" {
		own.Language, own.People.Language = language, language
	}
	roles := func(head string, configured []string) []string {
		named, ok := st.Head[head]
		if !ok {
			return configured
		}
		var people []string
		for name := range strings.FieldsFuncSeq(named, func(r rune) bool { return r == ',' || r == ' ' }) {
			people = append(people, consolePlatform+":"+strings.ToLower(strings.TrimPrefix(name, "@")))
		}
		return people
	}
	own.Roles.Team = roles("team", c.Roles.Team)
	own.Roles.Moderators = roles("moderators", c.Roles.Moderators)
	own.Roles.Admins = roles("admins", c.Roles.Admins)
	if own.Rooms[consolePlatform] == (config.Rooms{}) {
		own.Rooms = map[string]config.Rooms{consolePlatform: {Team: "team", Moderators: "moderators", Public: "public"}}
	}
	return &own
}
