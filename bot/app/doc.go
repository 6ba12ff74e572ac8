// Package app puts the program together, and nothing else: configuration, store,
// domain, conversation and platforms know nothing of each other but here.
//
// [New] opens everything and [App.Run] works until the context ends. A [Stage]
// is the same house on a throwaway store with a clock of its own, on which
// stories are played.
package app
