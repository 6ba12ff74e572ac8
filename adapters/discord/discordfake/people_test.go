package discordfake_test

import (
	"slices"
	"testing"

	"relance/adapters/discord/discordfake"
)

// mentioned are those whom a message mentions.
func (w *world) mentioned(id string) []string {
	var found []string
	list, _ := w.call("GET", "channels/"+w.room+"/messages/"+id, nil).object["mentions"].([]any)
	for _, u := range list {
		found = append(found, u.(object)["id"].(string))
	}
	return found
}

func TestPeople(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	closed := w.AddChannel(discordfake.Channel{Name: "closed", Private: true})
	for channel, text := range map[string]string{closed: "x", "999": "x", w.room: long(2001)} {
		if _, err := w.Say(w.ann, channel, text); err == nil {
			t.Errorf("%.10q can be said in %s", text, channel)
		}
	}
	id, err := w.Say(w.ann, w.room, "for @ben in #team", discordfake.File{Name: "bill.pdf", Size: 7})
	if err != nil {
		t.Fatal(err)
	}
	m, _ := w.see(w.ben, id)
	if m.Content != "for <@"+w.ben+"> in <#"+w.room+">" || len(m.Files) != 1 || m.By != w.ann {
		t.Errorf("ben sees %+v", m)
	}
	reply, err := w.Reply(w.ben, w.room, id, "here it is")
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := w.see(w.ann, reply); m.Answers != id || !slices.Equal(w.mentioned(reply), []string{w.ann}) {
		t.Errorf("the reply is %+v, and mentions %q", m, w.mentioned(reply))
	}
	if w.Revise(w.ben, w.room, id, "mine now") == nil || w.Delete(w.ben, w.room, id) == nil {
		t.Error("ben can change what ann said")
	}
	if err := w.Revise(w.ann, w.room, id, "revised"); err != nil {
		t.Error(err)
	}
	if m, _ = w.see(w.ben, id); m.Read != "revised\nbill.pdf" || !m.Edited {
		t.Errorf("ben sees %+v", m)
	}
	if err := w.Delete(w.ann, w.room, id); err != nil {
		t.Error(err)
	}
	if _, there := w.see(w.ben, id); there {
		t.Error("ben sees what was deleted")
	}
}
