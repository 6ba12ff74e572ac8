// Package locale has every sentence that people read, one file per language.
package locale

// Texts are the sentences of all languages.
type Texts struct{}
