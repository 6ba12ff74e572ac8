package redis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"relance/escalation"
)

// forgetAtOnce bounds how many old operations one commit forgets.
const forgetAtOnce = 64

// Commit implements [escalation.Store].
func (s *Store) Commit(ctx context.Context, now time.Time, changes ...escalation.Change) ([]escalation.Result, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	calls := make([]call, len(changes))
	token := strconv.FormatUint(uint64(rand.Uint32()), 36)
	var news news
	swept := map[int]bool{}
	for i, ch := range changes {
		shard := s.keys.shard(ch.Case.ID)
		forget := 0
		if !swept[shard] {
			swept[shard] = true
			forget = min(forgetAtOnce+2*len(changes), 1000)
		}
		c, err := s.commitCall(ctx, now, ch, token, forget)
		if err != nil {
			return nil, err
		}
		calls[i] = c
		news.add(shard, now, ch)
	}
	replies, err := s.publish(ctx, calls, news)
	if err != nil {
		return nil, err
	}
	results := make([]escalation.Result, len(changes))
	failed := 0
	for i, r := range replies {
		if r.err != nil {
			failed++
			err = fmt.Errorf("redis: commit of case %s: %w", changes[i].Case.ID, r.err)
			continue
		}
		results[i] = commitResult(changes[i], token, r.value)
	}
	if failed > 0 && failed < len(changes) {
		err = fmt.Errorf("%w: %w", escalation.ErrUnconfirmed, err)
	}
	if err != nil {
		s.heads.doubt(news)
		return nil, err
	}
	return results, nil
}

func (s *Store) commitCall(ctx context.Context, now time.Time, ch escalation.Change, token string, forget int) (call, error) {
	id, shard := ch.Case.ID, s.keys.shard(ch.Case.ID)
	body, err := s.codec.packCase(ch.Case)
	if err != nil {
		return call{}, err
	}
	needed := s.needs(ch)
	lowest, err := s.readable(ctx, needed)
	if err != nil {
		return call{}, err
	}
	op, due, length := "", "", ""
	if ch.Op != "" {
		op = operation(id, ch.Op)
	}
	if at, ok := ch.Case.NextDue(); ok {
		due = millis(at)
	}
	if len(ch.Entries) > 0 {
		length = strconv.Itoa(ch.Entries[0].N - 1)
	}
	drop := slices.Clone(ch.Cancel)
	if ch.Done != "" {
		drop = append(drop, ch.Done)
	}
	args := []any{
		string(id), strconv.FormatInt(ch.Case.Version-1, 10), body, due, millis(now),
		op, remember(ch, token),
		millis(now.Add(-s.opsKept)), forget, length,
		len(ch.Entries), len(ch.Notices), len(drop), len(ch.Index), len(ch.Unindex),
		s.codec.newest, needed, lowest,
	}
	for _, e := range ch.Entries {
		b, err := s.codec.packEntry(e)
		if err != nil {
			return call{}, err
		}
		args = append(args, b)
	}
	for _, n := range ch.Notices {
		if escalation.CaseOfKey(n.Key) != id {
			return call{}, fmt.Errorf("redis: notice %q is not one of case %s", n.Key, id)
		}
		b, err := s.codec.packNotice(n)
		if err != nil {
			return call{}, err
		}
		args = append(args, n.Key, millis(sendAt(now, n)), b)
	}
	for _, key := range drop {
		args = append(args, key)
	}
	for _, term := range ch.Index {
		args = append(args, member(term, id))
	}
	for _, term := range ch.Unindex {
		args = append(args, member(term, id))
	}
	k := s.keys
	return call{s.scripts.commit, []string{
		k.state(shard), k.trail(id), k.due(shard), k.box(shard), k.send(shard),
		k.ops(shard), k.opsAge(shard), k.terms(shard), k.quarantined(shard),
	}, args}, nil
}

// needs is the lowest form that holds everything that a change writes.
func (s *Store) needs(ch escalation.Change) int {
	if s.codec.newest == 1 {
		return 1
	}
	need := s.codec.form(reflect.ValueOf(ch.Case))
	for _, e := range ch.Entries {
		need = max(need, s.codec.form(reflect.ValueOf(e)))
	}
	for _, n := range ch.Notices {
		need = max(need, s.codec.form(reflect.ValueOf(n)))
	}
	return need
}

func commitResult(ch escalation.Change, token string, value any) escalation.Result {
	answer, text := words(value)
	switch answer {
	case "done":
		return escalation.Result{Version: ch.Case.Version, Reason: ch.Reason}
	case "repeated":
		r, by, err := firstResult(text)
		r.Repeated = by != token // else this call was run again because its reply was lost
		if err != nil {
			r.Err = fmt.Errorf("%w: case %s: %w", escalation.ErrCorrupt, ch.Case.ID, err)
		}
		return r
	case "exists":
		return escalation.Result{Err: fmt.Errorf("%w: %s", escalation.ErrExists, ch.Case.ID)}
	case "missing":
		return escalation.Result{Err: fmt.Errorf("%w: %s", escalation.ErrNotFound, ch.Case.ID)}
	case "conflict":
		return escalation.Result{Err: fmt.Errorf("%w: case %s is at version %s, not %d", escalation.ErrConflict, ch.Case.ID, text, ch.Case.Version-1)}
	case "newer":
		return escalation.Result{Err: fmt.Errorf("%w: case %s has form %s", escalation.ErrUpgrade, ch.Case.ID, text)}
	case "older":
		return escalation.Result{Err: fmt.Errorf("%w, and an older one is still running, which reads up to form %s: case %s", escalation.ErrUpgrade, text, ch.Case.ID)}
	default:
		return escalation.Result{Err: fmt.Errorf("%w: case %s: %s", escalation.ErrCorrupt, ch.Case.ID, text)}
	}
}

// remember is what the script keeps of an operation: the version, which call
// committed it, the reason.
func remember(ch escalation.Change, token string) string {
	return strconv.FormatInt(ch.Case.Version, 10) + " " + token + " " + string(ch.Reason)
}

// firstResult is the opposite of remember.
func firstResult(text string) (r escalation.Result, token string, err error) {
	r.Repeated = true
	fields := strings.SplitN(text, " ", 3)
	if len(fields) == 3 {
		r.Version, err = strconv.ParseInt(fields[0], 10, 64)
	}
	if len(fields) != 3 || err != nil {
		return r, "", fmt.Errorf("the remembered result %q is not one", text)
	}
	r.Reason = escalation.Reason(fields[2])
	return r, fields[1], nil
}

// words takes a script's answer of one or two strings apart.
func words(value any) (answer, text string) {
	list, _ := value.([]any)
	if len(list) > 0 {
		answer, _ = list[0].(string)
	}
	if len(list) > 1 {
		text, _ = list[1].(string)
	}
	return answer, text
}

// sendAt is the score of a new notice.
func sendAt(now time.Time, n escalation.Notice) time.Time {
	if n.NotBefore.After(now) {
		return n.NotBefore
	}
	return now
}

func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
