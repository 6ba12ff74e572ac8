package server

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// patience is how long one round trip may take. A disk that has to sync every
// write can be slow.
const patience = 10 * time.Second

// openURL makes the client for the servers that the configuration names.
func openURL(o Options) (*Server, error) {
	if len(o.URLs) == 0 {
		return nil, errors.New("redis.url: mode url needs an address")
	}
	u := clientOptions()
	for i, text := range o.URLs {
		one, err := goredis.ParseURL(text)
		if err != nil {
			return nil, fmt.Errorf("redis.url: address %d: %w", i+1, withoutURL(err))
		}
		if i > 0 && (one.Username != u.Username || one.Password != u.Password || one.DB != u.DB || (one.TLSConfig == nil) != (u.TLSConfig == nil)) {
			return nil, fmt.Errorf("redis.url: address %d differs from the first in more than host and port", i+1)
		}
		u.Addrs = append(u.Addrs, one.Addr)
		u.Username, u.Password, u.DB, u.TLSConfig = one.Username, one.Password, one.DB, one.TLSConfig
	}
	if err := o.TLS.extend(u.TLSConfig); err != nil {
		return nil, err
	}
	u.Username, u.Password = cmp.Or(o.Username, u.Username), cmp.Or(o.Password, u.Password)
	secret := &atomic.Pointer[string]{}
	secret.Store(&u.Password)
	by := func(password func() string) *goredis.UniversalOptions {
		with := *u
		with.CredentialsProviderContext = func(context.Context) (string, string, error) { return u.Username, password(), nil }
		return &with
	}
	u.MasterName = o.SentinelMaster
	u.SentinelUsername, u.SentinelPassword = o.SentinelUsername, o.SentinelPassword
	u.IsClusterMode = o.Cluster
	if u.DB != 0 && (o.Cluster || len(u.Addrs) > 1 && o.SentinelMaster == "") {
		return nil, errors.New("redis.url: a Cluster has only database 0")
	}
	client := goredis.NewUniversalClient(by(func() string { return *secret.Load() }))
	what := "Redis at "
	switch client.(type) {
	case *goredis.ClusterClient:
		what = "Redis Cluster by "
	default:
		if o.SentinelMaster != "" {
			what = "Redis " + o.SentinelMaster + " by Sentinel at "
		}
	}
	return &Server{
		Client:      client,
		Description: what + strings.Join(u.Addrs, ", "),
		close:       func(context.Context) error { return client.Close() },
		password:    func(p string) { secret.Store(&p) },
		try: func(ctx context.Context, p string) error {
			if p == *secret.Load() {
				return nil
			}
			once := goredis.NewUniversalClient(by(func() string { return p }))
			return errors.Join(once.Ping(ctx).Err(), once.Close())
		},
	}, nil
}

// clientOptions are those of every client made here. The store repeats commands
// itself, so that it can tell what may have been written; go-redis does not.
func clientOptions() *goredis.UniversalOptions {
	return &goredis.UniversalOptions{
		ClientName:            "relance",
		DisableIdentity:       true, // servers before 7.2 refuse it with every connection
		MaxRetries:            -1,
		DialerRetries:         1,
		MaxRedirects:          8,
		ContextTimeoutEnabled: true,
		ReadTimeout:           patience,
		WriteTimeout:          patience,
		MaintNotificationsConfig: &maintnotifications.Config{
			Mode: maintnotifications.ModeDisabled,
		},
	}
}

// withoutURL drops the address from an error of the parser: it can hold a password.
func withoutURL(err error) error {
	var parse interface{ Unwrap() error }
	if errors.As(err, &parse) && parse.Unwrap() != nil {
		return parse.Unwrap()
	}
	return err
}

// extend adds what was configured to what an address of rediss:// comes to; others
// have no TLS to extend.
func (t TLS) extend(c *tls.Config) error {
	if c == nil {
		return nil
	}
	if len(t.CA) > 0 {
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(t.CA) {
			return errors.New("redis.tls.ca_file: there is no certificate in it")
		}
	}
	if len(t.Cert) > 0 {
		pair, err := tls.X509KeyPair(t.Cert, t.Key)
		if err != nil {
			return errors.New("redis.tls.key_file: this is not the key of the certificate in cert_file")
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return nil
}
