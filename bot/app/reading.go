package app

import (
	"relance/adapters/holidays"
	"relance/bot/locale"
	"relance/config"
)

// Reading is what a configuration is read with: the holidays that the program knows
// and the languages that it speaks.
func Reading() (config.Options, error) {
	texts, err := locale.Load()
	if err != nil {
		return config.Options{}, err
	}
	return config.Options{Holidays: holidays.For, Languages: texts.Languages()}, nil
}
