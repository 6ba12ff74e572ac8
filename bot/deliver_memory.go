package bot

import (
	"maps"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// memory is what deliveries remember from one try to the next, to say things
// once and to stay quiet. Nothing depends on it: after a restart a card is edited
// once more than needed, and a message to colleagues may come a second time.
type memory struct {
	mu      sync.Mutex
	shown   map[shownKey]shown
	told    map[string]map[string]bool  // by notice key: the spots that have it
	inDoubt map[string]map[string]doubt // by message key and spot: what may have been said
	texts   map[shownKey]string         // of messages that are kept up to date, by case and message: the hash of what they say
	without map[shownKey]bool           // rooms that refused the card
}

func (m *memory) says(id escalation.CaseID, spoken string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.texts[shownKey{id, spoken}]
}

func (m *memory) setSays(id escalation.CaseID, spoken, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts[shownKey{id, spoken}] = text
}

// doubt is a message that may have been said.
type doubt struct {
	places []chat.Place // where
	look   time.Time    // not to be asked for before
	failed int          // looks that were impossible
	unsure int          // outcomes that were unknown
}

type shownKey struct {
	id   escalation.CaseID
	spot string
}

// shown is a card as a room has it.
type shown struct {
	ref     chat.Ref
	version int64
}

func newMemory() *memory {
	return &memory{shown: map[shownKey]shown{}, told: map[string]map[string]bool{},
		inDoubt: map[string]map[string]doubt{}, texts: map[shownKey]string{}, without: map[shownKey]bool{}}
}

func (m *memory) card(id escalation.CaseID, spot string) (shown, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.shown[shownKey{id, spot}]
	return s, ok
}

func (m *memory) setCard(id escalation.CaseID, spot string, s shown) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shown[shownKey{id, spot}] = s
}

// setWithout notes that the card of a case was refused in a room.
func (m *memory) setWithout(id escalation.CaseID, spot string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.without[shownKey{id, spot}] = true
}

func (m *memory) isWithout(id escalation.CaseID, spot string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.without[shownKey{id, spot}]
}

func (m *memory) doubt(key, spot string) (doubt, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.inDoubt[key][spot]
	return d, ok
}

func (m *memory) setDoubt(key, spot string, d doubt) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.inDoubt[key] == nil {
		m.inDoubt[key] = map[string]doubt{}
	}
	m.inDoubt[key][spot] = d
}

// settle forgets the doubt about a message in one place; elsewhere it stays.
func (m *memory) settle(key, spot string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.inDoubt[key], spot)
	if len(m.inDoubt[key]) == 0 {
		delete(m.inDoubt, key)
	}
}

// forgetCard ends the memory of a case that is over and shown as such.
func (m *memory) forgetCard(id escalation.CaseID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.shown, func(k shownKey, _ shown) bool { return k.id == id })
	maps.DeleteFunc(m.texts, func(k shownKey, _ string) bool { return k.id == id })
	maps.DeleteFunc(m.without, func(k shownKey, _ bool) bool { return k.id == id })
}

func (m *memory) hasTold(notice, spot string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told[notice][spot]
}

func (m *memory) setTold(notice, spot string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.told[notice] == nil {
		m.told[notice] = map[string]bool{}
	}
	m.told[notice][spot] = true
}

// done forgets a notice that is settled.
func (m *memory) done(notice string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.told, notice)
	delete(m.inDoubt, notice)
}
