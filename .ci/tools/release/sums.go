package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sums writes SHA256SUMS, which sha256sum --check reads.
func sums(folder string, names []string) error {
	slices.Sort(names)
	var out strings.Builder
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%x  %s\n", sha256.Sum256(content), name)
		fmt.Printf("%8.1f MB  %s\n", float64(len(content))/1e6, name)
	}
	return os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(out.String()), 0o644)
}
