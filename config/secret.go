package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
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
// itself never stands in the configuration, which people show each other. It returns
// the further lines of the file, for who has a use for them.
func (s *section) secret(key string, dst *Secret) (further []Secret) {
	if v, ok := s.peek(key); ok {
		v.fail("a secret does not stand in the configuration: write %s_env: NAME_OF_A_VARIABLE or %s_file: path", key, key)
	}
	return s.indirect(key, dst)
}

// indirect reads key_env and key_file.
func (s *section) indirect(key string, dst *Secret) (further []Secret) {
	s.describe(key+"_env", "name of a variable", nil)
	s.describe(key+"_file", "path of a file", nil)
	env, fromEnv := s.value(key + "_env")
	file, fromFile := s.value(key + "_file")
	switch {
	case fromEnv && fromFile:
		file.fail("there is %s_env already: leave one of the two out", key)
	case fromEnv && !variableForm.MatchString(env.text):
		env.fail("this is no name of a variable; if it is the secret itself, put it into a variable and write that variable's NAME here")
	case s.options.WithoutSecrets, s.options.WithoutTokens && (s.path == "slack" || s.path == "discord"):
	case fromEnv:
		text, ok := s.options.LookupEnv(env.text)
		if !ok || text == "" {
			env.fail("the environment variable %s is not set", variableName(env.text))
			return nil
		}
		*dst = Secret(text)
	case fromFile:
		data, err := s.options.ReadFile(s.beside(file.text))
		if err != nil {
			file.fail("the file cannot be read: %v; here stands a path, beside this configuration or from the root", cause(err))
			return nil
		}
		*dst = Secret(firstLine(data))
		if *dst == "" {
			file.fail("the file %s is empty: its first line is the secret", file.text)
		}
		_, rest, _ := strings.Cut(string(data), "\n")
		for line := range strings.Lines(rest) {
			if line = strings.TrimSpace(line); line != "" {
				further = append(further, Secret(line))
			}
		}
	}
	return further
}

// variableForm is what names of environment variables are, to everybody's shell.
var variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ordinaryName is a name of a variable that nobody takes for a secret.
var ordinaryName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,63}$`)

// variableName is the name of a variable in a sentence; the sentence has none where
// the secret may stand in its place.
func variableName(variable string) string {
	const long = 20 // keys are longer than words
	if !ordinaryName.MatchString(variable) || len(variable) > long && !strings.Contains(variable, "_") {
		return "that is named here"
	}
	return strconv.Quote(variable)
}

// cause is why a file cannot be read, without its path: a secret may stand in the
// path's place.
func cause(err error) error {
	if path, is := errors.AsType[*fs.PathError](err); is {
		return path.Err
	}
	return err
}

// tokenForms are tokens of Slack and of Discord, wherever they stand.
var tokenForms = regexp.MustCompile(`\b(xox[a-z]|xapp)[-.][A-Za-z0-9.-]+|[A-Za-z0-9_-]{17,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{20,}`)

// withoutTokens hides tokens in a text that is going to be shown.
func withoutTokens(text string) string { return tokenForms.ReplaceAllLiteralString(text, hidden) }

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
