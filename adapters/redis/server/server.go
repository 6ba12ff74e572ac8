// Package server finds or starts the Redis that the store talks to: one that
// the configuration names, a private one that belongs to the bot's data folder,
// or one inside the process that forgets at exit. It refuses a server that is
// known to lose data, unless it is told otherwise by name.
//
// A private server outlives a bot that is killed: it has its own process group,
// and the next bot on the folder adopts it. Two locks keep the folder in order,
// see private.go.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"sync"

	goredis "github.com/redis/go-redis/v9"
)

// Mode says where Redis comes from.
type Mode string

// The modes. Auto is the first of the others that is possible.
const (
	Auto    Mode = "auto"
	URL     Mode = "url"     // the server that Options.URLs name
	Private Mode = "private" // started by the bot in its data folder
	Memory  Mode = "memory"  // inside the process: forgets everything at exit
)

// Options is the configuration of a server.
type Options struct {
	Mode Mode // Auto when empty

	// URLs are redis://, rediss:// or unix:// addresses. Several are the seeds
	// of a Cluster, or the Sentinels when SentinelMaster is set.
	URLs             []string
	Cluster          bool   // a single URL is the seed of a Cluster
	SentinelMaster   string // the name under which the Sentinels know the master
	Username         string // in place of the addresses' own
	Password         string // likewise
	SentinelUsername string
	SentinelPassword string
	TLS              TLS // for rediss://

	// Folder is where a private server keeps its data.
	Folder string
	// Allow names what is accepted though it can lose data: see the Allow constants.
	Allow []string
	// Logger hears of warnings; nowhere when nil.
	Logger *slog.Logger
}

// TLS is what a connection needs beside what the machine knows.
type TLS struct {
	CA        []byte // certificates (PEM) of the authorities to trust; none: those of the machine
	Cert, Key []byte // our own (PEM), for a server that asks for one
}

// Server is a Redis that is ready for use.
type Server struct {
	Client goredis.UniversalClient
	Mode   Mode // never Auto
	// Description says in one line what is in use, without secrets.
	Description string
	// Warnings are what a person should know about it.
	Warnings []string
	// Alone says that no other bot can use this server: one that comes back
	// after a crash need not wait for what it had leased, see redis.Options.Holder.
	Alone bool

	once     sync.Once
	close    func(context.Context) error
	password func(string) // nil: its password is not the configuration's
	try      func(ctx context.Context, password string) error
}

// SetPassword has the connections that are made from now on to a server of URLs use
// another password than Options.Password; those that exist go on. None, and any other
// server, changes nothing.
func (s *Server) SetPassword(password string) {
	if s.password != nil && password != "" {
		s.password(password)
	}
}

// TryPassword makes a connection with another password than the one in use, and ends
// it: the error says why [Server.SetPassword] should not be called with it.
func (s *Server) TryPassword(ctx context.Context, password string) error {
	if s.try == nil || password == "" {
		return nil
	}
	if err := s.try(ctx, password); err != nil {
		return fmt.Errorf("the password in redis.password_file is another one, and cannot be used: %w", unreached(s.Description, err))
	}
	return nil
}

// Close ends the connections, and a private server with them. What a private
// server holds is on disk then; what an in-process one holds is gone. Closing
// again does nothing.
func (s *Server) Close(ctx context.Context) (err error) {
	s.once.Do(func() { err = s.close(ctx) })
	return err
}

// Choose says which mode Open will use, without starting anything: a caller
// that must not forget can refuse Memory before it is too late.
func (o Options) Choose() (Mode, error) {
	switch o.Mode {
	case URL, Private, Memory:
		return o.Mode, nil
	case Auto, "":
	default:
		return "", fmt.Errorf("redis.mode: %q is none of auto, url, private, memory", o.Mode)
	}
	if len(o.URLs) > 0 {
		return URL, nil
	}
	if _, err := binary(); err == nil && privatePossible {
		return Private, nil
	}
	return Memory, nil
}

// ErrOtherBot says that the private server of a folder has its bot already. Who
// only wants to look can [Attach].
var ErrOtherBot = errors.New("another bot is running")

// ErrNotOurs says that a server is not a private one: it is kept by whoever runs it.
var ErrNotOurs = errors.New("redis: this server is not the bot's own")

// Open connects to Redis, or starts it, and checks it.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	mode, err := o.Choose()
	if err != nil {
		return nil, err
	}
	if err := checkAllow(o.Allow); err != nil {
		return nil, err
	}
	var s *Server
	switch mode {
	case URL:
		s, err = openURL(o)
	case Private:
		s, err = openPrivate(ctx, o)
	default:
		s, err = openMemory()
	}
	if err != nil {
		return nil, err
	}
	s.Mode, s.Alone = mode, mode != URL
	if mode != Memory {
		warnings, err := check(ctx, s.Client, s.Description, o.Allow)
		if err != nil {
			return nil, errors.Join(err, s.Close(ctx))
		}
		s.Warnings = append(s.Warnings, warnings...)
	}
	for _, w := range s.Warnings {
		o.Logger.Warn(w)
	}
	return s, nil
}

// binary finds the server to start.
func binary() (string, error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("redis: neither redis-server nor valkey-server is on the PATH")
}
