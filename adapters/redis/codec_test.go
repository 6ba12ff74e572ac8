package redis

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"relance/escalation"
)

func testCodec(t testing.TB) *codec {
	t.Helper()
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestStoredForm(t *testing.T) {
	type inner struct{ A, B string }
	type outer struct {
		Name string
		In   []inner
		Odd  []int
	}
	in := layout{of: reflect.TypeFor[inner](), fields: []string{"A", "B"}}
	for _, test := range []struct {
		name string
		form []layout
		want string
	}{
		{"forgotten field", []layout{{of: reflect.TypeFor[inner](), fields: []string{"A"}}}, "inner.B has no number"},
		{"unknown field", []layout{{of: reflect.TypeFor[inner](), fields: []string{"A", "C", "B"}}}, `names "C"`},
		{"twice", []layout{{of: reflect.TypeFor[inner](), fields: []string{"A", "A", "B"}}}, "is named twice"},
		{"unknown struct", []layout{{of: reflect.TypeFor[outer](), fields: []string{"Name", "In", "Odd"}}}, "no way to write a []redis.inner"},
		{"unknown type", []layout{{of: reflect.TypeFor[outer](), fields: []string{"Name", "In", "Odd"}}, in}, "no way to write a []int"},
		{"gone field", []layout{{of: reflect.TypeFor[inner](), fields: []string{"A", "-", "B"}}}, ""},
	} {
		_, err := compile(test.form)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

// TestStoredFormGrows reads with a later layout what an earlier one wrote.
func TestStoredFormGrows(t *testing.T) {
	type before struct{ A, B, C string }
	type after struct {
		A, C string
		D    int
	}
	old, err := compile([]layout{{of: reflect.TypeFor[before](), fields: []string{"A", "B", "C"}}})
	if err != nil {
		t.Fatal(err)
	}
	now, err := compile([]layout{{of: reflect.TypeFor[after](), fields: []string{"A", "-", "C", "D"}}})
	if err != nil {
		t.Fatal(err)
	}
	b := old[reflect.TypeFor[before]()].append(nil, reflect.ValueOf(before{"a", "b", "c"}))
	var got after
	if err := now[reflect.TypeFor[after]()].read(b, reflect.ValueOf(&got).Elem()); err != nil || got != (after{"a", "c", 0}) {
		t.Errorf("read %+v, %v", got, err)
	}
	b = now[reflect.TypeFor[after]()].append(nil, reflect.ValueOf(after{"a", "c", -4}))
	var back before
	if err := old[reflect.TypeFor[before]()].read(b, reflect.ValueOf(&back).Elem()); err == nil {
		t.Errorf("an older program read %+v and would lose the rest", back)
	}
}

func TestOverTheLimit(t *testing.T) {
	c := testCodec(t)
	if _, err := c.packCase(escalation.Case{Story: strings.Repeat("x", maxBody+1)}); err == nil {
		t.Error("a value over the limit was packed")
	}
	body, err := c.deflate(make([]byte, maxBody+1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.readCase("id", "1z1:"+string(body)); !errors.Is(err, escalation.ErrCorrupt) {
		t.Errorf("a value that inflates over the limit: %v", err)
	}
}

func FuzzReadCase(f *testing.F) {
	c := testCodec(f)
	for _, v := range []escalation.Case{
		{ID: "id", Version: 1},
		{ID: "id", Version: 7, Story: strings.Repeat("story ", 50), Deadline: &escalation.Deadline{What: "contest"},
			Contacts: []escalation.Contact{{Address: "mailto:a@b.example"}, {}}, Opened: time.UnixMilli(-5)},
	} {
		b, err := c.packCase(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add("1p1:\x03\x02id")
	f.Add("2p1:")
	f.Fuzz(func(t *testing.T, stored string) {
		v, err := c.readCase("id", stored)
		if err != nil {
			if !errors.Is(err, escalation.ErrCorrupt) && !errors.Is(err, escalation.ErrUpgrade) {
				t.Fatalf("%v is neither ErrCorrupt nor ErrUpgrade", err)
			}
			return
		}
		// What was read is written and read again as the same.
		b, err := c.packCase(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.readCase("id", string(b))
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("read %+v, then %+v, %v", v, again, err)
		}
	})
}

func FuzzReadEntry(f *testing.F) {
	c := testCodec(f)
	b, err := c.packEntry(escalation.Entry{N: 3, At: time.UnixMilli(1), Kind: "noted", Text: "a line", Salt: []byte("salt"), Fields: map[string]string{"a": "b", "": ""}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Fuzz(func(t *testing.T, stored string) {
		v, err := c.readEntry(stored)
		if err != nil {
			return
		}
		b, err := c.packEntry(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.readEntry(string(b))
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("read %+v, then %+v, %v", v, again, err)
		}
	})
}
