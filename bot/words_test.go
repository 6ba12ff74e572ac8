package bot

import (
	"errors"
	"maps"
	"testing"

	"relance/escalation"
)

// validID is an ID whose check character is right.
func validID(t testing.TB, random uint32) escalation.CaseID {
	t.Helper()
	id, ok := escalation.NewCaseID(random)
	if !ok {
		t.Fatalf("%d makes no ID", random)
	}
	return id
}

func TestUnderstand(t *testing.T) {
	id := validID(t, 7_654_321)
	s := string(id)
	all := newCatalogue()
	tests := []struct {
		text string
		name string
		id   escalation.CaseID
		raw  map[string]string
	}{
		{"", reqOpen, "", nil},
		{"  SHOW  ", reqShow, "", nil},
		{"show " + s, reqShow, id, nil},
		{"show case=" + s, reqShow, id, nil},
		{"note " + s + ` it's "late" a=b`, reqNote, id, map[string]string{"text": `it's "late" a=b`}},
		{"note they said Delayed", reqNote, "", map[string]string{"text": "they said Delayed"}},
		{`note he said "wait`, reqNote, "", map[string]string{"text": `he said "wait`}},
		{`note "whole text"`, reqNote, "", map[string]string{"text": "whole text"}},
		{"note Meeting=cancelled today", reqNote, "", map[string]string{"text": "Meeting=cancelled today"}},
		{"snooze +3d on holiday", actSnooze, "", map[string]string{"until": "+3d", "reason": "on holiday"}},
		{"snooze " + s + " until=+3d reason=«\u00a0en congé\u00a0»", actSnooze, id, map[string]string{"until": "+3d", "reason": "en congé"}},
		{"ref " + s + ` AB-12 issuer="Example Post"`, reqRef, id, map[string]string{"number": "AB-12", "issuer": "Example Post"}},
		{"ref AB-12 notfound by=desk", reqRef, "", map[string]string{"number": "AB-12", "found": "notfound", "by": "desk"}},
		{"class " + s + " 2 promise date=+48h", actClass, id, map[string]string{"reply": "2", "class": "promise", "date": "+48h"}},
		{"contact add " + s + " mailto:a@example.org role=service", actAddContact, id, map[string]string{"address": "mailto:a@example.org", "role": "service"}},
		{"log phone person=\"Mr Example\" result=nothing", reqLog, "", map[string]string{"channel": "phone", "person": "Mr Example", "result": "nothing"}},
		{"export json", reqExport, "", map[string]string{"format": "json"}},
		{"pause-all on", reqPauseAll, "", map[string]string{"switch": "on"}},
		{"search " + s, reqSearch, "", map[string]string{"words": s}},
	}
	for _, tt := range tests {
		got, err := all.understand(tt.text)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		if got.request.name != tt.name || got.id != tt.id || !maps.Equal(got.raw, tt.raw) {
			t.Errorf("%q is %s of %q with %v; want %s of %q with %v", tt.text, got.request.name, got.id, got.raw, tt.name, tt.id, tt.raw)
		}
	}
}

func TestEveryReferenceIsAReference(t *testing.T) {
	all := newCatalogue()
	for n := range uint32(2000) {
		id, ok := escalation.NewCaseID(n * 536_871)
		if !ok {
			continue
		}
		number := string(id[:3] + id[4:7] + id[8:])
		got, err := all.understand("ref " + number)
		if err != nil || got.id != "" || got.raw["number"] != number {
			t.Fatalf("the reference %s is taken for a case: %+v, %v", number, got.raw, err)
		}
	}
}

func TestMisunderstood(t *testing.T) {
	all := newCatalogue()
	tests := []struct{ text, key, near string }{
		{"opne", "cmd.unknown.near", "/case open"},
		{"contct add", "cmd.unknown.near", "/case contact add"},
		{"frobnicate", "cmd.unknown", ""},
		{"snooze untill=+3d", "cmd.field.near", "until"},
		{"take now and here", "", ""},
		{"snooze until=+3d until=+4d", "cmd.twice", ""},
		{"pause-all on off", "cmd.extra", ""},
		{`log "phone`, "cmd.open_quote", ""},
		{"deadline zzz=1", "cmd.field", ""},
	}
	for _, tt := range tests {
		_, err := all.understand(tt.text)
		o, is := errors.AsType[*objection](err)
		if tt.key == "" {
			if escalation.CodeOf(err) != escalation.CodeBadID {
				t.Errorf("%q: %v, want %s", tt.text, err, escalation.CodeBadID)
			}
			continue
		}
		if !is || o.key != tt.key {
			t.Errorf("%q: %v, want %s", tt.text, err, tt.key)
			continue
		}
		if near := (naming{}).resolve(o.pairs); tt.near != "" && near[3] != tt.near {
			t.Errorf("%q: nearest is %v, want %s", tt.text, near[3], tt.near)
		}
	}
	mistyped := string(validID(t, 7_654_321))
	mistyped = mistyped[:len(mistyped)-1] + string('0'+(mistyped[len(mistyped)-1]+1-'0')%10)
	for _, text := range []string{"show " + mistyped, "note " + mistyped + " words"} {
		if _, err := all.understand(text); escalation.CodeOf(err) != escalation.CodeBadID {
			t.Errorf("%q: %v, want %s", text, err, escalation.CodeBadID)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"Énergie Exemple", "Energie exemple"}, {"enegrie exempl", "Energie exemple"}, {"water", ""}, {"", ""},
	} {
		if got := nearest(tt.word, []string{"Energie exemple", "Gazette du Nord"}); got != tt.want {
			t.Errorf("nearest to %q is %q, want %q", tt.word, got, tt.want)
		}
	}
}
