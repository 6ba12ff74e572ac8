package bot

import (
	"context"
	"strconv"
	"unicode/utf8"

	"relance/adapters/chat"
)

// readRows reads the rows of a form, each column like a field of its own. What is
// wrong goes under the number of the row and the name of the column: "tried.2.when".
func (f field) readRows(ctx context.Context, t *turn, rows []map[string]string, wrong map[string]string) (value, error) {
	if len(rows) > mostAttempts {
		wrong[f.name] = t.sentence(object("answer.too_many_lines", "Limit", mostAttempts, "Length", len(rows)), f.name)
		return value{}, nil
	}
	var read value
	for i, raw := range rows {
		row, missing, bad, err := readFields(ctx, t, f.columns, raw)
		if err != nil {
			return value{}, err
		}
		at := f.name + "." + strconv.Itoa(i+1) + "."
		for _, name := range missing {
			wrong[at+name] = t.say.Say("answer.missing", "Field", t.label(name))
		}
		for name, sentence := range bad {
			wrong[at+name] = sentence
		}
		read.rows = append(read.rows, row)
	}
	return read, nil
}

// rowsInput asks for rows.
func (f field) rowsInput(ctx context.Context, t *turn, in *chat.Input) error {
	in.More = t.say.Say("form.more." + f.name)
	for _, c := range f.columns {
		column, err := c.input(ctx, t, nil)
		if err != nil {
			return err
		}
		column.Hint = "" // it would stand there once for every row
		in.Columns = append(in.Columns, column)
	}
	if in.Initial == "" {
		return nil
	}
	filled, err := f.filled(ctx, t, in.Initial)
	if err != nil {
		return err
	}
	in.Filled = filled
	if !f.fit(filled) { // it stays text: nothing is cut
		in.Kind, in.Columns, in.Filled, in.More = chat.Lines, nil, nil, ""
	}
	return nil
}

// fit says that rows have room in their columns.
func (f field) fit(rows []map[string]string) bool {
	for _, row := range rows {
		for _, c := range f.columns {
			if c.limit > 0 && utf8.RuneCountInString(row[c.name]) > c.limit {
				return false
			}
		}
	}
	return true
}
