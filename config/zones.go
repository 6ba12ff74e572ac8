package config

import (
	_ "embed" // the names of time zones
	"strings"
)

// The names are kept here to find the one that was meant: no package lists them.
//
//go:embed zones.txt
var zones string

func zoneNames() []string { return strings.Fields(zones) }
