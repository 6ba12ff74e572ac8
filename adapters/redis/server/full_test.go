package server

import (
	"strings"
	"testing"
)

// TestFull reads what servers say about room.
func TestFull(t *testing.T) {
	for name, c := range map[string]struct {
		info map[string]string
		want string // part of what is said; "" says nothing
	}{
		"may not be asked":        {nil, ""},
		"no limit":                {map[string]string{"used_memory": "900", "maxmemory": "0", "aof_last_write_status": "ok"}, ""},
		"room":                    {map[string]string{"used_memory": "900", "maxmemory": "1000"}, ""},
		"memory full":             {map[string]string{"used_memory": "1100", "maxmemory": "1000"}, "1100 of 1000 bytes"},
		"what is not counted":     {map[string]string{"used_memory": "1100", "maxmemory": "1000", "mem_not_counted_for_evict": "200"}, ""},
		"disk full":               {map[string]string{"aof_enabled": "1", "aof_last_write_status": "err"}, "append-only file"},
		"no append-only file yet": {map[string]string{"aof_enabled": "0", "aof_last_write_status": "ok"}, ""},
	} {
		said := strings.Join(full(c.info), "\n")
		if !strings.Contains(said, c.want) || c.want == "" && said != "" {
			t.Errorf("%s: %q", name, said)
		}
	}
}
