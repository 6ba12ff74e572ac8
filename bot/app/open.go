package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"

	"relance/adapters/redis"
	"relance/adapters/redis/server"
	"relance/adapters/witness"
	"relance/config"
	"relance/escalation"
)

// Files in the data folder.
const (
	witnessFile = "witness"
	keyFile     = "witness.key"
)

// vault is the store with what proves it: the server behind it, the key that
// seals the heads of trails, and the witness.
type vault struct {
	server  *server.Server
	store   *redis.Store
	keys    witness.Keys
	witness *witness.File // nil where everything is forgotten at exit
	// otherKey says that the heads in the store were sealed with another key.
	otherKey bool
}

// openVault opens the store that the configuration names.
func openVault(ctx context.Context, c *config.Config, data string, log *slog.Logger) (*vault, error) {
	folder, err := dataFolder(cmp.Or(data, c.Data))
	if err != nil {
		return nil, err
	}
	so := serverOptions(c, folder, log)
	if err := keeps(c, so); err != nil {
		return nil, err
	}
	v := &vault{}
	if v.server, err = server.Open(ctx, so); err != nil {
		return nil, err
	}
	if err := v.fill(c, folder, log); err != nil {
		return nil, errors.Join(err, v.server.Close(ctx))
	}
	return v, nil
}

func (v *vault) fill(c *config.Config, folder string, log *slog.Logger) error {
	var err error
	holder := ""
	if v.server.Alone { // after a crash it need not wait for the end of its own leases
		holder = "bot"
	}
	v.store, err = redis.New(redis.Options{
		Client: v.server.Client, Prefix: c.Redis.Prefix, Shards: c.Redis.Shards, Holder: holder, Logger: log,
	})
	if err != nil {
		return err
	}
	if c.Witness.Key != "" {
		v.keys.Key = witness.ParseKey(string(c.Witness.Key))
	}
	for _, key := range c.Witness.Earlier {
		v.keys.Earlier = append(v.keys.Earlier, witness.ParseKey(string(key)))
	}
	if v.server.Mode == server.Memory {
		// Nothing outlives this run: there will be nothing to compare.
		if len(v.keys.Key) == 0 {
			v.keys.Key = []byte(rand.Text())
		}
		return nil
	}
	if len(v.keys.Key) == 0 {
		if v.keys, err = witness.ReadKeys(filepath.Join(folder, keyFile)); err != nil {
			return err
		}
	}
	v.witness, err = witness.Open(witness.Options{
		Path: cmp.Or(c.Witness.File, filepath.Join(folder, witnessFile)), Keys: v.keys, Logger: log,
	})
	return err
}

// lookInto opens the store to look at it: also while a bot is running on it.
func lookInto(ctx context.Context, c *config.Config, data string, log *slog.Logger) (*vault, error) {
	folder, err := dataFolder(cmp.Or(data, c.Data))
	if err != nil {
		return nil, err
	}
	o := serverOptions(c, folder, log)
	mode, err := o.Choose()
	if err != nil {
		return nil, err
	}
	if mode == server.Memory {
		return nil, mendError{errForgets}
	}
	if mode == server.Private && server.Missing(folder) {
		return nil, mendError{fmt.Errorf("there is no store in %s: the bot has not been started on it yet, or its folder is another; name that with data in the configuration, or with --data", folder)}
	}
	v := &vault{}
	v.server, err = server.Open(ctx, o)
	if errors.Is(err, server.ErrOtherBot) {
		v.server, err = server.Attach(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	if err := v.fill(c, folder, log); err != nil {
		return nil, errors.Join(err, v.server.Close(ctx))
	}
	return v, nil
}

// seen is the witness for the engine; nil where there is none.
func (v *vault) seen() escalation.Witness {
	if v.witness == nil {
		return nil
	}
	return v.witness
}

// close ends everything in the order in which it depends on each other.
func (v *vault) close(ctx context.Context) error {
	var err error
	if v.witness != nil {
		err = v.witness.Close()
	}
	return errors.Join(err, v.store.Close(ctx), v.server.Close(ctx))
}

func serverOptions(c *config.Config, folder string, log *slog.Logger) server.Options {
	o := server.Options{
		Mode: serverMode(c.Redis.Mode), Cluster: len(c.Redis.URLs) > 0 && c.Redis.Master == "",
		Username: c.Redis.Username, Password: string(c.Redis.Password), SentinelMaster: c.Redis.Master,
		SentinelPassword: string(c.Redis.SentinelPassword), Folder: folder, Logger: log,
		TLS: server.TLS{CA: c.Redis.TLS.CA, Cert: c.Redis.TLS.Cert, Key: []byte(c.Redis.TLS.Key)},
	}
	for _, url := range c.Redis.URLs {
		o.URLs = append(o.URLs, string(url))
	}
	if c.Redis.URL != "" {
		o.URLs = append(o.URLs, string(c.Redis.URL))
	}
	for _, a := range c.Redis.Allow {
		if a != config.AllowForgetting { // is about what the bot talks to, not about a server
			o.Allow = append(o.Allow, string(a))
		}
	}
	return o
}

// ErrForgetful says that people would be answered by a bot that forgets them.
var ErrForgetful = errors.New("the bot is on a chat platform, and its cases would be kept inside it and be gone when it stops: " +
	"install redis-server, or write redis.url; or accept it with redis.allow: [forgetting]")

// keeps refuses a store that forgets beside a real chat platform.
func keeps(c *config.Config, o server.Options) error {
	mode, err := o.Choose()
	if err != nil || mode != server.Memory || !onChat(c) || slices.Contains(c.Redis.Allow, config.AllowForgetting) {
		return err
	}
	return ErrForgetful
}

// onChat says that real people talk with the bot on a chat platform.
func onChat(c *config.Config) bool { return c.Slack.Configured() || c.Discord.Configured() }

func serverMode(m config.RedisMode) server.Mode {
	switch m {
	case config.RedisURL:
		return server.URL
	case config.RedisPrivate:
		return server.Private
	case config.RedisMemory:
		return server.Memory
	}
	return server.Auto
}

// errForgets says why there is nothing to look at.
var errForgets = errors.New("the configuration keeps the cases inside the bot, and they are gone when it stops: " +
	"there is nothing to look at. Install redis-server, or write redis.url in the configuration")
