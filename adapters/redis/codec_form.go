package redis

import (
	"fmt"
	"log/slog"
	"reflect"
	"strconv"

	"relance/escalation"
)

// Forms number what programs can store. The rules that let two versions of the
// program work on one store:
//
//   - a field, or a word in one, that a version adds has the number of the newest form
//     (layout.since, layout.words), and newest rises by one in that version;
//   - a value is written in the lowest form that holds it, so that what is new changes
//     nothing for an older program until somebody uses it;
//   - a value that needs a form is written only when every replica that is alive reads
//     it (see fleet), or when the case had that form already;
//   - a value of a form that this program does not know is left as it is, and so is its
//     place in time: it is neither quarantined nor counted. What a newer program wrote
//     comes back with that program.
//
// testdata/form1.txt lists what form 1 has; a test refuses what is neither in there nor
// marked as new.
const newest = 1

// errNewer says that a value is of a form that this program does not know.
func errNewer(form, newest int) error {
	return fmt.Errorf("%w: it has form %d, and this program knows up to %d", escalation.ErrUpgrade, form, newest)
}

// header takes the form and the packing off a stored value.
func header(stored string) (form int, how byte, rest string, ok bool) {
	const digits = 4 // more than there will ever be forms
	i := 0
	for i < len(stored) && i < digits && '0' <= stored[i] && stored[i] <= '9' {
		i++
	}
	if i == 0 || i == len(stored) || stored[i] != plain && stored[i] != deflated {
		return 0, 0, "", false
	}
	form, err := strconv.Atoi(stored[:i])
	return form, stored[i], stored[i+1:], err == nil && form > 0
}

// needs is the lowest form that holds a value.
func (p *plan) needs(v reflect.Value) int {
	need := 1
	if !p.newer {
		return need
	}
	for _, f := range p.fields {
		if f == nil || !f.newer {
			continue
		}
		fv := v.Field(f.index)
		if fv.IsZero() {
			continue
		}
		need = max(need, f.since)
		switch {
		case f.words != nil:
			need = max(need, f.words[fv.String()])
		case f.sub == nil:
		case fv.Kind() == reflect.Pointer:
			need = max(need, f.sub.needs(fv.Elem()))
		case fv.Kind() == reflect.Slice:
			for i := range fv.Len() {
				need = max(need, f.sub.needs(fv.Index(i)))
			}
		default:
			need = max(need, f.sub.needs(fv))
		}
	}
	return need
}

// age notes for every field from which form on it, and what is below it, can be
// written.
func (p plans) age(layouts []layout) {
	words := map[reflect.Type]map[string]int{}
	for _, l := range layouts {
		if l.words != nil {
			words[l.of] = l.words
		}
	}
	for _, l := range layouts {
		for i, name := range l.fields {
			f := p[l.of].fields
			if f == nil || f[i] == nil {
				continue
			}
			t := l.of.Field(f[i].index).Type
			f[i].since, f[i].words = l.since[name], words[t]
			if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
				t = t.Elem()
			}
			f[i].sub = p[t]
		}
	}
	for range layouts { // as often as structs can lie in each other
		for _, one := range p {
			for _, f := range one.fields {
				if f != nil {
					f.newer = f.since > 1 || f.words != nil || f.sub != nil && f.sub.newer
					one.newer = one.newer || f.newer
				}
			}
		}
	}
}

// leftAlone are the cases and notices of a newer program in one taking.
type leftAlone struct {
	count int
	first string
}

func (l *leftAlone) add(id string) {
	if l.count++; l.count == 1 {
		l.first = id
	}
}

// log says it once for all of them; they come back after their hold.
func (l *leftAlone) log(log *slog.Logger) {
	if l.count > 0 {
		log.Warn("written by a newer version of the program, and left alone until that one takes it: upgrade this one too",
			"count", l.count, "case", escalation.CaseOfKey(l.first))
	}
}
