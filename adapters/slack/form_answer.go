package slack

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// filled are the rows of a form that have an answer, by name and in their order:
// the numbers they have in the form.
type filled map[string][]int

// answers reads the answers of a form that is sent back, by the block_id of the
// question. Rows without an answer are left out.
func answers(values map[string]map[string]sentValue) (fields map[string]string, rows map[string][]map[string]string, f filled) {
	fields = map[string]string{}
	sheets := map[string]map[int]map[string]string{}
	for id, elements := range values {
		answer := elements[answerAction].answer()
		name, row, column, ok := parseRowID(id)
		if !ok {
			fields[id] = answer
			continue
		}
		if sheets[name] == nil {
			sheets[name] = map[int]map[string]string{}
		}
		if sheets[name][row] == nil {
			sheets[name][row] = map[string]string{}
		}
		sheets[name][row][column] = answer
	}
	for name, sheet := range sheets {
		for _, row := range slices.Sorted(maps.Keys(sheet)) {
			if !hasAnswer(sheet[row]) {
				continue
			}
			if rows == nil {
				rows, f = map[string][]map[string]string{}, filled{}
			}
			rows[name] = append(rows[name], sheet[row])
			f[name] = append(f[name], row)
		}
	}
	return joined(fields), rows, f
}

func hasAnswer(row map[string]string) bool {
	for _, answer := range row {
		if !blank(answer) {
			return true
		}
	}
	return false
}

// answer is the answer as the bot reads it.
func (v sentValue) answer() string {
	switch {
	case v.Selected != nil:
		return v.Selected.Value
	case len(v.Ticked) > 0:
		return v.Ticked[0].Value
	case v.Date != "":
		return v.Date
	}
	return v.Value
}

// under finds the question that each sentence belongs under, by block_id: that of
// its name; the first of its row, or of its rows; else the first of the form.
// It finds none in a form without questions.
func under(wrong map[string]string, questions []string, f filled) map[string]string {
	if len(questions) == 0 {
		return nil
	}
	found := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		id := placed(name, questions, f)
		found[id] = append(found[id], chat.Visible(wrong[name]))
	}
	sentences := map[string]string{}
	for id, all := range found {
		sentences[id] = strings.Join(all, "\n")
	}
	return sentences
}

// placed is the question for what is wrong. Rows are numbered as they were handed
// on: without the empty ones.
func placed(name string, questions []string, f filled) string {
	if slices.Contains(questions, name) && !strings.Contains(name, ".") {
		return name
	}
	rows, rest, _ := strings.Cut(name, ".")
	figure, column, _ := strings.Cut(rest, ".")
	if n, err := strconv.Atoi(figure); err == nil && n >= 1 && n <= len(f[rows]) {
		n = f[rows][n-1]
		if id := rowID(rows, n, column); slices.Contains(questions, id) {
			return id
		}
		if id, ok := firstWith(rowID(rows, n, ""), questions); ok {
			return id
		}
	}
	if slices.Contains(questions, name) {
		return name
	}
	if id, ok := firstWith(rows+".", questions); ok {
		return id
	}
	return questions[0]
}

func firstWith(prefix string, questions []string) (string, bool) {
	i := slices.IndexFunc(questions, func(id string) bool { return strings.HasPrefix(id, prefix) })
	if i < 0 {
		return "", false
	}
	return questions[i], true
}
