package bot

import "relance/escalation"

// objection is what the bot itself has to say against a request, before the
// domain is asked: a sentence of the locale and what it needs.
type objection struct {
	key   string
	pairs []any
}

func (o *objection) Error() string { return "bot: " + o.key }

// object returns an objection; the pairs are those of [locale.Speaker.Say].
func object(key string, pairs ...any) error { return &objection{key, pairs} }

// refuse returns a refusal of the domain.
func refuse(code escalation.Code, pairs ...string) error {
	e := &escalation.Error{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[pairs[i]] = pairs[i+1]
	}
	return e
}
