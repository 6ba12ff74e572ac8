package redis

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"relance/escalation"
)

// A stored value is a header in plain text and a body:
//
//	1 z 12 : …
//	│ │ │    body, see codec_wire.go
//	│ │ └ a number the scripts can read: the version of a case, the number of
//	│ │   an entry, how often a notice was taken
//	│ └ p: plain body; z: deflated
//	└ form, see codec_form.go; a later one is not read, so an older program never
//	  writes back a value that it understood in part
const (
	plain    = 'p'
	deflated = 'z'
)

const (
	// maxBody bounds what a value may inflate to. What is larger is refused
	// when it is written, not cut.
	maxBody = 16 << 20
	// worthIt is the length from which a body is tried to be deflated.
	worthIt = 96
)

// codec packs the domain's values for Redis and reads them back.
type codec struct {
	plans  plans
	newest int       // form that is read and written
	flate  sync.Pool // *deflater
	infl   sync.Pool // io.ReadCloser that is a flate.Resetter
}

func newCodec() (*codec, error) { return newCodecOf(storedForm(), newest) }

func newCodecOf(layouts []layout, newest int) (*codec, error) {
	p, err := compile(layouts)
	if err != nil {
		return nil, err
	}
	return &codec{plans: p, newest: newest}, nil
}

// packCase leaves out of the body what its place says: the version is in the header.
func (c *codec) packCase(v escalation.Case) ([]byte, error) {
	n := v.Version
	v.Version = 0
	return c.pack(n, reflect.ValueOf(v))
}

func (c *codec) readCase(id escalation.CaseID, stored string) (escalation.Case, error) {
	var v escalation.Case
	n, err := c.read(stored, reflect.ValueOf(&v).Elem())
	if err == nil && v.ID != id {
		err = fmt.Errorf("it is of case %q", v.ID)
	}
	if err != nil {
		return escalation.Case{}, unreadable("case "+string(id), err)
	}
	v.Version = n
	return v, nil
}

// packEntry leaves out the commitment, which can be computed again from salt
// and content until they are erased.
func (c *codec) packEntry(v escalation.Entry) ([]byte, error) {
	n := int64(v.N)
	v.N = 0
	if !v.Erased {
		v.Commit = escalation.Hash{}
	}
	return c.pack(n, reflect.ValueOf(v))
}

func (c *codec) readEntry(stored string) (escalation.Entry, error) {
	var v escalation.Entry
	n, err := c.read(stored, reflect.ValueOf(&v).Elem())
	if err != nil {
		return escalation.Entry{}, err
	}
	v.N = int(n)
	if !v.Erased {
		v.Commit = v.Commitment()
	}
	return v, nil
}

// packNotice leaves out the key and the case, which the hash's field names, and
// the tries, which are in the header.
func (c *codec) packNotice(v escalation.Notice) ([]byte, error) {
	return c.packNoticeTried(v, 0, 0)
}

// packNoticeTried packs a notice that was taken, and may have been said, so often.
func (c *codec) packNoticeTried(v escalation.Notice, taken, doubts int) ([]byte, error) {
	v.Key, v.Case, v.Tries, v.Doubts = "", "", 0, 0
	return c.pack(int64(tries(taken, doubts)), reflect.ValueOf(v))
}

// doubt is what the beginning of a delivery adds to the number in a notice's
// header; every taking adds one.
const doubt = 1 << 20

func (c *codec) readNotice(key, stored string) (escalation.Notice, error) {
	var v escalation.Notice
	n, err := c.read(stored, reflect.ValueOf(&v).Elem())
	if err != nil {
		return escalation.Notice{}, unreadable("notice "+key, err)
	}
	v.Key, v.Case, v.Tries, v.Doubts = key, escalation.CaseOfKey(key), int(n%doubt), int(n/doubt)
	return v, nil
}

// tries is the number in a notice's header: how often it was taken, and how
// often it may have been said.
func tries(taken, doubts int) int { return taken + doubts*doubt }

// unreadable is the error of a value: it is damaged, or of a newer program.
func unreadable(what string, err error) error {
	if errors.Is(err, escalation.ErrUpgrade) {
		return fmt.Errorf("redis: %s: %w", what, err)
	}
	return fmt.Errorf("%w: %s: %w", escalation.ErrCorrupt, what, err)
}

// form is the one that a value has to be written in.
func (c *codec) form(v reflect.Value) int { return c.plans[v.Type()].needs(v) }

func (c *codec) pack(n int64, v reflect.Value) ([]byte, error) {
	form := c.form(v)
	if form > c.newest {
		return nil, fmt.Errorf("redis: a value that needs form %d, and this program writes up to %d", form, c.newest)
	}
	body := c.plans[v.Type()].append(nil, v)
	if len(body) > maxBody {
		return nil, fmt.Errorf("redis: a value of %d bytes is over the limit of %d", len(body), maxBody)
	}
	how := byte(plain)
	if len(body) >= worthIt {
		small, err := c.deflate(body)
		if err != nil {
			return nil, err
		}
		if len(small) < len(body) {
			body, how = small, deflated
		}
	}
	out := make([]byte, 0, len(body)+8)
	out = strconv.AppendInt(out, int64(form), 10)
	out = append(out, how)
	out = strconv.AppendInt(out, n, 10)
	out = append(out, ':')
	return append(out, body...), nil
}

func (c *codec) read(stored string, v reflect.Value) (n int64, err error) {
	form, how, rest, ok := header(stored)
	switch {
	case !ok:
		return 0, errors.New("not in a form this program reads")
	case form > c.newest:
		return 0, errNewer(form, c.newest)
	}
	number, packed, ok := strings.Cut(rest, ":")
	if !ok {
		return 0, errors.New("no end of the header")
	}
	if n, err = strconv.ParseInt(number, 10, 64); err != nil {
		return 0, errors.New("no number in the header")
	}
	body := []byte(packed)
	if how == deflated {
		if body, err = c.inflate(body); err != nil {
			return 0, err
		}
	}
	return n, c.plans[v.Type()].read(body, v)
}

type deflater struct {
	out bytes.Buffer
	w   *flate.Writer
}

func (c *codec) deflate(body []byte) ([]byte, error) {
	d, ok := c.flate.Get().(*deflater)
	if !ok {
		d = &deflater{}
		w, err := flate.NewWriter(&d.out, flate.BestSpeed)
		if err != nil {
			return nil, err
		}
		d.w = w
	}
	defer c.flate.Put(d)
	d.out.Reset()
	d.w.Reset(&d.out)
	if _, err := d.w.Write(body); err != nil {
		return nil, err
	}
	if err := d.w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(d.out.Bytes()), nil
}

func (c *codec) inflate(body []byte) ([]byte, error) {
	src := bytes.NewReader(body)
	r, ok := c.infl.Get().(io.ReadCloser)
	if !ok {
		r = flate.NewReader(src)
	} else if err := r.(flate.Resetter).Reset(src, nil); err != nil {
		return nil, err
	}
	defer c.infl.Put(r)
	out, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(out) > maxBody {
		return nil, errors.New("it inflates to more than the limit")
	}
	return out, nil
}
