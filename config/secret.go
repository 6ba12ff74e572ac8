package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a text that is never shown: whatever prints it prints <secret>. Its
// value is string(s).
type Secret string

const hidden = "<secret>"

// String hides the secret.
func (s Secret) String() string { return s.shown() }

// Format hides the secret from every verb, %x and %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.shown()) }

// MarshalText hides the secret from JSON, YAML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.shown()), nil }

// LogValue hides the secret from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.shown()) }

// shown tells only whether there is a secret at all.
func (s Secret) shown() string {
	if s == "" {
		return ""
	}
	return hidden
}

// secret reads a secret from where key_env or key_file say that it is. The value
// itself never stands in the configuration, which people show each other.
func (s *section) secret(key string, dst *Secret) {
	if v, ok := s.peek(key); ok {
		v.fail("a secret does not stand in the configuration: write %s_env: NAME_OF_A_VARIABLE or %s_file: path", key, key)
	}
	s.indirect(key, dst)
}

// indirect reads key_env and key_file.
func (s *section) indirect(key string, dst *Secret) {
	env, fromEnv := s.value(key + "_env")
	file, fromFile := s.value(key + "_file")
	switch {
	case fromEnv && fromFile:
		file.fail("there is %s_env already: leave one of the two out", key)
	case fromEnv:
		text, ok := s.options.LookupEnv(env.text)
		if !ok || text == "" {
			env.fail("the environment variable %q is not set", env.text)
			return
		}
		*dst = Secret(text)
	case fromFile:
		data, err := s.options.ReadFile(s.beside(file.text))
		if err != nil {
			file.fail("%v", err)
			return
		}
		*dst = Secret(firstLine(data))
		if *dst == "" {
			file.fail("the file %s is empty: its first line is the secret", file.text)
		}
	}
}

// has says that a key is written.
func (s *section) has(key string) bool { _, ok := s.fields[key]; return ok }

// tried says that a key is written, or where its secret is: whatever is wrong with
// it has been said.
func (s *section) tried(key string) bool {
	return s.has(key) || s.has(key+"_env") || s.has(key+"_file")
}

// source is the path of the key that says where a secret is.
func (s *section) source(key string) string {
	if s.has(key + "_file") {
		return join(s.path, key+"_file")
	}
	return join(s.path, key+"_env")
}
