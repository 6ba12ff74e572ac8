// Package witness keeps the heads of paper trails outside of the store, so that
// a store that was rewritten, or put back to an earlier day, can be told.
//
// Two things are kept where whoever writes to the store does not write: a key,
// with which the engine seals the head of every trail, and a small file with
// the head that was committed last in each shard. A seal that does not fit its
// head shows a trail that was computed anew; a case that is missing, shorter or
// different from what the file saw shows a store that is not the one it was.
//
// What is not proved: a single case that was put back to an earlier head of its
// own, seal included, is seen only while the file holds its later head; and
// whoever has both the key and the store can rewrite everything.
package witness
