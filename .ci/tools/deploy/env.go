package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// filled reads the names in an example of an environment, and gives each a value.
// An example that has one already is an error: somebody would keep it.
func filled(file string) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok || value != "" {
			return nil, fmt.Errorf("%s: %q: an example has names, and no values", file, line)
		}
		all = append(all, name+"=an-example")
	}
	return all, lines.Err()
}
