// Package watch looks at the bot while it works, for whoever has to look after it: it
// answers whether the bot lives and is ready, and tells adapters/metrics what happens.
//
// Nothing here changes what the bot does. What is counted is counted by wrapping what
// does it: the store, the deliverer, the platforms, the handlers of acts and the
// client of Redis. The domain and the bot know nothing of it.
package watch
