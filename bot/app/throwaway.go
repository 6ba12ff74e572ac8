package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"relance/adapters/redis/server"
)

// The stores a story can be played on, beside the address of a Redis.
const (
	StoreMemory  = "memory"  // inside the program
	StorePrivate = "private" // a redis-server of its own
)

// throwaway opens a store that is gone when it is closed. On a Redis that is
// named by its address only the keys that begin with prefix are removed.
func throwaway(ctx context.Context, where, prefix string) (*server.Server, func(context.Context) error, error) {
	o := server.Options{Mode: server.URL, URLs: []string{where}, Allow: []string{
		server.AllowNoAOF, server.AllowEvicting, server.AllowOldVersion,
	}}
	folder := ""
	switch where {
	case StoreMemory, "":
		o = server.Options{Mode: server.Memory}
	case StorePrivate:
		var err error
		if folder, err = os.MkdirTemp("", "relance-"); err != nil {
			return nil, nil, fmt.Errorf("a folder for the throwaway store: %w", err)
		}
		o = server.Options{Mode: server.Private, Folder: folder}
	}
	s, err := server.Open(ctx, o)
	if err != nil {
		return nil, nil, errors.Join(err, removeAll(folder))
	}
	return s, func(ctx context.Context) error {
		var err error
		if o.Mode == server.URL {
			err = s.Forget(ctx, prefix)
		}
		return errors.Join(err, s.Close(ctx), removeAll(folder))
	}, nil
}

func removeAll(folder string) error {
	if folder == "" {
		return nil
	}
	return os.RemoveAll(folder)
}
