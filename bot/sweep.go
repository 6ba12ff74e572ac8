package bot

import "context"

// sweep removes from a shelf what has had its time. It is called when something is
// put there, so that a shelf of passing things stays small by itself; what cannot
// be removed now is removed the next time.
func (b *Bot) sweep(ctx context.Context, shelf string, over func(value []byte) bool) {
	all, err := b.Book.All(ctx, shelf)
	if err != nil {
		b.Logger.Warn("a shelf was not swept", "shelf", shelf, "error", err)
		return
	}
	for key, value := range all {
		if !over(value) {
			continue
		}
		if err := b.Book.Put(ctx, shelf, key, nil); err != nil {
			b.Logger.Warn("a shelf was not swept", "shelf", shelf, "error", err)
			return
		}
	}
}
