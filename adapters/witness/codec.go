package witness

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relance/escalation"
)

// header is the first line of a file, with the version of its form.
const header = "relance witness 1"

// encode writes one line for each head: case, entries, head, seal and time.
func encode(heads []escalation.Witnessed) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, header)
	for _, h := range heads {
		if h.Case != "" {
			fmt.Fprintln(&b, h.Case, h.Entries, h.Head, h.Seal, h.At.UTC().Format(time.RFC3339))
		}
	}
	return b.Bytes()
}

func decode(content []byte) ([]escalation.Witnessed, error) {
	var heads []escalation.Witnessed
	n := 0
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if n++; n == 1 {
			if line != header {
				return nil, fmt.Errorf("line 1 is not %q: this is no witness file", header)
			}
			continue
		}
		if line == "" {
			continue
		}
		h, err := decodeLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		heads = append(heads, h)
	}
	if n == 0 {
		return nil, fmt.Errorf("the file is empty: this is no witness file")
	}
	return heads, nil
}

func decodeLine(line string) (h escalation.Witnessed, err error) {
	fields := strings.Fields(line)
	if len(fields) != 5 {
		return h, fmt.Errorf("%d words instead of 5", len(fields))
	}
	if h.Case, err = escalation.ParseCaseID(fields[0]); err != nil {
		return h, err
	}
	if h.Entries, err = strconv.Atoi(fields[1]); err != nil {
		return h, err
	}
	if n, err := hex.Decode(h.Head[:], []byte(fields[2])); err != nil || n != len(h.Head) || len(fields[2]) != 2*n {
		return h, fmt.Errorf("%q is no head of a trail", fields[2])
	}
	h.Seal = fields[3]
	h.At, err = time.Parse(time.RFC3339, fields[4])
	return h, err
}
