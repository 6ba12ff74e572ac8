package slack

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// furtherMark stands in the block_id of an input in which the answer to a question
// goes on, before its number: "story+2".
const furtherMark = "+"

// longBlocks are the blocks of a question for a text that may be longer than one
// input of Slack's takes: as many inputs as it needs, the further ones optional. All
// take what they can, wherever somebody chooses to go on: how long the whole may be
// the bot says.
func (p *Platform) longBlocks(in chat.Input) ([]slackgo.Block, error) {
	var blocks []slackgo.Block
	rest, inputs := in.Initial, (in.Limit+answerLimit-1)/answerLimit
	for n := 1; n <= inputs; n++ {
		one, id := in, in.Name
		if n > 1 {
			one.Label, one.Hint, one.Optional = p.options.Words.GoesOn(in.Label), "", true
			id += furtherMark + strconv.Itoa(n)
		}
		one.Initial = rest
		if n < inputs {
			one.Initial, rest = chat.CutAnywhere(rest, answerLimit, length)
		}
		b, err := p.question(one, id)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// joined puts the answers that went on in further inputs together again, as they
// were typed: with nothing between, and nothing left out.
func joined(fields map[string]string) map[string]string {
	whole := map[string]string{}
	further := map[string]map[int]string{}
	for id, answer := range fields {
		name, n, is := parseFurtherID(id)
		if _, begun := fields[name]; !is || !begun {
			whole[id] = answer
			continue
		}
		if further[name] == nil {
			further[name] = map[int]string{}
		}
		further[name][n] = answer
	}
	for name, inputs := range further {
		for _, n := range slices.Sorted(maps.Keys(inputs)) {
			whole[name] += inputs[n]
		}
	}
	return whole
}

// parseFurtherID reads the block_id of an input in which an answer goes on.
func parseFurtherID(id string) (name string, n int, ok bool) {
	name, figure, marked := strings.Cut(id, furtherMark)
	n, err := strconv.Atoi(figure)
	return name, n, marked && err == nil && n > 1
}
