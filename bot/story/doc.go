// Package story reads and plays stories: what people do, what time passes, and
// what is expected where. A message that nobody expected fails the story.
//
// The format is described for administrators in docs/stories.md. A story is a
// txtar archive: its comment is the title and what there is to know of it, its
// section "story" the script, its section "config" a configuration of its own.
//
// [Parse] turns a file into blocks: one act or one lapse of time, with what is
// expected after it. [Play] has a [Stage] do them, one after the other, and
// compares what was shown. Everything that can be seen after a block is in its
// [Scene], so [Check] can be asked again, about another wording, without playing.
package story
