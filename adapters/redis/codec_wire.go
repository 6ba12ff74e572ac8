package redis

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"
)

// A body is a row of fields. Each is a key (number × 2 + wire kind, a varint)
// and its value: a varint, or a length (a varint) and so many bytes. Zero
// values are left out. A slice repeats its key for each element. Unknown
// numbers are an error: the value comes from a newer program, and writing it
// back would lose them.
const (
	wireVarint  = 0
	wireCounted = 1
)

var errShort = errors.New("the body ends too early")

func (p *plan) append(b []byte, v reflect.Value) []byte {
	for _, f := range p.fields {
		if f == nil {
			continue
		}
		if fv := v.Field(f.index); !fv.IsZero() {
			b = f.append(b, fv)
		}
	}
	return b
}

func (p *plan) read(b []byte, v reflect.Value) error {
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		if n <= 0 {
			return errShort
		}
		b = b[n:]
		value, n := binary.Uvarint(b) // the varint itself, or the length
		if n <= 0 {
			return errShort
		}
		b = b[n:]
		var bytes []byte
		if key&1 == wireCounted {
			if value > uint64(len(b)) {
				return errShort
			}
			bytes, b = b[:value], b[value:]
		}
		number := key >> 1
		if number == 0 || number > uint64(len(p.fields)) {
			return fmt.Errorf("field %d is not known", number)
		}
		f := p.fields[number-1]
		if f == nil {
			continue // gone from the domain since
		}
		if f.key != key {
			return fmt.Errorf("field %d is of another kind", number)
		}
		if err := f.read(bytes, value, v.Field(f.index)); err != nil {
			return err
		}
	}
	return nil
}

// varint makes a field whose value is one number.
func varint(number uint64, put func(reflect.Value) uint64, get func(uint64, reflect.Value)) *field {
	key := number<<1 | wireVarint
	return &field{
		key: key,
		append: func(b []byte, v reflect.Value) []byte {
			return binary.AppendUvarint(binary.AppendUvarint(b, key), put(v))
		},
		read: func(_ []byte, n uint64, v reflect.Value) error {
			get(n, v)
			return nil
		},
	}
}

// counted makes a field whose value is bytes.
func counted(number uint64, put func([]byte, reflect.Value) []byte, get func([]byte, reflect.Value) error) *field {
	key := number<<1 | wireCounted
	return &field{
		key: key,
		append: func(b []byte, v reflect.Value) []byte {
			return appendCounted(b, key, func(b []byte) []byte { return put(b, v) })
		},
		read: func(b []byte, _ uint64, v reflect.Value) error { return get(b, v) },
	}
}

// repeated makes a field of a slice of structs.
func repeated(number uint64, sub *plan) *field {
	f := counted(number, nil, func(b []byte, v reflect.Value) error {
		v.Grow(1)
		v.SetLen(v.Len() + 1)
		return sub.read(b, v.Index(v.Len()-1))
	})
	f.append = func(b []byte, v reflect.Value) []byte {
		for i := range v.Len() {
			b = appendCounted(b, f.key, func(b []byte) []byte { return sub.append(b, v.Index(i)) })
		}
		return b
	}
	return f
}

// pairs makes a field of a map of strings, in the order of its keys. A value is
// the length of the key, the key, and the rest.
func pairs(number uint64) *field {
	f := counted(number, nil, func(b []byte, v reflect.Value) error {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return errShort
		}
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
		key, value := string(b[n:n+int(size)]), string(b[n+int(size):])
		v.Interface().(map[string]string)[key] = value
		return nil
	})
	f.append = func(b []byte, v reflect.Value) []byte {
		m := v.Interface().(map[string]string)
		for _, key := range slices.Sorted(maps.Keys(m)) {
			b = appendCounted(b, f.key, func(b []byte) []byte {
				b = append(binary.AppendUvarint(b, uint64(len(key))), key...)
				return append(b, m[key]...)
			})
		}
		return b
	}
	return f
}

// appendCounted writes key, length and what put appends.
func appendCounted(b []byte, key uint64, put func([]byte) []byte) []byte {
	b = binary.AppendUvarint(b, key)
	start := len(b)
	b = put(b)
	var size [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(size[:], uint64(len(b)-start))
	return slices.Insert(b, start, size[:n]...)
}

func appendBool(reflect.Value) uint64 { return 1 } // false is left out

func readBool(n uint64, v reflect.Value) { v.SetBool(n != 0) }

// Numbers may be negative: the sign goes to the lowest bit, so that small
// numbers of either sign stay short.
func zigzag(i int64) uint64 { return uint64(i)<<1 ^ uint64(i>>63) }

func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

func appendInt(v reflect.Value) uint64 { return zigzag(v.Int()) }

func readInt(n uint64, v reflect.Value) { v.SetInt(unzigzag(n)) }

// Times are kept to the millisecond and come back in UTC.
func appendTime(v reflect.Value) uint64 { return zigzag(v.Interface().(time.Time).UnixMilli()) }

func readTime(n uint64, v reflect.Value) {
	v.Set(reflect.ValueOf(time.UnixMilli(unzigzag(n)).UTC()))
}

func appendString(b []byte, v reflect.Value) []byte { return append(b, v.String()...) }

func readString(b []byte, v reflect.Value) error {
	v.SetString(string(b))
	return nil
}

func appendBytes(b []byte, v reflect.Value) []byte { return append(b, v.Bytes()...) }

func readBytes(b []byte, v reflect.Value) error {
	v.SetBytes(slices.Clone(b))
	return nil
}

func appendArray(b []byte, v reflect.Value) []byte {
	for i := range v.Len() {
		b = append(b, byte(v.Index(i).Uint()))
	}
	return b
}

func readArray(b []byte, v reflect.Value) error {
	if len(b) != v.Len() {
		return errors.New("a hash of the wrong length")
	}
	reflect.Copy(v, reflect.ValueOf(b))
	return nil
}
