package config

// minKey is the length under which a key could be found by trying.
const minKey = 16

// Witness is what the paper trail is sealed with, outside of Redis.
type Witness struct {
	File string // where the latest heads are noted; empty: in the data folder
	Key  Secret // of the seals; empty: one is made and kept in the data folder
	// Earlier are keys of before, the further lines of the key's file: what was sealed
	// with them still verifies.
	Earlier []Secret
}

func readWitness(s *section) Witness {
	var w Witness
	s.text("file", &w.File)
	if w.File != "" {
		w.File = s.beside(w.File)
	}
	w.Earlier = s.secret("key", &w.Key)
	for _, key := range append([]Secret{w.Key}, w.Earlier...) {
		if key != "" && len(key) < minKey {
			s.fail(s.line, join(s.path, "key"), "too short: a key has at least %d characters", minKey)
		}
	}
	s.done()
	return w
}
