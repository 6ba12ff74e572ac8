package config

// Guards keep the bot from being a nuisance; 0 is no limit.
type Guards struct {
	CasesPerDay              int // opened by one person
	LettersPerContactPerWeek int // delivered to one contact, all cases together
}

func readGuards(s *section) Guards {
	g := Guards{CasesPerDay: 5, LettersPerContactPerWeek: 10}
	s.count("cases_per_day", &g.CasesPerDay)
	s.count("letters_per_contact_per_week", &g.LettersPerContactPerWeek)
	s.done()
	return g
}
