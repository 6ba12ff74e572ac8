// Package config reads the configuration strictly: every key is known or refused,
// every mistake is reported at once with its line and with what to write instead.
//
// The configuration is one YAML file. example.yaml documents every key, and is
// what the bot runs with where there is no configuration at all, see [Default].
//
// A file passes through three hands: the reader (section.go, value.go) knows YAML,
// positions and nothing else; one file per part of the tree (redis.go, ladder.go, …)
// says which keys there are and what they mean; the domain's own Validate methods
// say what makes sense together, and their paths are turned into lines here.
package config
