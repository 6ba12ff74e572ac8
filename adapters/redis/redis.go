package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// Options is what a Store needs. Only Client is required.
type Options struct {
	// Client talks to Redis. The Store does not close it. It repeats commands
	// whose reply was lost by itself, so a client made for it has MaxRetries -1;
	// then it can tell "certainly not written" from "may be written" exactly.
	Client goredis.UniversalClient
	// Prefix begins every key; "relance:" when empty.
	Prefix string
	// Shards is fixed when the first value is written; 16 when zero, at most 100.
	Shards int
	// Holder names this replica among those that share the data; random when
	// empty. One that comes back under its name has its shards at once; under
	// another it waits for the end of its own lease.
	Holder string
	// OpsKept is how long operation IDs are remembered; 7 days when zero.
	OpsKept time.Duration
	// Lease is how long a replica that does not come back keeps its shards; 20 s
	// when zero. It is renewed at less than a third of that.
	Lease time.Duration
	// Logger hears of values that are not ours; nowhere when nil.
	Logger *slog.Logger
}

// opsKept is how long an operation is remembered, unless Options says otherwise.
const opsKept = 7 * 24 * time.Hour

// Store is an [escalation.Store], an [escalation.Book] and an [escalation.Waker].
type Store struct {
	client  goredis.UniversalClient
	cluster bool // replies of one pipeline come from several nodes
	exact   bool // the client itself repeats nothing
	keys    keys
	codec   *codec
	scripts scripts
	holder  string
	opsKept time.Duration
	log     *slog.Logger

	layoutOK atomic.Bool // the layout in Redis has been found to be this one
	fleet    fleet
	heads    heads
	taking   [kinds]sync.Mutex // one taking of a kind at a time, so that heads see them in order
}

var (
	_ escalation.Store = (*Store)(nil)
	_ escalation.Book  = (*Store)(nil)
	_ escalation.Waker = (*Store)(nil)
)

// New makes a Store. It does not talk to Redis yet.
func New(o Options) (*Store, error) {
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	return newStore(o, codec)
}

func newStore(o Options, codec *codec) (*Store, error) {
	if o.Client == nil {
		return nil, errors.New("redis: no client")
	}
	if o.Prefix == "" {
		o.Prefix = "relance:"
	}
	if o.Shards == 0 {
		o.Shards = 16
	}
	if o.Shards < 1 || o.Shards > 100 {
		return nil, fmt.Errorf("redis: %d shards; from 1 to 100 are possible", o.Shards)
	}
	if o.Holder == "" {
		o.Holder = rand.Text()
	}
	if o.OpsKept == 0 {
		o.OpsKept = opsKept
	}
	if o.Lease == 0 {
		o.Lease = 20 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	scripts, err := loadScripts()
	if err != nil {
		return nil, err
	}
	s := &Store{
		client:  o.Client,
		keys:    keys{prefix: o.Prefix, shards: o.Shards},
		codec:   codec,
		scripts: scripts,
		holder:  o.Holder,
		opsKept: o.OpsKept,
		log:     o.Logger,
		fleet:   fleet{lease: o.Lease},
		heads:   newHeads(o.Shards),
	}
	s.fleet.lowest.Store(1) // until the others are known
	switch c := o.Client.(type) {
	case *goredis.ClusterClient:
		s.cluster = true
	case *goredis.Client:
		s.exact = c.Options().MaxRetries <= 0
	}
	return s, nil
}

// Close hands this replica's shards back, so that another one need not wait for
// the end of the lease. The client stays open.
func (s *Store) Close(ctx context.Context) error {
	_, _, err := s.renew(ctx, time.Now(), true)
	s.heads.own(nil, time.Time{})
	return err
}

// ready refuses data that was written with another number of shards: most cases
// would not be found.
func (s *Store) ready(ctx context.Context) error {
	if s.layoutOK.Load() {
		return nil
	}
	want := fmt.Sprintf("form %d, %d shards", keysForm, s.keys.shards)
	var got *goredis.StringCmd
	err := s.write(ctx, func(p goredis.Pipeliner) {
		p.SetNX(ctx, s.keys.layout(), want, 0)
		got = p.Get(ctx, s.keys.layout())
	})
	if err != nil {
		return err
	}
	if got.Val() != want {
		return fmt.Errorf("redis: the data under %q was written as %q, this program reads %q", s.keys.prefix, got.Val(), want)
	}
	s.layoutOK.Store(true)
	return nil
}
