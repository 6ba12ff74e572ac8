package locale

import (
	"testing"
	"time"

	"relance/escalation"
)

func TestDates(t *testing.T) {
	texts := mustLoad(t)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 2, 28, 23, 5, 0, 0, time.UTC) // already March in Paris
	tests := []struct {
		lang, say, want string
	}{
		{"en", texts.For("en").Date(at, nil), "Saturday 28 February 2026"},
		{"en", texts.For("en").Date(at, paris), "Sunday 1 March 2026"},
		{"fr", texts.For("fr").Date(at, paris), "dimanche 1er mars 2026"},
		{"fr", texts.For("fr").Date(at, nil), "samedi 28 février 2026"},
		{"en", texts.For("en").DateTime(at, paris), "Sunday 1 March 2026 at 00:05 (CET)"},
		{"fr", texts.For("fr").DateTime(at, paris), "dimanche 1er mars 2026 à 00 h 05 (CET)"},
	}
	for _, tt := range tests {
		if tt.say != tt.want {
			t.Errorf("%s: got %q, want %q", tt.lang, tt.say, tt.want)
		}
	}
}

func TestWait(t *testing.T) {
	texts := mustLoad(t)
	tests := []struct {
		wait   string
		en, fr string
	}{
		{"10 working days", "10 working days", "10 jours ouvrés"},
		{"1 day", "1 day", "1 jour"},
		{"48h", "48 hours", "48 heures"},
		{"1h30m", "1 hour 30 minutes", "1 heure 30 minutes"},
		{"2 days 4 hours", "2 days 4 hours", "2 jours 4 heures"},
		{"1 working hour", "1 working hour", "1 heure ouvrée"},
	}
	for _, tt := range tests {
		w, err := escalation.ParseWait(tt.wait)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts.For("en").Wait(w); got != tt.en {
			t.Errorf("en %q: got %q, want %q", tt.wait, got, tt.en)
		}
		if got := texts.For("fr").Wait(w); got != tt.fr {
			t.Errorf("fr %q: got %q, want %q", tt.wait, got, tt.fr)
		}
	}
	if got := texts.For("en").Wait(escalation.Wait{}); got != "no time at all" {
		t.Errorf("a wait of nothing: %q", got)
	}
}

func mustLoad(t *testing.T) *Texts {
	t.Helper()
	texts, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
