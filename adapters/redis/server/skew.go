package server

import (
	"context"
	"fmt"
	"time"

	"relance/adapters/redis/trouble"
)

// Skew asks the server for its time and returns by how much a clock is ahead of
// it; behind it is negative. The way of the question and of its answer is taken to
// be equally long, so the result is off by at most half of the round trip.
func (s *Server) Skew(ctx context.Context, clock func() time.Time) (time.Duration, error) {
	asked, begun := clock(), time.Now()
	there, err := s.Client.Time(ctx).Result()
	if err != nil {
		return 0, fmt.Errorf("redis: what time it is: %w", trouble.Explain(err))
	}
	return asked.Add(time.Since(begun) / 2).Sub(there), nil
}
