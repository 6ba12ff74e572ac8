package config

// minKey is the length under which a key could be found by trying.
const minKey = 16

// Witness is what the paper trail is sealed with, outside of Redis.
type Witness struct {
	File string // where the latest heads are noted; empty: in the data folder
	Key  Secret // of the seals; empty: one is made and kept in the data folder
}

func readWitness(s *section) Witness {
	var w Witness
	s.text("file", &w.File)
	if w.File != "" {
		w.File = s.beside(w.File)
	}
	s.secret("key", &w.Key)
	if w.Key != "" && len(w.Key) < minKey {
		s.fail(s.line, join(s.path, "key"), "too short: a key has at least %d characters", minKey)
	}
	s.done()
	return w
}
