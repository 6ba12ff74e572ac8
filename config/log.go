package config

import "log/slog"

// Log is what the program says about itself.
type Log struct {
	Level  slog.Level
	Format LogFormat
}

// LogFormat is how a line of the log is written.
type LogFormat string

// The formats.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

func readLog(s *section) Log {
	l := Log{Format: LogText}
	level := "info"
	oneOf(s, "level", &level, "debug", "info", "warn", "error")
	// The words above are all words that slog reads.
	_ = l.Level.UnmarshalText([]byte(level))
	oneOf(s, "format", &l.Format, LogText, LogJSON)
	s.done()
	return l
}
